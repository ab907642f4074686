import ArgumentParser
import Foundation
import Testing

@testable import PulmoCommand

/// The manual pages, held to `Goldens/help-*.txt`. `PULMO_RECORD=1` in the environment writes them anew from the source folder.
@Suite struct HelpTests {
  static let pages: [(name: String, command: any ParsableCommand.Type)] = [
    ("pulmo", Pulmo.self), ("screen", Screen.self), ("explain", Explain.self), ("evaluate", Evaluate.self), ("compare", Compare.self),
    ("audit", Audit.self), ("train", Train.self),
    ("crossvalidate", CrossValidate.self), ("calibrate", Calibrate.self), ("dataset-inspect", DatasetInspect.self),
    ("dataset-settings", DatasetSettings.self),
    ("dataset-regions", DatasetRegions.self),
    ("model-show", ModelShow.self), ("model-card", ModelCardCommand.self), ("model-record", ModelRecord.self),
    ("benchmark", Benchmark.self),
  ]

  @Test(arguments: Self.pages.map(\.name))
  func page(name: String) throws {
    let command = try #require(Self.pages.first { $0.name == name }).command
    let text = Pulmo.helpMessage(for: command, columns: 100) + "\n"
    if ProcessInfo.processInfo.environment["PULMO_RECORD"] == "1" {
      let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/help-\(name).txt")
      try Data(text.utf8).write(to: source)
    }
    let golden = try #require(Bundle.module.url(forResource: "help-\(name)", withExtension: "txt", subdirectory: "Goldens"))
    #expect(text == (try String(contentsOf: golden, encoding: .utf8)), "the page of \(name) changed; look at it, then record it anew")
  }

  /// A manual page says what the command does, how it ends and that it is no diagnosis.
  @Test(arguments: Self.pages.map(\.name))
  func pageIsAManual(name: String) throws {
    let command = try #require(Self.pages.first { $0.name == name }).command
    let text = Pulmo.helpMessage(for: command, columns: 100)
    for part in ["EXAMPLES", "EXIT CODES", "USAGE:"] { #expect(text.contains(part), "\(part)") }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 || $0.hasPrefix("USAGE:") })
  }
}
