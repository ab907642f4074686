import Foundation
import Testing

@Suite struct TrainTests {
  /// A folder with 60 labelled films, the sick ones bright, and a recipe that learns them in seconds.
  static func folder(epochs: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for index in 0..<30 {
      try folder.writeFilm("films/NORMAL/IM-\(index)-0001.png", isBright: false, seed: UInt64(index))
      try folder.writeFilm("films/PNEUMONIA/person\(index)_virus_1.png", isBright: true, seed: UInt64(100 + index))
    }
    try folder.write(
      "recipe.yaml",
      """
      name: tiny
      architecture: smallCNN
      input: {width: 32, height: 32, channels: 1, mean: 0, standardDeviation: 1}
      epochs: \(epochs)
      batchSize: 8
      earlyStopping: null
      """)
    return folder
  }

  @Test func fromRecipeToScreening() throws {
    let folder = try Self.folder(epochs: 3)
    try folder.write("films/NORMAL/IM-99-0001.png", "no picture")
    let result = try Command.run("train", "recipe.yaml", "data=films", "seed=3", "--output", "run", in: folder)
    #expect(result.code == 1, "\(result.error)")
    #expect(result.error.contains("IM-99-0001.png"))
    #expect(result.output.contains("    3 ") && !result.output.contains("    4 "))
    #expect(result.output.contains("pulmo screen --model run/artifact"))
    // The curves end the output and stand in the folder; nothing is left to wait for.
    #expect(result.output.contains("val loss") && result.output.contains("All curves: run/curves.html"))
    let curves = try folder.text("run/curves.html")
    #expect(curves.contains("finished after 3 epochs") && !curves.contains("http-equiv=\"refresh\""))
    #expect(try folder.text("run/recipe.yaml").contains("seed: 3"))
    #expect(try Command.run("screen", "films/PNEUMONIA", "--model", "run/artifact", in: folder).code == 0)
    let evaluation = try Command.run(
      "evaluate", "--model", "run/artifact", "--data", "films", "--split", "test", "--split-file", "run/split.csv", in: folder)
    #expect(evaluation.code == 0, "\(evaluation.error)")
    #expect(evaluation.output.hasPrefix("model      tiny") && evaluation.output.contains("learned    0 of "), "\(evaluation.output)")

    // The films it learned from are recognised, and so are copies of them elsewhere.
    let flattered = try Command.run(
      "evaluate", "--model", "run/artifact", "--data", "films", "--split", "train", "--split-file", "run/split.csv", "--json", "train.json",
      "--report", "train.html", in: folder)
    #expect(try folder.text("train.html").contains("Warning: These films made this model"))
    let count = try #require(try folder.json("train.json")["count"] as? Int)
    #expect(
      flattered.lines[0]
        == "WARNING: \(count) of \(count) films were among those this model learned from: figures on them say nothing about new films. "
        + "Measure it on films it never saw.", "\(flattered.output)")
    let independence = try #require(try folder.json("train.json")["independence"] as? [String: Any])
    #expect((independence["recognised"] as? [[String: String]])?.count == count)

    // A model that lost its record gets the same one again, from the same films only.
    let record = try folder.text("run/artifact/learned-films.json")
    var manifest = try folder.json("run/artifact/manifest.json")
    manifest["learnedFilmsSHA256"] = nil
    try JSONSerialization.data(withJSONObject: manifest).write(to: URL(filePath: folder("run/artifact/manifest.json")))
    try FileManager.default.removeItem(atPath: folder("run/artifact/learned-films.json"))
    #expect(try Command.run("model", "show", "run/artifact", in: folder).output.contains("not recorded (pulmo model record)"))
    let again = try Command.run("model", "record", "run/artifact", "--data", "films", in: folder)
    #expect(again.code == 0 && again.output.contains("a record of"), "\(again.error)")
    #expect(try folder.text("run/artifact/learned-films.json") == record)
    #expect(try Command.run("model", "show", "run/artifact", in: folder).output.contains("recorded, so that they are recognised"))
    try FileManager.default.removeItem(atPath: folder("films/NORMAL/IM-3-0001.png"))
    let other = try Command.run("model", "record", "run/artifact", "--data", "films", in: folder)
    #expect(other.code == 3 && other.error.contains("its part test is not what tiny was made with"), "\(other.error)")
  }

  @Test func interruptedAndResumed() throws {
    let folder = try Self.folder(epochs: 60)
    let running = try Command.Running(["train", "recipe.yaml", "data=films", "--output", "run"], in: folder)
    #expect(try Command.wait { try folder.text("stdout.txt").contains("    1 ") })
    running.interrupt()
    let interrupted = try running.result()
    #expect(interrupted.code == 130, "\(interrupted.output)\(interrupted.error)")
    #expect(interrupted.error.contains("pulmo train --resume run"), "\(interrupted.error)")
    #expect(!folder.exists("run/artifact"))
    let curves = try folder.text("run/curves.html")
    #expect(curves.contains("interrupted after") && !curves.contains("http-equiv=\"refresh\""))
    // A run of an earlier version has no page, and resumes all the same.
    try FileManager.default.removeItem(atPath: folder("run/curves.html"))
    let resumed = try Command.run("train", "--resume", "run", in: folder)
    #expect(resumed.code == 0, "\(resumed.error)")
    #expect(resumed.output.contains("resumed    after step"))
    #expect(folder.exists("run/artifact/manifest.json"))
    #expect(try folder.text("run/curves.html").contains("finished after 60 epochs"))
  }

  @Test(arguments: [
    (["train"], 64, "recipe"),
    (["train", "recipe.yaml", "data=films", "ephocs=3"], 64, "epochs"),
    (["train", "recipe.yaml", "data=films", "epochs=many"], 64, "epochs"),
    (["train", "recipe.yaml", "other.yaml"], 64, "other.yaml"),
    (["train", "--resume", "run", "seed=3"], 64, "seed=3"),
    (["train", "--resume", "run", "--output", "other"], 64, "--output"),
    (["train", "recipe.yaml"], 3, "data=DIR"),
    (["train", "recipe.yaml", "data=nowhere"], 3, "nowhere"),
    (["train", "--resume", "nowhere"], 3, "nowhere"),
    (["train", "recipe.yaml", "data=films", "init=nowhere"], 3, "share/pulmo/models/nowhere"),
  ])
  func exitCodes(arguments: [String], code: Int32, reason: String) throws {
    let result = try Command.Running(arguments, in: try Self.folder(epochs: 1)).result()
    #expect(result.code == code, "\(result.error)")
    #expect(result.error.contains(reason), "\(result.error)")
  }
}
