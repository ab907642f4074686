/// The ROC curve with an interval of the sensitivity at each false positive rate: the wider of Wilson's and that of resampled patients.
///
/// Where every resample finds all positives, Wilson's still knows how few they were. The intervals hold point by point: that the whole curve lies within all of them is less likely than any one's level.
public struct ROCBand: Sendable, Hashable, Codable {
  public struct Point: Sendable, Hashable, Codable {
    public let falsePositiveRate: Double
    /// The curve's own sensitivity, straight between its points; the upper end where it rises.
    public let sensitivity: Double
    public let lower: Double
    public let upper: Double
  }

  public let points: [Point]

  /// - Parameters:
  ///   - scores: one a film, in the order of the films of `draws`.
  ///   - draws: the patients drawn.
  ///   - rates: false positive rates, ascending from 0 to 1; in steps of 0.01 by default.
  ///   - confidence: of each interval; 0.95 by default.
  /// - Throws: ``StatisticsError/notANumber(index:)``, ``StatisticsError/noPositives`` or ``StatisticsError/noNegatives``.
  public init(
    scores: [Double], draws: PatientDraws, rates: [Double] = (0...100).map { Double($0) / 100 }, confidence: Double = 0.95
  ) throws(StatisticsError) {
    precondition(rates.allSatisfy { $0 >= 0 && $0 <= 1 } && rates == rates.sorted(), "false positive rates ascend from 0 to 1")
    precondition(confidence > 0 && confidence < 1, "a confidence level lies between 0 and 1, not at \(confidence)")
    guard draws.labels.contains(true) else { throw .noPositives }
    guard draws.labels.contains(false) else { throw .noNegatives }
    let films = try RankedFilms(scores: scores, threshold: 0, draws: draws)
    let once = [Int32](repeating: 1, count: draws.patientCount)
    let own = once.withUnsafeBufferPointer { films.sensitivities(at: rates, $0) } ?? []
    var resampled = [[Double]](repeating: [], count: rates.count)
    draws.forEach { times in
      for (index, sensitivity) in (films.sensitivities(at: rates, times) ?? []).enumerated() { resampled[index].append(sensitivity) }
    }
    let positives = draws.labels.count { $0 }
    points = rates.indices.map { index in
      // Between two points of the curve the count is not whole; the nearest stands for it.
      let found = Int((own[index] * Double(positives)).rounded())
      let interval = QuotedInterval(
        value: own[index], independent: .wilson(successes: found, trials: positives, confidence: confidence),
        clustered: Interval(value: own[index], resampled: resampled[index], confidence: confidence)
      ).quoted
      return Point(
        falsePositiveRate: rates[index], sensitivity: own[index], lower: interval?.lower ?? 0, upper: interval?.upper ?? 1)
    }
  }
}
