import Foundation
import Testing

@testable import PulmoKit

#if canImport(Glibc)
  import Glibc
#endif

/// A training in a process of its own, really killed: SIGKILL leaves it no moment to tidy up.
@Suite struct KilledProcessTests {
  /// The command, which is built beside the tests.
  static let command = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "pulmo")

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: command.path), "the command pulmo is not built beside the tests"))
  func killedAndResumedEndsWithTheSameBits() async throws {
    let folder = try TrainingRunTests.folderWithFilms()
    // A checkpoint after each step: most kills come while one is being written.
    let recipe = try TrainingRunTests.recipe(folder, "epochs=10")
    let whole = try TrainingRun(recipe, at: folder.file("whole"))
    _ = try await TrainingRunTests.finish(whole)
    let expected = try TrainingRunTests.weights(whole.path)
    try recipe.yaml.write(toFile: folder.file("tiny.yaml"), atomically: true, encoding: .utf8)

    let run = folder.file("killed")
    var arguments = ["train", folder.file("tiny.yaml"), "--output", run]
    for step in [2, 13, 30, 44] {
      let process = Process()
      process.executableURL = Self.command
      process.arguments = arguments
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      let deadline = ContinuousClock.now + .seconds(60)
      while process.isRunning, Self.steps(of: run) < step, ContinuousClock.now < deadline { usleep(500) }
      #expect(process.isRunning, "the training ended, or never came to step \(step), before it could be killed")
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal)
      arguments = ["train", "--resume", run]
    }
    _ = try await TrainingRunTests.finish(try TrainingRun(resuming: run))
    #expect(try TrainingRunTests.weights(run) == expected)
    #expect(try TrainingRunTests.curves(run) == TrainingRunTests.curves(whole.path))
    #expect(try TrainingRunTests.eventSteps(run) == TrainingRunTests.eventSteps(whole.path))
  }

  /// The last step in the run's event file; 0 before there is one.
  private static func steps(of run: String) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: run)) ?? []
    guard let name = names.first(where: { $0.hasSuffix(".pulmo") }), let file = FileManager.default.contents(atPath: "\(run)/\(name)")
    else {
      return 0
    }
    return TFRecord.records(in: file).last.flatMap { EventFile.step(of: $0.data) } ?? 0
  }
}
