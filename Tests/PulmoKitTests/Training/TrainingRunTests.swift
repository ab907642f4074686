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

  /// The scores of films by a model on the disk, the way screening makes them.
  static func scores(_ studies: [Study], _ artifact: ModelArtifact, _ recipe: Recipe) async throws -> [ScoredStudy] {
    let predictor = try await Predictor(artifact, batchSize: recipe.batchSize, threads: 1)
    let probabilities = try await predictor.probabilities(of: try studies.map { try artifact.manifest.preprocessing.picture(at: $0.path) })
    return zip(studies, probabilities).map { ScoredStudy(id: $0.id, patient: $0.patient, label: $0.label, probability: $1) }
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

  /// A copy of the run's folder as it is right after a checkpoint, or between two, is what kill -9 at that moment leaves.
  /// With `unfreezing` the program changes after steps 6 and 12: 7 goes on from right before a change.
  @Test(arguments: [
    ["optimizer=adam"], ["optimizer={sgd: {momentum: 0.9, isNesterov: true}}"],
    [
      "optimizer=adamW", "unfreezing=[{layers: [head], epochs: 1}, {layers: [head, dense1], epochs: 1}]",
      "learningRateFactors={head: 3, conv1: 0.5}", "mixing={mixUp: 0.4, cutMix: 0.4}", "sampling=balanced", "classWeights=none",
    ],
  ])
  func killedAnywhereAndResumedEndsWithTheSameBits(overrides: [String]) async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Recipe(yaml: try Self.recipe(folder, "checkpoints.everySteps=2").yaml, path: "tiny.yaml", overrides: overrides)
    let whole = try TrainingRun(recipe, at: folder.file("whole"))
    var generator = SplitMix64(seed: 11)
    let kills = Set([1, 6, 7, 12, 13] + (0..<4).map { _ in Int(generator.next() % 17) + 1 })
    let steps = Counter()
    _ = try await Self.finish(whole) { event in
      guard case .step = event else { return }
      let step = steps.next()
      if kills.contains(step) { try? FileManager.default.copyItem(atPath: folder.file("whole"), toPath: folder.file("killed-\(step)")) }
    }
    let expected = try Self.weights(whole.path)
    for step in kills.sorted() {
      let copy = folder.file("killed-\(step)")
      #expect(!FileManager.default.fileExists(atPath: "\(copy)/artifact"), "step \(step)")
      let resumedAt = Mutex<Int?>(nil)
      let run = try TrainingRun(resuming: copy, expecting: recipe)
      _ = try await Self.finish(run) { event in
        if case .started(let start) = event { resumedAt.withLock { $0 = start.resumedAtStep } }
      }
      // Checkpoints are written after every second step but an epoch's last, and after each epoch's validation.
      #expect(resumedAt.withLock { $0 } == (step - 1) / 2 * 2, "step \(step)")
      #expect(try Self.weights(copy) == expected, "killed at step \(step)")
      #expect(try Self.curves(copy) == Self.curves(whole.path), "killed at step \(step)")
      #expect(try Self.eventSteps(copy) == Self.eventSteps(whole.path), "killed at step \(step)")
    }
  }

  @Test func cancelledSavesACheckpointToGoOnFrom() async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Self.recipe(folder, "checkpoints.everySteps=null")
    let whole = try TrainingRun(recipe, at: folder.file("whole"))
    _ = try await Self.finish(whole)
    for stop in [1, 4, 6, 17] {
      let run = try TrainingRun(recipe, at: folder.file("stopped-\(stop)"))
      let steps = Counter()
      let outcome = try await withThrowingTaskGroup(of: TrainingOutcome.self) { group in
        group.addTask {
          try await run.run { event in
            guard case .step = event else { return }
            let step = steps.next()
            if step == stop { withUnsafeCurrentTask { $0?.cancel() } }
          }
        }
        return try #require(try await group.next())
      }
      guard case .interrupted(let checkpoint) = outcome else {
        Issue.record("cancelled at step \(stop) and finished")
        continue
      }
      #expect(try Checkpoint(contentsOf: try #require(checkpoint)).progress.step == stop)
      _ = try await Self.finish(try TrainingRun(resuming: run.path))
      #expect(try Self.weights(run.path) == Self.weights(whole.path), "cancelled at step \(stop)")
      #expect(try Self.curves(run.path) == Self.curves(whole.path), "cancelled at step \(stop)")
    }
  }

  @Test func cancelledBeforeTheFirstStepBeginsAnew() async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Self.recipe(folder, "epochs=1")
    let run = try TrainingRun(recipe, at: folder.file("run"))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await run.run()
    }
    guard case .interrupted(checkpoint: nil) = try await task.value else {
      Issue.record("not interrupted")
      return
    }
    _ = try await Self.finish(try TrainingRun(resuming: run.path))
    let whole = try TrainingRun(recipe, at: folder.file("whole"))
    _ = try await Self.finish(whole)
    #expect(try Self.weights(run.path) == Self.weights(whole.path))
  }

  @Test func damagedCheckpointGivesWayToTheOneBefore() async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Self.recipe(folder)
    let whole = try TrainingRun(recipe, at: folder.file("whole"))
    _ = try await Self.finish(whole) { event in
      guard case .step(let step) = event, step.epoch == 2, step.step == 4 else { return }
      try? FileManager.default.copyItem(atPath: folder.file("whole"), toPath: folder.file("damaged"))
    }
    let folderOfCheckpoints = folder.file("damaged/checkpoints")
    #expect(CheckpointFolder(path: folderOfCheckpoints).names == ["step-00000008.safetensors", "step-00000009.safetensors"])
    let newest = URL(filePath: "\(folderOfCheckpoints)/step-00000009.safetensors")
    try Data(contentsOf: newest).dropLast(100).write(to: newest)
    try Data("half".utf8).write(to: URL(filePath: "\(folderOfCheckpoints)/step-00000010.safetensors.tmp-1"))
    let warnings = Mutex<[String]>([])
    _ = try await Self.finish(try TrainingRun(resuming: folder.file("damaged"))) { event in
      if case .warning(let text) = event { warnings.withLock { $0.append(text) } }
    }
    #expect(warnings.withLock { $0.count } == 1)
    #expect(warnings.withLock { $0.first?.contains("step-00000009.safetensors") } == true)
    #expect(try Self.weights(folder.file("damaged")) == Self.weights(whole.path))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folderOfCheckpoints).allSatisfy { !$0.contains(".tmp-") })
  }

  /// Writes the run's newest checkpoint anew.
  static func editCheckpoint(_ run: TrainingRun, _ change: (inout Checkpoint) -> Void) throws {
    var (checkpoint, path) = try #require(run.directory.checkpoints.latest().checkpoint)
    change(&checkpoint)
    try checkpoint.encoded().write(to: URL(filePath: path))
  }

  /// Resumes the run to its end.
  /// - Returns: what it was warned of.
  static func warnings(resuming path: String) async throws -> [String] {
    let warnings = Mutex<[String]>([])
    _ = try await finish(try TrainingRun(resuming: path)) { event in
      if case .warning(let text) = event { warnings.withLock { $0.append(text) } }
    }
    return warnings.withLock { $0 }
  }

  @Test func anotherMachineIsTold() async throws {
    let folder = try Self.folderWithFilms()
    let run = try TrainingRun(try Self.recipe(folder, "epochs=1"), at: folder.file("run"))
    _ = try await Self.finish(run)
    #expect(try await Self.warnings(resuming: run.path) == [])
    for (field, words) in [(\RunEnvironment.processor, "the processor"), (\.operatingSystem, "the operating system"), (\.swift, "Swift")] {
      try Self.editCheckpoint(run) {
        $0.origin?.environment = RunEnvironment(threads: 1)
        $0.origin?.environment[keyPath: field] = "Abacus"
      }
      let texts = try await Self.warnings(resuming: run.path)
      #expect(texts.count == 1 && texts.first?.hasPrefix("\(words) was Abacus and is now ") == true, "\(texts)")
    }
  }

  /// The checkpoint knows what the run began in: its number of threads counts, whatever became of the file.
  @Test func aLostEnvironmentIsTakenFromTheCheckpoint() async throws {
    let folder = try Self.folderWithFilms()
    let run = try TrainingRun(try Self.recipe(folder, "epochs=1"), at: folder.file("run"))
    _ = try await Self.finish(run)
    try Self.editCheckpoint(run) { $0.origin?.environment.threads = 2 }
    for content in [nil, "{}", try String(contentsOfFile: run.directory.environment, encoding: .utf8)] {
      try FileManager.default.removeItem(atPath: run.directory.environment)
      try content?.write(toFile: run.directory.environment, atomically: true, encoding: .utf8)
      let texts = try await Self.warnings(resuming: run.path)
      #expect(texts == (content?.count ?? 0 > 2 ? [] : ["\(run.directory.environment) is missing or damaged, and is written anew"]))
      #expect(run.directory.recordedEnvironment?.threads == 2)
    }
  }

  @Test func anEditedRecipeIsRefusedOnResuming() async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Self.recipe(folder, "epochs=1")
    let run = try TrainingRun(recipe, at: folder.file("run"))
    _ = try await Self.finish(run)
    for edit in ["batchSize=4", "epochs=9", "learningRate=0.5"] {
      let edited = try Recipe(yaml: recipe.yaml, path: "", overrides: [edit])
      try edited.yaml.write(toFile: run.directory.recipe, atomically: true, encoding: .utf8)
      let reason = "is not the recipe its checkpoints were made with; restore the file, or begin a new run"
      await #expect(throws: TrainingError.run(path: run.directory.recipe, reason: reason), "\(edit)") {
        _ = try await TrainingRun(resuming: run.path).run()
      }
    }
    try (recipe.yaml + "# a remark\n").write(toFile: run.directory.recipe, atomically: true, encoding: .utf8)
    #expect(try await Self.warnings(resuming: run.path) == [])
    // A checkpoint made before recipes stood in them is taken as it is.
    try Self.editCheckpoint(run) { $0.origin = nil }
    #expect(try await Self.warnings(resuming: run.path) == [])
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

  @Test func changedFilmsAreRefusedOnResuming() async throws {
    let folder = try Self.folderWithFilms()
    let run = try TrainingRun(try Self.recipe(folder, "epochs=1"), at: folder.file("run"))
    _ = try await Self.finish(run)
    let film = "films/NORMAL/IM-0-0001.png"
    try FileManager.default.removeItem(atPath: folder.file(film))
    try FileManager.default.copyItem(atPath: folder.file("films/NORMAL/IM-2-0001.png"), toPath: folder.file(film))
    let error = await #expect(throws: DataError.self) { _ = try await TrainingRun(resuming: run.path).run() }
    #expect(error.map { "\($0)" }?.contains("IM-0-0001") == true)
  }

  @Test func resumesOnlyARunAndOnlyItsOwnRecipe() throws {
    let folder = try Self.folderWithFilms(2)
    #expect(throws: TrainingError.self) { try TrainingRun(resuming: folder.path) }
    let recipe = try Self.recipe(folder)
    let run = try TrainingRun(recipe, at: folder.file("run"))
    #expect(throws: TrainingError.self) { try TrainingRun(recipe, at: folder.file("run")) }
    var other = recipe
    other.learningRate = 1
    #expect(throws: TrainingError.self) { try TrainingRun(resuming: run.path, expecting: other) }
    var moved = recipe
    moved.data = "elsewhere"
    let elsewhere = FileManager.default.currentDirectoryPath + "/elsewhere"
    #expect(try TrainingRun(resuming: run.path, expecting: moved).recipe.data == elsewhere)
    moved.data = nil
    #expect(try TrainingRun(resuming: run.path, expecting: moved).recipe == recipe)
    #expect(throws: TrainingError.recipe(key: "data", reason: "is missing; say where the films are: data=DIR")) { try TrainingRun(moved) }
  }

  @Test func beginsFromAModel() async throws {
    let folder = try Self.folderWithFilms()
    let first = try await Self.finish(try TrainingRun(try Self.recipe(folder, "epochs=1"), at: folder.file("first")))
    // With every layer frozen what comes out is what went in.
    let still = ["frozenLayers=[conv1, conv2, conv3, dense1, dense2, head]", "epochs=1", "init=\(first.artifactPath)", "averageDecay=null"]
    func recipe(_ more: String...) throws -> Recipe {
      try Recipe(yaml: try Self.recipe(folder).yaml, path: "tiny.yaml", overrides: still + more)
    }
    _ = try await Self.finish(try TrainingRun(try recipe(), at: folder.file("same")))
    #expect(try Self.weights(folder.file("same")) == Self.weights(folder.file("first")))

    let redrawn = try await Self.finish(try TrainingRun(try recipe("redrawnLayers=[head]"), at: folder.file("redrawn")))
    let (old, new) = (first.artifact.parameters.tensors, redrawn.artifact.parameters.tensors)
    #expect(old.keys.filter { old[$0] != new[$0] }.sorted() == ["head.bias", "head.weight"])

    let larger = try TrainingRun(try recipe("input.width=64"), at: folder.file("larger"))
    let error = await #expect(throws: TrainingError.self) { _ = try await larger.run() }
    #expect(
      error.map { "\($0)" }?.contains("\(first.artifactPath): the weights are of another network: of another shape: dense1.weight (128×512")
        == true,
      "\(String(describing: error))")
    let redrawnLarger = try TrainingRun(try recipe("input.width=64", "redrawnLayers=[dense1]"), at: folder.file("redrawn-larger"))
    _ = try await Self.finish(redrawnLarger)

    let unknown = try TrainingRun(try recipe("redrawnLayers=[dense9]"), at: folder.file("unknown"))
    await #expect(throws: TrainingError.self) { _ = try await unknown.run() }
  }

  /// Weights by PyTorch's names, as of a network that learned another task on colour pictures: folded, the head drawn, both told.
  @Test func beginsFromAFileOfWeights() async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Self.recipe(folder, "epochs=1", "init=\(folder.file("w.safetensors"))", "averageDecay=null")
    let colour = try recipe.architecture.graph(input: [3, 32, 32])
    var generator = SplitMix64(seed: 5)
    var weights = Parameters.initialized(for: colour, using: &generator)
    weights.tensors["head.weight"] = Tensor(shape: [1000, 64], repeating: 1)
    weights.tensors["head.bias"] = Tensor(shape: [1000], repeating: 1)
    try weights.write(to: folder.file("w.safetensors"))
    var frozen = recipe
    frozen.frozenLayers = ["conv1", "conv2", "conv3", "dense1", "dense2"]
    let warnings = Mutex<[String]>([])
    let result = try await Self.finish(try TrainingRun(frozen, at: folder.file("run"))) { event in
      if case .warning(let text) = event { warnings.withLock { $0.append(text) } }
    }
    #expect(
      warnings.withLock { $0 } == [
        "\(folder.file("w.safetensors")): the three channels of conv1.weight are summed into one, for pictures of one",
        "\(folder.file("w.safetensors")): head has 1000 outputs where this network has 1: it is drawn anew",
      ])
    let (given, taken) = (weights.tensors, result.artifact.parameters.tensors)
    #expect(given.keys.filter { given[$0] != taken[$0] }.sorted() == ["conv1.weight", "head.bias", "head.weight"])
    let first = try #require(given["conv1.weight"]).scalars
    #expect(taken["conv1.weight"]?.scalars.first == first[0] + first[9] + first[18])

    weights.tensors["dense9.weight"] = Tensor(shape: [1])
    try weights.write(to: folder.file("w.safetensors"))
    let error = await #expect(throws: TrainingError.self) { _ = try await TrainingRun(frozen, at: folder.file("foreign")).run() }
    #expect(error.map { "\($0)" }?.contains("unexpected: dense9.weight") == true, "\(String(describing: error))")
  }

  @Test func otherOutputsAreRefused() async throws {
    let folder = try Self.folderWithFilms(20)
    let recipe = try Self.recipe(folder, "architecture={resNet: {outputs: 3}}")
    let error = await #expect(throws: TrainingError.self) { _ = try await TrainingRun(recipe, at: folder.file("run")).run() }
    #expect(error.map { "\($0)" }?.hasPrefix("architecture: ends in 3 outputs") == true, "\(String(describing: error))")
  }

  /// Films a model is measured on may have taught the one it started from: then nothing may call them films that chose nothing.
  @Test func aModelOfAnotherSplitIsToldToTheEnd() async throws {
    let folder = try Self.folderWithFilms()
    func made(_ name: String, _ overrides: String...) async throws -> (manifest: ModelManifest, card: String, warnings: [String]) {
      let recipe = try Recipe(yaml: try Self.recipe(folder, "epochs=1").yaml, path: "tiny.yaml", overrides: overrides)
      let warnings = Mutex<[String]>([])
      let result = try await Self.finish(try TrainingRun(recipe, at: folder.file(name))) { event in
        if case .warning(let text) = event { warnings.withLock { $0.append(text) } }
      }
      let card = try String(contentsOfFile: "\(result.artifactPath)/MODEL_CARD.md", encoding: .utf8)
      return (try ModelArtifact(at: result.artifactPath).manifest, card, warnings.withLock { $0 })
    }
    let first = try await made("first", "trainedOn=blobs")
    #expect(first.manifest.initialModel == nil && first.card.contains("`test`, which chose nothing."))
    #expect(!first.card.contains("started from"))

    let same = try await made("same", "init=\(folder.file("first/artifact"))")
    #expect(same.warnings == [])
    #expect(same.manifest.initialModel?.weightsSHA256 == first.manifest.weightsSHA256)
    #expect(same.manifest.isMeasuredApart && same.card.contains("`test`, which chose nothing."))
    #expect(same.card.contains("from those of tiny 1.0.0 (SHA-256 `\(first.manifest.weightsSHA256)`; trained on: blobs), which learned"))

    // A leak is handed down, whatever the split of the model in between.
    let other = try await made("other", "init=\(folder.file("first/artifact"))", "split.seed=4")
    let later = try await made("later", "init=\(folder.file("other/artifact"))", "split.seed=4")
    for model in [other, later] {
      #expect(model.warnings.count == 1 && model.warnings[0].hasPrefix("init is not known to have learned from this run's split"))
      #expect(model.manifest.initialModel?.sharesSplit == false && !model.manifest.isMeasuredApart)
      #expect(model.card.contains("which is not known to have learned") && !model.card.contains("chose nothing"))
    }

    // A resumed run knows it from its checkpoint: the model may be gone.
    try FileManager.default.removeItem(atPath: folder.file("first"))
    let resumed = try await Self.finish(try TrainingRun(resuming: folder.file("other")))
    #expect(resumed.artifact.manifest.initialModel == other.manifest.initialModel)
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
