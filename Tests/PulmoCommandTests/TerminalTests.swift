import Foundation
import Testing

@testable import PulmoCommand

@Suite struct TerminalTests {
  @Test(arguments: [(0, "0:00"), (59, "0:59"), (61, "1:01"), (3599, "59:59"), (3600, "1:00:00"), (90_061, "25:01:01")])
  func clock(seconds: Int, expected: String) {
    #expect(Progress.clockText(seconds: seconds) == expected)
  }

  @Test func progressAsALine() {
    var progress = Progress(title: "epoch 2", done: 30, all: 120, rate: 63.4, unit: "images", secondsLeft: 71.2, detail: "loss 0.1234")
    #expect(progress.text == "epoch 2: 30/120, 63 images/s, 1:12 left, loss 0.1234")
    progress.rate = 3.14
    progress.done = 120
    #expect(progress.text == "epoch 2: 120/120, 3.1 images/s, loss 0.1234")
    progress.rate = nil
    progress.detail = ""
    #expect(progress.text == "epoch 2: 120/120")
  }

  @Test func progressAsABar() {
    var progress = Progress(title: "screening", done: 1, all: 4, rate: 20, unit: "films", secondsLeft: 0.1)
    #expect(progress.bar(columns: 100) == "screening  ██████░░░░░░░░░░░░░░░░░░  1/4  20 films/s  0:01 left")
    #expect(progress.bar(columns: 12) == "screening  █")
    progress.all = 0
    #expect(progress.bar(columns: 40).contains(String(repeating: "░", count: 24)))
  }

  @Test func modelsAreFoundByNameAndByPath() throws {
    let folder = try TemporaryFolder()
    for place in ["prefix/share/pulmo/models/installed", "checkout/Models/shipped", "own"] {
      try folder.write("\(place)/manifest.json", "{}")
    }
    let installed = ModelLocator(executableFolder: folder("prefix/bin"))
    #expect(try installed.folder(of: "installed") == folder("prefix/share/pulmo/models/installed"))
    let built = ModelLocator(executableFolder: folder("checkout/.build/x86_64/release"))
    #expect(try built.folder(of: "shipped") == folder("checkout/Models/shipped"))
    #expect(try built.folder(of: folder("own")) == folder("own"))
    let error = #expect(throws: CommandError.self) { try built.folder(of: "installed") }
    #expect(error?.exitCode == 3)
    #expect(error?.message?.contains(folder("checkout/Models/installed")) == true)
    // A path is never looked up elsewhere.
    #expect(throws: CommandError.self) { try built.folder(of: "./shipped") }
  }

  @Test func aFileWrittenAsideAppearsWhole() throws {
    let folder = try TemporaryFolder()
    try folder.write("out.json", "old")
    do {
      let file = try OutputFile(folder("out.json"), .aside)
      try file.write("new")
      #expect(try folder.text("out.json") == "old")
      try file.finish()
    }
    #expect(try folder.text("out.json") == "new")
    do {
      let dropped = try OutputFile(folder("out.json"), .aside)
      try dropped.write("half")
    }
    #expect(try folder.text("out.json") == "new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.json"])
    let direct = try OutputFile(folder("out.csv"), .inPlace)
    try direct.write("row\n")
    #expect(try folder.text("out.csv") == "row\n")
    #expect(throws: CommandError.self) { try OutputFile(folder("no/out.json"), .aside) }
  }

  @Test func curvesAsText() {
    let curve = TextCurve(name: "loss", values: [3, 2, 1, 0, 0], decimals: 1)
    #expect(curve.lines(width: 60, .blocks) == [" 3.0 ┤██        ", "loss ┤████▁▁    ", " 0.0 ┤██████▁▁▁▁"])
    #expect(curve.lines(width: 5, .plain) == [" 3.0 |#    ", "loss |##.  ", " 0.0 |###.."])
    // More epochs than columns: the last of each few, so the last column is the last epoch.
    let long = TextCurve(name: "", values: (1...90).map(Double.init), decimals: 0).lines(width: 3, .plain)
    #expect(long == ["90 |  #", "   | ##", " 1 |###"])
    let level = TextCurve(name: "rate", values: [0.1, 0.1], decimals: 1).lines(width: 2, .plain)
    #expect(level == ["rate  0.1 in every epoch"])
    #expect(TextCurve(name: "one", values: [1], decimals: 1).lines(width: 60, .blocks).isEmpty)
  }

  @Test(arguments: [
    (["LANG": "en_GB.UTF-8"], TextCurve.Style.blocks), (["LANG": "C"], .plain), ([:], .plain),
    (["LC_ALL": "C", "LANG": "en_GB.UTF-8"], .plain), (["LC_ALL": "", "LC_CTYPE": "de_DE.utf8@euro", "LANG": "C"], .blocks),
    (["LANG": "en_GB.UTF-8", "NO_COLOR": "1"], .plain), (["LANG": "en_GB.UTF-8", "NO_COLOR": ""], .blocks),
  ])
  func blocksWhereTheTerminalShowsThem(environment: [String: String], expected: TextCurve.Style) {
    #expect(TextCurve.style(environment: environment) == expected)
  }
}
