import Imaging
import NeuralNet
import Statistics

extension TrainingRun {
  /// Calibrates, chooses the thresholds, measures, and writes the model.
  func result(
    _ best: Parameters, _ progress: TrainingProgress, _ films: RunFilms, _ origin: RunOrigin, _ trainer: Trainer,
    _ onEvent: (TrainingEvent) -> Void
  ) async throws -> TrainingResult {
    let (calibration, validationScores) = try await calibrated(best, films, trainer, onEvent)
    let threshold = try OperatingThreshold(
      reaching: recipe.wantedSensitivity, on: films.thresholdScores ?? validationScores, description: films.thresholdDescription)
    let validation = try Evaluation(validationScores, threshold: threshold.value)
    let testScores = try await trainer.scores(of: films.split.test, with: best, calibration)
    let triage = try triage(around: threshold.value, on: testScores, films, origin, onEvent)
    var metrics: [String: Double] = [:]
    if calibration != nil, !testScores.isEmpty {
      let uncalibrated = try await trainer.scores(of: films.split.test, with: best)
      metrics["eceUncalibrated"] = try CalibrationFigures(uncalibrated, draws: nil)?.expectedError
    }
    let test = testScores.isEmpty ? nil : try Evaluation(testScores, threshold: threshold.value)
    let manifest = ModelManifest(
      formatVersion: ModelManifest.currentFormatVersion, name: recipe.name, version: "1.0.0", architecture: recipe.architecture,
      preprocessing: recipe.input, labels: trainer.scheme.labels, calibration: calibration, threshold: threshold, triage: triage,
      earlierThresholds: [], recipe: try recipe.withoutPlaces.yaml, dataHashes: films.split.digests,
      metrics: metrics.merging(test?.metrics ?? [:]) { $1 }, weightsSHA256: "", intendedUse: ModelManifest.intendedUse,
      trainedOn: recipe.trainedOn ?? ModelManifest.notStated,
      initialModel: origin.initialModel, splitUnit: recipe.split.unit)
    let learned = LearnedFilms(try films.fingerprints(choosingTriage: triage != nil), isWhole: true)
    let artifact = try ModelArtifact(
      manifest: manifest, parameters: best, learnedFilms: withInitialFilms(learned, of: origin.initialModel))
    try artifact.write(to: directory.artifact)
    return TrainingResult(
      artifactPath: directory.artifact, artifact: artifact, history: progress.history, bestEpoch: progress.bestEpoch ?? progress.epoch,
      validation: validation, test: test, skipped: films.skipped)
  }

  /// The films of the run with those of the model it started from, where that still stands at its place and has a record of them.
  private func withInitialFilms(_ films: LearnedFilms, of initialModel: InitialModel?) -> LearnedFilms {
    guard let path = recipe.initialModel else { return films }
    guard let model = try? ModelArtifact(at: path), model.manifest.weightsSHA256 == initialModel?.weightsSHA256,
      let earlier = model.learnedFilms
    else {
      var films = films
      films.isWhole = false
      return films
    }
    var all = films.adding(earlier.asInitial, as: .initial)
    all.isWhole = earlier.isWhole
    return all
  }
}

extension RunFilms {
  /// What the films that made a model look like, by what they did for it.
  /// - Parameter isTriageChosen: whether the last part chose thresholds of triage.
  func fingerprints(choosingTriage isTriageChosen: Bool) throws(ImagingError) -> [LearnedFilms.Part: [PictureFingerprint]] {
    var parts = [LearnedFilms.Part.train: try fingerprints(of: split.train), .val: try fingerprints(of: split.val)]
    if isTriageChosen { parts[.triage] = try fingerprints(of: split.test) }
    return parts
  }

  /// What each of `studies` looks like, whole and in its own levels.
  private func fingerprints(of studies: [Study]) throws(ImagingError) -> [PictureFingerprint] {
    let fingerprints = studies.concurrentMap { study in
      Result { () throws(ImagingError) in PictureFingerprint(of: try store.plainPicture(of: study)) }
    }
    return try fingerprints.map { fingerprint throws(ImagingError) in try fingerprint.get() }
  }
}

extension Recipe {
  /// Without where things stand on this machine: a model travels, and its data are told by their hashes.
  fileprivate var withoutPlaces: Recipe {
    func name(_ path: String?) -> String? { path?.split(separator: "/").last.map(String.init) }
    var recipe = self
    recipe.data = nil
    recipe.initialModel = name(initialModel)
    recipe.split.file = name(split.file)
    recipe.thresholdScores = name(thresholdScores)
    return recipe
  }
}

extension Split {
  /// By part: one hash over the ids and contents of its films.
  var digests: [String: String] {
    Dictionary(
      uniqueKeysWithValues: SplitName.allCases.map { part in
        let ids = Set(self[part].map(\.id))
        return (part.rawValue, FileHashes(sha256: hashes.sha256.filter { ids.contains($0.key) }).digest)
      })
  }
}

extension Evaluation {
  /// As a manifest keeps them; what is undefined is left out.
  var metrics: [String: Double] {
    let figures: [(String, Double?)] = [
      ("count", Double(count)), ("accuracy", accuracy?.value), ("sensitivity", sensitivity?.value), ("specificity", specificity?.value),
      ("auroc", auroc), ("ece", calibration?.expectedError), ("tn", Double(confusion.tn)), ("fp", Double(confusion.fp)),
      ("fn", Double(confusion.fn)),
      ("tp", Double(confusion.tp)),
    ]
    return Dictionary(uniqueKeysWithValues: figures.compactMap { name, value in value.map { (name, $0) } })
  }
}
