import Foundation
import Imaging
import NeuralNet
import Statistics
import Synchronization
import Testing

@testable import PulmoKit

/// Whole trainings in miniature, from films on the disk to a model on the disk.
@Suite(.serialized) struct TrainingRunTests {
  /// A recipe that keeps every kind of state at work: dropout, augmentation, momentum or Adam's moments, a running average, a schedule.
  static func recipe(_ folder: TestFolder, _ overrides: String...) throws -> Recipe {
    try Recipe(
      yaml: """
        name: tiny
        data: \(folder.file("films"))
        split: {fractions: [0.6, 0.2, 0.2], seed: 3}
        input: {width: 32, height: 32}
        architecture: {deepCNN: {dropoutAfterPool: 0.1, dropoutAfterDense: 0.1}}
        augmentation: {rotation: 10, widthShift: 0.1, brightness: 0.1}
        classWeights: balanced
        labelSmoothing: 0.05
        schedule: {cosine: {warmUpSteps: 4}}
        maximumGradientNorm: 5
        averageDecay: 0.8
        batchSize: 8
        epochs: 3
        threads: 1
        checkpoints: {everySteps: 1, everySeconds: null}
        """, path: "tiny.yaml", overrides: overrides)
  }

  static func folderWithFilms(_ count: Int = 80) throws -> TestFolder {
    let folder = try TestFolder()
    try SyntheticFilms.write(count, to: folder.file("films"))
    return folder
  }

  static func weights(_ run: String) throws -> Data { try Data(contentsOf: URL(filePath: "\(run)/artifact/weights.safetensors")) }

  /// The columns of `metrics.csv` that do not tell time.
  static func curves(_ run: String) throws -> [String] {
    try String(contentsOfFile: "\(run)/metrics.csv", encoding: .utf8).split(separator: "\n").map { row in
      row.split(separator: ",", omittingEmptySubsequences: false).prefix(6).joined(separator: ",")
    }
  }

  /// The steps of the event file's records, in order.
  static func eventSteps(_ run: String) throws -> [Int?] {
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: run).first { $0.contains("tfevents") })
    let file = try Data(contentsOf: URL(filePath: "\(run)/\(name)"))
    let records = TFRecord.records(in: file)
    #expect(records.last?.end == file.count)
    return records.map { EventFile.step(of: $0.data) }
  }

  static func finish(_ run: TrainingRun, onEvent: @escaping @Sendable (TrainingEvent) -> Void = { _ in }) async throws -> TrainingResult {
    guard case .finished(let result) = try await run.run(onEvent: onEvent) else {
      throw TrainingError.run(path: run.path, reason: "was interrupted")
    }
    return result
  }

  @Test func learnsToSeeABlob() async throws {
    let folder = try Self.folderWithFilms(240)
    let recipe = try Self.recipe(
      folder, "architecture=smallCNN", "epochs=40", "averageDecay=null", "labelSmoothing=0", "schedule=constant", "learningRate=0.003",
      "augmentation={}", "checkpoints.everySteps=null")
    let run = try TrainingRun(recipe, at: folder.file("run"))
    let result = try await Self.finish(run)
    let test = try #require(result.test)
    #expect(try #require(test.auroc) >= 0.98)
    #expect(result.artifact.manifest.metrics["auroc"] == test.auroc)
    #expect(try #require(result.validation.sensitivity).value >= 0.99)
    #expect(!result.artifact.manifest.recipe.contains(folder.path))
    #expect(result.artifact.manifest.trainedOn == "not stated")

    // The model on the disk scores the test films to the bit as training did.
    let artifact = try ModelArtifact(at: result.artifactPath)
    #expect(artifact.manifest == result.artifact.manifest)
    let dataset = try Dataset(at: folder.file("films"))
    let split = try Split(csv: "\(run.path)/split.csv", dataset: dataset)
    let threshold = artifact.manifest.threshold
    #expect(try Evaluation(try await Self.scores(split.test, artifact, recipe), threshold: threshold.value) == test)
    let validation = try await Self.scores(split.val, artifact, recipe)
    #expect(try OperatingThreshold(reaching: 0.99, on: validation, description: threshold.chosenOn) == threshold)
    #expect(threshold.studyCount == split.val.count)
  }

  /// Epochs are compared by one view of each film; calibration, threshold and figures are of as many as the model looks at.
  @Test func viewsChangeNothingThatIsLearned() async throws {
    let folder = try Self.folderWithFilms()
    let runs = try ["input.views=1", "input.views=3"].enumerated().map { number, views in
      try TrainingRun(try Self.recipe(folder, "calibration=temperature", views), at: folder.file("run-\(number)"))
    }
    let (one, three) = (try await Self.finish(runs[0]), try await Self.finish(runs[1]))
    #expect(try Self.weights(runs[0].path) == Self.weights(runs[1].path) && Self.curves(runs[0].path) == Self.curves(runs[1].path))
    #expect(one.artifact.manifest.calibration != three.artifact.manifest.calibration)
    let split = try Split(csv: "\(runs[1].path)/split.csv", dataset: try Dataset(at: folder.file("films")))
    let scores = try await Self.scores(split.test, three.artifact, runs[1].recipe)
    #expect(try Evaluation(scores, threshold: three.artifact.manifest.threshold.value) == three.test)
    #expect(
      scores.map(\.probability) != (try await Self.scores(split.test, three.artifact.with(views: 1), runs[1].recipe)).map(\.probability))
  }

  /// The scores of films by a model on the disk, the way screening makes them.
  static func scores(_ studies: [Study], _ artifact: ModelArtifact, _ recipe: Recipe) async throws -> [ScoredStudy] {
    let predictor = try await Predictor(artifact, batchSize: recipe.batchSize, threads: 1)
    let probabilities = try await predictor.probabilities(of: try studies.map { try artifact.manifest.preprocessing.picture(at: $0.path) })
    return zip(studies, probabilities).map { ScoredStudy($0, $1) }
  }

  @Test func runDirectoryHoldsWhatIsNeededToRepeatIt() async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Self.recipe(folder, "trainedOn=noise with blobs")
    let events = Mutex<[String]>([])
    let run = try TrainingRun(recipe, at: folder.file("run"))
    let result = try await Self.finish(run) { event in
      switch event {
      case .started(let start):
        events.withLock {
          $0.append("started \(start.trainCount) \(start.validationCount) \(start.testCount) \(start.stepsPerEpoch) \(start.epochs)")
        }
      case .epoch(let metrics, _): events.withLock { $0.append("epoch \(metrics.epoch)") }
      case .step(let step) where step.step == 1: events.withLock { $0.append("step 1 of \(step.stepsPerEpoch)") }
      default: break
      }
    }
    #expect(
      events.withLock { $0 } == [
        "started 48 16 16 6 3", "step 1 of 6", "epoch 1", "step 1 of 6", "epoch 2", "step 1 of 6", "epoch 3",
      ])
    #expect(try Recipe(at: "\(run.path)/recipe.yaml") == recipe)
    let environment = try JSONDecoder().decode(RunEnvironment.self, from: Data(contentsOf: URL(filePath: "\(run.path)/environment.json")))
    #expect(environment == RunEnvironment(threads: 1))
    #expect(environment.oneDNN.hasPrefix("3."))
    let curves = try Self.curves(run.path)
    #expect(curves[0] == "epoch,train_loss,val_loss,val_accuracy,val_auroc,learning_rate")
    #expect(curves.dropFirst().map { $0.prefix(2) } == ["1,", "2,", "3,"])
    // One version record, 18 steps, and one record at the end of each epoch of 6.
    let steps: [Int?] = [0, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 18]
    #expect(try Self.eventSteps(run.path) == steps)
    let hashes = try String(contentsOfFile: "\(run.path)/data-hashes.csv", encoding: .utf8).split(separator: "\n")
    #expect(hashes.count == 81)
    let split = try Split(csv: "\(run.path)/split.csv", dataset: try Dataset(at: folder.file("films")))
    #expect(split.train.count + split.val.count + split.test.count == 80)
    #expect(Set(result.artifact.manifest.dataHashes.keys) == ["train", "val", "test"])
    #expect(result.artifact.manifest.trainedOn == "noise with blobs")
    // What was validated, the running average, is what is kept; and the schedule came to its end with the last step.
    let best = String(curves[result.bestEpoch].split(separator: ",")[2])
    #expect(Double(best) == meanCrossEntropy(try await Self.scores(split.val, result.artifact, recipe)))
    #expect(curves[3].hasSuffix(",0.0"))
    let again = try TrainingRun(recipe, at: folder.file("again"))
    _ = try await Self.finish(again)
    #expect(try Self.weights(again.path) == Self.weights(run.path))
  }

  @Test func savesAsOftenAsAsked() async throws {
    let folder = try Self.folderWithFilms()
    for (name, setting, expected) in [
      ("steps", "{everySteps: 4, everySeconds: null}", [4, 6, 10, 12]), ("seconds", "{everySeconds: 0.000001}", Array(1...12)),
      ("epochs", "{everySteps: null, everySeconds: null}", [6, 12]),
    ] {
      let run = try TrainingRun(try Self.recipe(folder, "epochs=2", "checkpoints=\(setting)"), at: folder.file(name))
      let steps = Mutex<[Int]>([])
      _ = try await Self.finish(run) { event in
        guard case .checkpoint(let path) = event, let checkpoint = try? Checkpoint(contentsOf: path) else { return }
        steps.withLock { $0.append(checkpoint.progress.step) }
      }
      #expect(steps.withLock { $0 } == expected, "\(name)")
    }
  }

  @Test func divergenceStopsWithPlaceAndAdvice() async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Self.recipe(
      folder, "optimizer=sgd", "learningRate=1e36", "schedule=constant", "maximumGradientNorm=null", "averageDecay=null")
    let error = await #expect(throws: TrainingError.self) { _ = try await TrainingRun(recipe, at: folder.file("run")).run() }
    guard case .diverged(let epoch, let step, _, let learningRate, let checkpoint) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(epoch == 1 && step == 2 && learningRate == 1e36)
    #expect(checkpoint?.hasSuffix("step-00000001.safetensors") == true)
    let text = "\(try #require(error))"
    for part in ["epoch 1, step 2", "learningRate=2.5e+35", "maximumGradientNorm=1", "step-00000001.safetensors"] {
      #expect(text.contains(part), "\(text)")
    }
  }

  @Test func unreadableFilmsAreNamedAndLeftOut() async throws {
    let folder = try Self.folderWithFilms()
    let broken = folder.file("films/NORMAL/IM-0-0001.png")
    try Data(contentsOf: URL(filePath: broken)).prefix(200).write(to: URL(filePath: broken))
    let result = try await Self.finish(try TrainingRun(try Self.recipe(folder, "epochs=1"), at: folder.file("run")))
    #expect(result.skipped.map(\.path) == [broken])
    let split = try String(contentsOfFile: folder.file("run/split.csv"), encoding: .utf8)
    #expect(!split.contains("IM-0-0001") && split.contains("IM-2-0001"))
  }

  @Test func filmsOfUnknownPatientsAreNotCountedAsPatients() async throws {
    let folder = try Self.folderWithFilms()
    let named = try await Self.finish(try TrainingRun(try Self.recipe(folder, "epochs=1"), at: folder.file("named")))
    #expect(named.artifact.manifest.threshold.chosenOn == "the validation part of the training data, 16 patients")
    for film in try FileManager.default.contentsOfDirectory(atPath: folder.file("films/NORMAL")) {
      try FileManager.default.moveItem(atPath: folder.file("films/NORMAL/\(film)"), toPath: folder.file("films/NORMAL/film\(film)"))
    }
    let unnamed = try await Self.finish(try TrainingRun(try Self.recipe(folder, "epochs=1"), at: folder.file("unnamed")))
    #expect(unnamed.artifact.manifest.threshold.chosenOn == "the validation part of the training data, at most 16 patients")
  }

  /// The scores of the films outside the part `test`: their highest threshold that finds 99% of the pneumonias, from a copy in the run's folder.
  @Test func aThresholdMayBeChosenOnOutOfFoldScores() async throws {
    let folder = try Self.folderWithFilms()
    let films = try Dataset(at: folder.file("films")).studies
    let path = folder.file("out-of-fold.csv")
    func write(_ change: (Study) -> String = { "\($0.id),\($0.patient),\($0.label.rawValue)," }, _ score: (Int) -> Double) throws {
      let rows = films.enumerated().map { change($1) + "\(score($0))\n" }
      try ("id,patient,label,probability\n" + rows.joined()).write(toFile: path, atomically: true, encoding: .utf8)
    }
    try write { 0.2 + 0.01 * Double($0) }
    let recipe = try Self.recipe(folder, "epochs=1", "thresholdScores=\(path)")
    let result = try await Self.finish(try TrainingRun(recipe, at: folder.file("run")))
    let split = try Split(csv: folder.file("run/split.csv"), dataset: try Dataset(at: folder.file("films")))
    let measured = Set(split.test.map(\.id))
    let own = try ScoreFile.read(at: path).filter { !measured.contains($0.id) }
    let threshold = result.artifact.manifest.threshold
    #expect(try OperatingThreshold(reaching: 0.99, on: own, description: threshold.chosenOn) == threshold)
    #expect(!measured.isEmpty && threshold.studyCount == films.count - measured.count)
    let patients = Set(own.map(\.patient)).count
    #expect(threshold.chosenOn == "out-of-fold scores of the training data without its part test, \(patients) patients")
    #expect(result.validation.threshold == threshold.value)
    #expect(result.artifact.manifest.recipe.contains("thresholdScores: out-of-fold.csv"))
    let card = ModelCard(result.artifact.manifest).markdown
    #expect(card.contains("on scores that other networks of the recipe gave films of `train` and `val` they had not learned from,"))

    // A resumed run goes by its own copy.
    let copy = try Data(contentsOf: URL(filePath: folder.file("run/threshold-scores.csv")))
    #expect(copy == (try Data(contentsOf: URL(filePath: path))))
    try write { 0.9 - 0.01 * Double($0) }
    try FileManager.default.removeItem(atPath: folder.file("run/artifact"))
    let again = try await Self.finish(try TrainingRun(resuming: folder.file("run")))
    #expect(again.artifact.manifest.threshold == threshold)

    // What is wrong with the file is said before the training, and names it.
    for (reason, write) in [
      ("is not so among the films", { try write({ "\($0.id),somebody,\($0.label.rawValue)," }) { _ in 0.5 } }),
      ("is not so among the films", { try write({ "x\($0.id),\($0.patient),\($0.label.rawValue)," }) { _ in 0.5 } }),
      ("is not so among the films", { try write({ "\($0.id),\($0.patient),\($0.label.isPneumonia ? "normal" : "viral")," }) { _ in 0.5 } }),
      ("which is no probability", { try write { Double($0) } }),
      ("cannot be read", { try FileManager.default.removeItem(atPath: path) }),
    ] as [(String, () throws -> Void)] {
      try write()
      let run = try TrainingRun(recipe, at: folder.file("other-\(UInt64.random(in: 0 ... .max))"))
      let error = await #expect(throws: DataError.self) { try await run.run() }
      let text = "\(error, default: "none")"
      #expect(text.contains(reason) && text.contains(path), "\(text)")
      #expect(FileStatus(path: run.path + "/metrics.csv") == nil)
    }
  }

  /// Found before the first step, not after the last epoch.
  @Test(arguments: [SplitName.train, .val])
  func bothClassesAreNeededToLearnFromAndToChooseOn(part: SplitName) async throws {
    let folder = try Self.folderWithFilms()
    let studies = try Dataset(at: folder.file("films")).studies
    let other: SplitName = part == .train ? .val : .train
    for (label, counts) in [(Label.normal, "0 normal and 20 of pneumonia"), (.bacterial, "20 normal and 0 of pneumonia")] {
      let rows = studies.enumerated().map { index, study in
        "\(study.id),\((study.label == label || index % 2 == 0 ? other : part).rawValue)\n"
      }
      let file = folder.file("\(label).csv")
      try ("id,split\n" + rows.joined()).write(toFile: file, atomically: true, encoding: .utf8)
      let run = try TrainingRun(try Self.recipe(folder, "split.file=\(file)"), at: folder.file("\(label)"))
      let steps = Counter()
      let error = await #expect(throws: DataError.self) {
        _ = try await run.run { if case .step = $0 { _ = steps.next() } }
      }
      #expect(error.map { "\($0)" }?.contains("\(part) has \(counts)") == true, "\(String(describing: error))")
      #expect(steps.next() == 1)
    }
  }

  @Test func filmsThatASplitLeavesOutAreCounted() async throws {
    let folder = try Self.folderWithFilms()
    let studies = try Dataset(at: folder.file("films")).studies
    let parts: [SplitName?] = [.train, .train, .train, .val, .test, .train, .train, nil]
    let rows = studies.enumerated().compactMap { index, study in parts[index % 8].map { "\(study.id),\($0.rawValue)\n" } }
    try ("id,split\n" + rows.joined()).write(toFile: folder.file("split.csv"), atomically: true, encoding: .utf8)
    let run = try TrainingRun(try Self.recipe(folder, "epochs=1", "split.file=\(folder.file("split.csv"))"), at: folder.file("run"))
    let warnings = Mutex<[String]>([])
    _ = try await Self.finish(run) { event in
      if case .warning(let text) = event { warnings.withLock { $0.append(text) } }
    }
    #expect(warnings.withLock { $0 } == ["10 of 80 films stand in no part of the split and are left out"])
  }

  @Test func frozenLayersStay() async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Self.recipe(folder, "epochs=1", "frozenLayers=[conv1, dense2]")
    let result = try await Self.finish(try TrainingRun(recipe, at: folder.file("run")))
    var generator = SplitMix64(keys: recipe.seed, 0x696E_6974)
    let drawn = Parameters.initialized(for: result.artifact.graph, using: &generator).tensors
    let trained = result.artifact.parameters.tensors
    #expect(
      trained.keys.filter { trained[$0] == drawn[$0] }.sorted() == ["conv1.bias", "conv1.weight", "dense2.bias", "dense2.weight"])
  }

  @Test func stopsEarlyWithTheBestEpochsWeights() async throws {
    let folder = try Self.folderWithFilms()
    // Rates that overshoot make the later epochs worse.
    let overrides = ["epochs=30", "earlyStopping.patience=2", "schedule=constant", "learningRate=0.02", "averageDecay=null", "seed=5"]
    let recipe = try Recipe(yaml: try Self.recipe(folder).yaml, path: "tiny.yaml", overrides: overrides)
    let stopped = Mutex<Int?>(nil)
    let result = try await Self.finish(try TrainingRun(recipe, at: folder.file("run"))) { event in
      if case .stoppedEarly(let best) = event { stopped.withLock { $0 = best } }
    }
    let rows = try Self.curves(folder.file("run")).dropFirst().map { $0.split(separator: ",").map { Double($0) ?? .nan } }
    let best = try #require(rows.min { $0[2] < $1[2] })
    #expect(result.bestEpoch == Int(best[0]))
    #expect(stopped.withLock { $0 } == result.bestEpoch)
    #expect(rows.count == result.bestEpoch + 2 && rows.count < 30)

    var short = recipe
    short.epochs = result.bestEpoch
    _ = try await Self.finish(try TrainingRun(short, at: folder.file("short")))
    #expect(try Self.weights(folder.file("short")) == Self.weights(folder.file("run")))
  }
}
