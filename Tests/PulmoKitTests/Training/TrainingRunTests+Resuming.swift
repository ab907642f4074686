import Foundation
import Imaging
import NeuralNet
import Statistics
import Synchronization
import Testing

@testable import PulmoKit

/// Trainings that are stopped and go on.
extension TrainingRunTests {
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
}
