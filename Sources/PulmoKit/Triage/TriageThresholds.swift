import Statistics

/// Two probabilities that sort films into clear, grey zone and urgent, with the promise they were chosen for and where they come from.
///
/// The promise holds in expectation for patients exchangeable with those the thresholds were chosen on (`ConformalTriage`): of the same
/// hospital, machines, ages and way of choosing films. On films from elsewhere there is none.
public struct TriageThresholds: Sendable, Hashable, Codable {
  /// A film of a lower probability is clear; nil where none is, for too few patients with a pneumonia were there to promise so low a rate.
  public var clearBelow: Double?
  /// A film of a higher probability is urgent; nil where none is, for too few normal patients were there.
  public var urgentAbove: Double?
  public var promise: TriagePromise
  /// Of which data the films were that they were chosen on.
  public var chosenOn: String
  /// How many patients with a pneumonia, and how many normal ones, these were of.
  public var pneumoniaPatients: Int
  public var normalPatients: Int

  /// What could not be promised, for want of patients.
  var shortages: [String] {
    [
      clearBelow == nil ? "no film will be clear: \(pneumoniaPatients) patients with a pneumonia are too few for \(promise.missRate)" : nil,
      urgentAbove == nil ? "no film will be urgent: \(normalPatients) normal patients are too few for \(promise.alarmRate)" : nil,
    ].compactMap { $0 }
  }

  /// What a probability of pneumonia means.
  public func callAsFunction(_ probability: Double) -> Triage {
    if let clearBelow, probability < clearBelow { return .clear }
    if let urgentAbove, probability > urgentAbove { return .urgent }
    return .greyZone
  }
}

extension TriageThresholds {
  /// Chooses the thresholds on films that neither the model, nor its calibration, learned from.
  ///
  /// A patient counts as missed where any of its films with a pneumonia is cleared, and as alarmed where any of its normal films is urgent.
  /// A clear film is one that the operating threshold calls normal, too, and an urgent one a pneumonia: where the promises alone would go
  /// further, triage stops at that threshold. Where they cross, a film between could be called either way, and it
  /// is called urgent, or left grey next to the threshold. All this only makes fewer errors than promised.
  /// - Parameters:
  ///   - promise: how often triage may be wrong.
  ///   - threshold: from this probability on, the decision is pneumonia.
  ///   - scores: the calibration films, their probabilities as the model will give them.
  ///   - description: of which data they are, for the artifact.
  /// - Throws: ``DataError`` where a class is missing or a score is no number.
  public init(
    keeping promise: TriagePromise, around threshold: Double, on scores: [ScoredStudy], description: String
  ) throws(DataError) {
    let triage: ConformalTriage
    do throws(StatisticsError) {
      triage = try ConformalTriage(
        scores: scores.map(\.probability), labels: scores.map(\.label.isPneumonia), patients: scores.map(\.patient),
        missRate: promise.missRate, alarmRate: promise.alarmRate)
    } catch {
      throw DataError(error, scores)
    }
    // In the middle to the next film that is clear, or urgent, anyway: a film at a threshold itself is neither, however its last bits round.
    let probabilities = scores.map(\.probability)
    func below(_ end: Double) -> Double { (end + (probabilities.filter { $0 < end }.max() ?? 0)) / 2 }
    func above(_ end: Double) -> Double { (end + (probabilities.filter { $0 > end }.min() ?? 1)) / 2 }
    let urgentAbove = triage.urgentAbove.map { max(above($0), threshold) }
    self.init(
      clearBelow: triage.clearBelow.map { min(below(min($0, triage.urgentAbove ?? $0)), threshold) }, urgentAbove: urgentAbove,
      promise: promise, chosenOn: description, pneumoniaPatients: triage.positivePatients, normalPatients: triage.negativePatients)
  }
}
