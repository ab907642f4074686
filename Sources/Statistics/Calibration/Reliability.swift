/// Probabilities beside how often they come true, in bins: the numbers of a reliability diagram and its errors.
///
/// A bin takes the probabilities above its lower end up to its upper end; the first takes its lower end too.
///
/// Both errors depend on the bins, and chance alone keeps them above 0: compare them only between models on the same films and bins.
///
/// Sources: Naeini, Cooper, Hauskrecht, AAAI 2015; Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks", ICML 2017.
public struct Reliability: Sendable, Hashable, Codable {
  /// How the bins' ends are laid.
  public enum Binning: String, Sendable, Hashable, Codable {
    /// All of one width, from 0 to 1.
    case equalWidth
    /// At the quantiles of the probabilities, so that each holds about as many films. Films of one probability share a bin, and bins that
    /// ties empty are left out.
    case equalMass
  }

  public struct Bin: Sendable, Hashable, Codable {
    public let lower: Double
    public let upper: Double
    /// How many films have a probability in here.
    public let count: Int
    /// How many of them are positive.
    public let positives: Int
    /// Nil where there is no film.
    public let meanProbability: Double?
    /// The share of positives; nil where there is no film.
    public let positiveRate: Double?
  }

  public let binning: Binning
  /// Ascending; with equal width the empty ones too.
  public let bins: [Bin]

  /// - Parameters:
  ///   - probabilities: of the positive class, 0 to 1.
  ///   - labels: true for a positive film.
  ///   - binCount: how many bins; 10 by default, as is the custom for a few hundred films or more.
  ///   - binning: how their ends are laid.
  /// - Throws: ``StatisticsError/notAProbability(index:)``
  public init(
    probabilities: [Double], labels: [Bool], binCount: Int = 10, binning: Binning = .equalWidth
  ) throws(StatisticsError) {
    precondition(probabilities.count == labels.count, "\(probabilities.count) probabilities for \(labels.count) labels")
    precondition(binCount > 0, "\(binCount) bins hold nothing")
    try expectProbabilities(probabilities)
    let shares = (0...binCount).map { Double($0) / Double(binCount) }
    let ends: [Double]
    switch binning {
    case .equalWidth: ends = shares
    case .equalMass:
      let sorted = probabilities.sorted()
      ends = sorted.isEmpty ? [] : shares.map { quantile($0, of: sorted) }
    }
    var films = [[(probability: Double, label: Bool)]](repeating: [], count: max(0, ends.count - 1))
    for (probability, label) in zip(probabilities, labels) {
      let bin = ends.dropFirst().dropLast().count { $0 < probability }
      films[bin].append((probability, label))
    }
    self.binning = binning
    bins = films.indices.compactMap { index in
      let films = films[index]
      if films.isEmpty && binning == .equalMass { return nil }
      let positives = films.count { $0.label }
      let sum = films.reduce(0) { $0 + $1.probability }
      return Bin(
        lower: ends[index], upper: ends[index + 1], count: films.count, positives: positives,
        meanProbability: films.isEmpty ? nil : sum / Double(films.count), positiveRate: ratio(positives, films.count))
    }
  }

  /// Σ count/all · |mean probability - share of positives| over the bins; nil where there is no film.
  public var expectedError: Double? {
    let all = bins.reduce(0) { $0 + $1.count }
    return all == 0 ? nil : bins.reduce(0) { $0 + Double($1.count) * (gap(of: $1) ?? 0) } / Double(all)
  }

  /// The greatest |mean probability - share of positives| of a bin; nil where there is no film.
  public var maximumError: Double? { bins.compactMap(gap).max() }

  private func gap(of bin: Bin) -> Double? {
    guard let mean = bin.meanProbability, let rate = bin.positiveRate else { return nil }
    return abs(mean - rate)
  }
}
