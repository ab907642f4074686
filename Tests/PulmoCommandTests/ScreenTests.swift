import Foundation
import PulmoKit
import Testing

@Suite struct ScreenTests {
  /// A folder with a model and, below `films`, a bright film, a dark one and a note.
  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.writeModel()
    try folder.writeFilm("films/b/dark.png", isBright: false)
    try folder.writeFilm("films/a bright.PNG", isBright: true)
    try folder.write("films/notes.txt", "nothing")
    return folder
  }

  @Test func tableTellsProbabilityThresholdAndDecisionApart() throws {
    let result = try Command.run("screen", "films", "--model", "model", in: try Self.folder())
    #expect(result.code == 0, "\(result.error)")
    #expect(result.error == "")
    let lines = result.lines
    let header = try #require(lines.firstIndex { $0.hasPrefix("film ") })
    #expect(lines[header] == "film                 probability   threshold   decision")
    #expect(lines[header + 1] == "films/a bright.PNG        0.9978      0.5000   pneumonia")
    #expect(lines[header + 2] == "films/b/dark.png          0.0026      0.5000   normal")
    #expect(result.output.contains("2 films: 1 normal, 1 pneumonia; 1 other file skipped (1 .txt)."))
    #expect(result.output.contains("trained on films of children"))
    #expect(result.output.contains("Not for diagnosis."))
  }

  /// Moving and enlarging noise changes its mean level a little.
  @Test func viewsAreAveraged() throws {
    let folder = try Self.folder()
    func probability(_ views: String) throws -> Double? {
      let result = try Command.run("screen", "films/b", "--model", "model", "--views", views, "--json", "out.json", in: folder)
      let remark =
        "each probability is of the mean of \(views) views of the film; calibration and thresholds are of 1, and triage promises nothing"
      #expect(result.code == 0 && result.output.contains(remark) == (views != "1"), "\(result.error)")
      let json = try folder.json("out.json")
      #expect(json["views"] as? Int == Int(views))
      return (json["images"] as? [[String: Any]])?.first?["probability"] as? Double
    }
    let (one, four) = (try #require(try probability("1")), try #require(try probability("4")))
    #expect(one != four && abs(one - four) < 0.01)
    let page = try Command.run("screen", "films", "--model", "model", "--views", "2", "--report", "page.html", in: folder)
    #expect(page.code == 64 && page.error.contains("--report tells what triage promises of the model's own views"))

    try ModelArtifact(at: folder("model")).with(views: 4).write(to: folder("model-4"))
    let own = try Command.run("screen", "films/b", "--model", "model-4", "--json", "own.json", "--report", "own.html", in: folder)
    #expect(own.code == 0 && own.output.contains("views      each probability is of the mean of 4 views of the film\n"), "\(own.error)")
    #expect((try folder.json("own.json")["images"] as? [[String: Any]])?.first?["probability"] as? Double == four)
    #expect(try Command.run("model", "show", "model-4", in: folder).output.contains(", 4 views\n"))
    let quick = try Command.run("screen", "films/b", "--model", "model-4", "--views", "1", "--json", "quick.json", in: folder)
    let same = try Command.run("screen", "films/b", "--model", "model-4", "--views", "4", "--report", "same.html", in: folder)
    #expect(same.code == 0, "\(same.error)")
    #expect(quick.output.contains("each probability is of one view of the film; calibration and thresholds are of 4"), "\(quick.error)")
    #expect((try folder.json("quick.json")["images"] as? [[String: Any]])?.first?["probability"] as? Double == one)
  }

  @Test func jsonHoldsThePromisedKeys() throws {
    let folder = try Self.folder()
    try folder.write("films/broken.jpg", "no picture")
    let result = try Command.run("screen", "films", "--model", "model", "--json", "out.json", "--csv", "out.csv", in: folder)
    #expect(result.code == 1)
    #expect(result.error.contains("films/broken.jpg: "))
    let json = try folder.json("out.json")
    #expect(Set(json.keys) == ["model", "views", "threshold", "triage", "notice", "images", "summary"])
    #expect(json["views"] as? Int == 1)
    #expect(json["threshold"] as? Double == 0.5)
    let model = try #require(json["model"] as? [String: String])
    #expect(model["name"] == "bright" && model["version"] == "1.0.0" && model["sha256"]?.count == 64)
    let images = try #require(json["images"] as? [[String: Any]])
    #expect(images.map { $0["path"] as? String } == ["films/a bright.PNG", "films/b/dark.png", "films/broken.jpg"])
    #expect(images.map { $0["decision"] as? String } == ["pneumonia", "normal", nil])
    for image in images { #expect(Set(image.keys) == ["path", "probability", "probabilities", "decision", "triage", "error"]) }
    #expect(images[2]["probability"] is NSNull && images[2]["decision"] is NSNull)
    #expect(images[2]["error"] as? String != nil)
    #expect(images[0]["error"] is NSNull)
    let summary = try #require(json["summary"] as? [String: Int])
    #expect(summary == ["films": 3, "normal": 1, "pneumonia": 1, "failed": 1, "skippedFiles": 1, "interrupted": 0])
    let rows = try folder.text("out.csv").split(separator: "\n")
    #expect(rows.count == 4)
    #expect(rows[0] == "path,probability,threshold,decision,error,normal,bacterial,viral,triage")
    #expect(rows[1].hasPrefix("films/a bright.PNG,0.99") && rows[1].hasSuffix(",0.5,pneumonia,,,,,"))
    #expect(rows[3].hasPrefix("films/broken.jpg,,,,"))
  }

  @Test func triageSortsByUrgency() throws {
    let folder = try Self.folder()
    try folder.writeModel("triage", triage: (0.5, 0.6))
    for seed: UInt64 in 5...9 { try folder.writeFilm("films/c/bright \(seed).png", isBright: true, seed: seed) }
    try folder.write("films/broken.jpg", "no picture")
    let result = try Command.run("screen", "films", "--model", "triage", "--json", "out.json", "--csv", "out.csv", in: folder)
    let header = try #require(result.lines.firstIndex { $0.hasPrefix("film ") })
    #expect(result.lines[header].hasSuffix("decision    triage"), "\(result.output)")
    let rows = result.lines[header...].filter { $0.hasPrefix("films/") }
    // The one that cannot be read comes at once; then urgent before clear, the most probable first.
    #expect(rows.map { $0.hasSuffix("urgent") } == [false, true, true, true, true, true, true, false], "\(rows)")
    #expect(rows[0].hasSuffix("error") && rows[7].hasPrefix("films/b/dark.png") && rows[7].hasSuffix("clear"), "\(rows)")
    #expect(result.output.contains("6 urgent; 0 grey zone; 1 clear"), "\(result.output)")
    #expect(result.output.contains("clear below 0.5000 (in expectation 1.0% of the sick at most)"), "\(result.output)")
    let json = try folder.json("out.json")
    let triage = try #require(json["triage"] as? [String: Any])
    #expect(triage["clearBelow"] as? Double == 0.5 && triage["urgentAbove"] as? Double == 0.6)
    #expect(triage["promise"] as? [String: Double] == ["missRate": 0.01, "alarmRate": 0.02])
    let images = try #require(json["images"] as? [[String: Any]])
    #expect(images.map { $0["triage"] as? String } == ["urgent", "clear", nil] + Array(repeating: "urgent", count: 5))
    let urgent = images.filter { $0["triage"] as? String == "urgent" }
    let probabilities = Dictionary(
      uniqueKeysWithValues: urgent.compactMap { image in (image["path"] as? String).map { ($0, image["probability"] as? Double ?? 0) } })
    let names = probabilities.keys.sorted { (probabilities[$0] ?? 0) > (probabilities[$1] ?? 0) }
    #expect(Set(probabilities.values).count == 6 && names != urgent.map { $0["path"] as? String }, "the films are in order as they come")
    #expect(zip(rows.dropFirst(), names).allSatisfy { $0.hasPrefix($1) }, "\(rows)")
    #expect((json["summary"] as? [String: Any])?["triage"] as? [String: Int] == ["urgent": 6, "grey zone": 0, "clear": 1])
    #expect(try folder.text("out.csv").contains(",urgent\n"))

    // Of other views than the thresholds are of, nothing is promised.
    #expect(try Command.run("screen", "films", "--model", "triage", "--views", "2", "--json", "two.json", in: folder).code == 1)
    let two = try #require(try folder.json("two.json")["triage"] as? [String: Any])
    #expect(two["promise"] is NSNull && two["clearBelow"] as? Double == 0.5)
  }

  @Test func standardOutputTakesTheJSONAlone() throws {
    let result = try Command.run("screen", "films", "--model", "model", "--json", "-", in: try Self.folder())
    #expect(result.code == 0)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect((json["images"] as? [Any])?.count == 2)
  }

  @Test func threadsDoNotChangeAByte() throws {
    let folder = try Self.folder()
    for index in 0..<40 { try folder.writeFilm("films/\(index).png", isBright: index % 3 == 0, seed: UInt64(index)) }
    #expect(try Command.run("screen", "films", "--model", "model", "--json", "1.json", "--threads", "1", in: folder).code == 0)
    #expect(try Command.run("screen", "films", "--model", "model", "--json", "4.json", "--threads", "4", in: folder).code == 0)
    #expect(try folder.text("1.json") == folder.text("4.json"))
  }

  @Test(arguments: ["0", "1025", "9223372036854775807"])
  func threadsHaveBounds(count: String) throws {
    let result = try Command.run("screen", "films", "--model", "model", "--threads", count, in: try Self.folder())
    #expect(result.code == 64, "\(result.error)")
    #expect(result.error.contains("--threads has to be 1 to 1024, not \(count)."), "\(result.error)")
  }

  @Test(arguments: [
    (["screen", "empty"], "there is no film"),
    (["screen", "scans"], "1 .dcm"),
    (["screen", "missing.png"], "missing.png"),
    (["screen", "bad.png", "missing"], "none of the 2 films"),
    (["screen", "films", "--model", "nowhere"], "share/pulmo/models/nowhere"),
    (["screen", "films", "--model", "./empty"], "manifest.json"),
    (["screen", "films", "--json", "no/such/folder/out.json"], "no/such/folder/out.json"),
    (["screen", "films", "--csv", "empty"], "empty"),
  ])
  func nothingDoneIsThree(arguments: [String], reason: String) throws {
    let folder = try Self.folder()
    try FileManager.default.createDirectory(atPath: folder("empty"), withIntermediateDirectories: true)
    try folder.write("scans/a.dcm", "scan")
    try folder.write("bad.png", "no picture")
    let arguments = arguments.contains("--model") ? arguments : arguments + ["--model", "model"]
    let result = try Command.Running(arguments, in: folder).result()
    #expect(result.code == 3, "\(result.error)")
    #expect(result.error.contains(reason), "\(result.error)")
    #expect(!result.output.contains("0.5000   normal") && !result.output.contains("0.5000   pneumonia"))
  }

  @Test func damagedWeightsAreRefused() throws {
    let folder = try Self.folder()
    var weights = try Data(contentsOf: URL(filePath: folder("model/weights.safetensors")))
    weights[weights.count - 1] ^= 1
    try weights.write(to: URL(filePath: folder("model/weights.safetensors")))
    let result = try Command.run("screen", "films", "--model", "model", in: folder)
    #expect(result.code == 3)
    #expect(result.error.contains("weights.safetensors") && result.error.contains("SHA-256"), "\(result.error)")
  }

  @Test(arguments: [
    ["screen"], ["screen", "films", "--threads", "0"], ["screen", "films", "--nonsense"], ["screen", "films", "--json", "-", "--csv", "-"],
    ["nonsense"], ["screen", "films", "--threads", "two"],
  ])
  func wrongUsageIs64(arguments: [String]) throws {
    let result = try Command.Running(arguments, in: try Self.folder()).result()
    #expect(result.code == 64, "\(result.error)")
    #expect(result.error.contains("Usage") || result.error.contains("usage"), "\(result.error)")
    #expect(result.output == "")
  }

  /// The reader goes away after two lines; the rest is not worth computing, and nothing is left to say.
  @Test func aClosedPipeEndsQuietly() throws {
    let folder = try Self.folder()
    for index in 0..<500 { try FileManager.default.linkItem(atPath: folder("films/b/dark.png"), toPath: folder("films/\(index).png")) }
    let result = try Command.shell("\"$PULMO\" screen films --model model | head -n 2; exit ${PIPESTATUS[0]}", in: folder)
    #expect(result.code == 130)
    #expect(result.error == "")
    let json = try Command.shell("\"$PULMO\" screen films --model model --json - | head -n 2; exit ${PIPESTATUS[0]}", in: folder)
    #expect(json.code == 130)
    #expect(json.error == "")
    let kept = try Command.shell(
      "\"$PULMO\" screen films --model model --csv out.csv | head -n 2; exit ${PIPESTATUS[0]}", in: folder)
    #expect(kept.code == 0, "\(kept.error)")
    #expect(try folder.text("out.csv").split(separator: "\n").count == 503)
  }

  @Test func interruptedFilesAreWholeAndSaySo() throws {
    let folder = try Self.folder()
    for index in 0..<20_000 { try FileManager.default.linkItem(atPath: folder("films/b/dark.png"), toPath: folder("films/\(index).png")) }
    try folder.write("out.json", "what stood there")
    let running = try Command.Running(["screen", "films", "--model", "model", "--json", "out.json", "--csv", "out.csv"], in: folder)
    #expect(try Command.wait { try folder.exists("out.csv") && folder.text("out.csv").split(separator: "\n").count > 5 })
    #expect(try folder.text("out.json") == "what stood there")
    running.interrupt()
    let result = try running.result()
    #expect(result.code == 130)
    #expect(result.error.contains("out.json and out.csv hold their readings"), "\(result.error)")
    let json = try folder.json("out.json")
    #expect((json["summary"] as? [String: Any])?["interrupted"] as? Bool == true)
    let images = try #require(json["images"] as? [[String: Any]])
    #expect((5..<20_000).contains(images.count))
    #expect(try folder.text("out.csv").split(separator: "\n").count == images.count + 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("partial") } == [])
  }

  @Test(.enabled(if: getuid() != 0, "root reads every folder"))
  func unreadableFoldersAreFailures() throws {
    let folder = try Self.folder()
    chmod(folder("films/b"), 0)
    defer { chmod(folder("films/b"), 0o700) }
    let result = try Command.run("screen", "films", "--model", "model", in: folder)
    #expect(result.code == 1)
    #expect(result.error.contains("films/b: "))
  }
}

@Suite struct HostileNameTests {
  /// A file's name that moves the cursor or forges a row must not reach the terminal as it is.
  @Test func namesCannotSteerTheTerminal() throws {
    let folder = try TemporaryFolder()
    try folder.writeModel()
    try folder.writeFilm("films/a\u{1B}[2Jb.png", isBright: true)
    try folder.write("films/c\u{1B}]0;title\u{7}.png", "no picture")
    try folder.writeFilm("films/x,\"y\"\nz.png", isBright: false)
    let result = try Command.run("screen", "films", "--model", "model", "--json", "out.json", "--csv", "out.csv", in: folder)
    #expect(result.code == 1)
    for text in [result.output, result.error] {
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(text)")
    }
    let images = try #require(try folder.json("out.json")["images"] as? [[String: Any]])
    #expect(images.map { $0["path"] as? String } == ["films/a\u{1B}[2Jb.png", "films/c\u{1B}]0;title\u{7}.png", "films/x,\"y\"\nz.png"])
    #expect(try folder.text("out.csv").contains("\"films/x,\"\"y\"\"\nz.png\",0.00"))
  }
}
