import NeuralNet
import Statistics

extension TrainingRun {
  /// The calibration the recipe asks for, and the validation films' scores under it.
  func calibrated(
    _ parameters: Parameters, _ films: RunFilms, _ trainer: Trainer, _ onEvent: (TrainingEvent) -> Void
  ) async throws -> (Calibration?, [ScoredStudy]) {
    let scores = try await trainer.scores(of: films.split.val, with: parameters)
    let calibration: Calibration?
    do throws(StatisticsError) {
      calibration = try Calibration(recipe.calibration, fitting: scores, description: films.validationDescription)
    } catch {
      onEvent(.warning("the probabilities are not calibrated: \(error)"))
      return (nil, scores)
    }
    guard let calibration else { return (nil, scores) }
    return (calibration, try await trainer.scores(of: films.split.val, with: parameters, calibration))
  }

  /// The thresholds of triage that the recipe asks for; nil, with a warning, where the films cannot carry the promise.
  func triage(
    around threshold: Double, on scores: [ScoredStudy], _ films: RunFilms, _ origin: RunOrigin, _ onEvent: (TrainingEvent) -> Void
  ) throws(DataError) -> TriageThresholds? {
    guard let promise = recipe.triage else { return nil }
    let isKnown = recipe.split.unit == .film || origin.initialModel?.sharesSplit == false
    guard !isKnown, Set(scores.map(\.label.isPneumonia)).count == 2 else {
      let reason =
        isKnown ? "children of the part test may be known to the network" : "the part test has not both normal films and pneumonias"
      onEvent(.warning("there are no thresholds of triage: \(reason)"))
      return nil
    }
    let triage = try TriageThresholds(
      keeping: promise, around: threshold, on: scores,
      description: "the part test of the training data, \(films.split.test.patientCount)")
    for shortage in triage.shortages { onEvent(.warning(shortage)) }
    return triage
  }
}

extension RunFilms {
  /// Which films the calibration was fitted on.
  var validationDescription: String { "the validation part of the training data, \(split.val.patientCount)" }

  /// Which films the threshold was chosen on.
  var thresholdDescription: String {
    guard let thresholdScores else { return validationDescription }
    let ids = Set(thresholdScores.map(\.id))
    let patients = (split.train + split.val).filter { ids.contains($0.id) }.patientCount
    return "out-of-fold scores of the training data without its part test, \(patients)"
  }
}

extension [Study] {
  /// How many patients these are of. A film whose name says none counts as a patient of its own (its id), and may not be one.
  fileprivate var patientCount: String {
    let count = Set(map(\.patient)).count
    return "\(contains { $0.patient == $0.id } ? "at most " : "")\(count) patients"
  }
}
