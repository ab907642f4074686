import Foundation
import Testing

@Suite struct EvaluateTests {
  /// A folder with a model and ten labelled films, of which the model gets one of each class wrong.
  static func folder(parts: Bool = false) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.writeModel()
    for index in 0..<5 {
      let part = parts ? (index < 3 ? "films/train/" : "films/test/") : "films/"
      try folder.writeFilm("\(part)NORMAL/IM-\(index)-0001.png", isBright: index == 4, seed: UInt64(index))
      try folder.writeFilm("\(part)PNEUMONIA/person\(index)_virus_1.png", isBright: index != 3, seed: UInt64(10 + index))
    }
    return folder
  }

  @Test func printsAndSavesTheFigures() throws {
    let folder = try Self.folder()
    let result = try Command.run(
      "evaluate", "--model", "model", "--data", "films", "--json", "out.json", "--scores", "scores.csv", in: folder)
    #expect(result.code == 0, "\(result.error)")
    #expect(result.output.contains("is normal                      4                 1"))
    // Of five children resampled one to five are found: wider than Wilson's 0.3755 to 0.9638.
    #expect(result.output.contains("sensitivity        0.8000   95% interval 0.4000 to 1.0000; 4 of 5 pneumonias found"))
    #expect(result.output.contains("Not for diagnosis."))
    let json = try folder.json("out.json")
    for key in [
      "count", "threshold", "auroc", "confusion", "classes", "intervals", "model", "data", "split", "failures", "notice", "independence",
    ] {
      #expect(json[key] != nil, "\(key)")
    }
    #expect(json["count"] as? Int == 10 && json["accuracy"] as? Double == 0.8)
    #expect(json["confusion"] as? [String: Int] == ["tn": 4, "fp": 1, "fn": 1, "tp": 4])
    #expect(json["split"] is NSNull && json["splitFile"] is NSNull && json["isFromScores"] as? Bool == false)
    let groups = try #require(json["groups"] as? [[String: Any]])
    #expect(groups.map { $0["title"] as? String } == ["By kind of pneumonia", "By brightness"])
    let viral = try #require((groups[0]["groups"] as? [[String: Any]])?.first)
    #expect(viral["name"] as? String == "viral" && viral["count"] as? Int == 10 && viral["patients"] as? Int == 10)
    let sensitivity = try #require((viral["figures"] as? [String: [String: Any]])?["sensitivity"])
    #expect(sensitivity["value"] as? Double == 0.8 && sensitivity["lower"] as? Double == 0.4)

    // The bright films are bright however they are moved.
    let views = try Command.run(
      "evaluate", "--model", "model", "--data", "films", "--views", "8", "--json", "views.json", "--scores", "views.csv", in: folder)
    #expect(
      views.code == 0 && views.output.contains("the mean of 8 views of the film; calibration and thresholds are of 1"), "\(views.error)")
    #expect(try folder.json("views.json")["views"] as? Int == 8 && json["views"] as? Int == 1 && !result.output.contains("views"))
    #expect(try folder.text("views.csv") != folder.text("scores.csv"))
    for wrong in [
      ["--data", "films", "--views", "9"], ["--data", "films", "--views", "0"], ["--from-scores", "scores.csv", "--views", "2"],
    ] {
      let refused = try Command.Running(["evaluate", "--model", "model"] + wrong, in: folder).result()
      #expect(refused.code == 64 && refused.error.contains("--views"), "\(wrong)")
    }

    // The scores give the same figures without the network.
    let again = try Command.run("evaluate", "--from-scores", "scores.csv", "--model", "model", "--json", "again.json", in: folder)
    #expect(again.code == 0, "\(again.error)")
    #expect(again.output.contains("scores     of any tool") && again.output.contains("that of bright 1.0.0"))
    #expect(!again.output.contains("trained on"))
    let repeated = try folder.json("again.json")
    #expect(json["corruptions"] is NSNull && repeated["views"] is NSNull)
    for key in Set(json.keys).subtracting(["data", "dataSHA256", "groups", "isFromScores", "views", "model", "independence"]) {
      #expect((repeated[key] as? NSObject) == (json[key] as? NSObject), "\(key)")
    }
  }

  /// Score files of the field's usual shapes, and scikit-learn's figures of them.
  private struct UsualScores: Decodable {
    let threshold: Double
    let files: [String: String]
    let figures: [String: Double]
    let threeClasses: [String: Double]
    let confusion: [[Int]]
  }

  @Test(arguments: ["plain", "words", "three"])
  func scoresOfTheUsualShapesGiveScikitLearnsFigures(shape: String) throws {
    let url = try #require(Bundle.module.url(forResource: "scores", withExtension: "json", subdirectory: "Goldens"))
    let golden = try JSONDecoder().decode(UsualScores.self, from: Data(contentsOf: url))
    let folder = try TemporaryFolder()
    try folder.write("scores.csv", try #require(golden.files[shape]))
    let result = try Command.run(
      "evaluate", "--from-scores", "scores.csv", "--threshold", "\(golden.threshold)", "--json", "out.json", in: folder)
    #expect(result.code == 0, "\(result.error)")
    let json = try folder.json("out.json")
    #expect(golden.figures.count == 17)
    for (name, expected) in golden.figures {
      let figure = try #require(json[name] as? Double, "\(name)")
      #expect(abs(figure - expected) < 1e-9 * max(1, expected), "\(name): \(figure), not \(expected)")
    }
    guard shape == "three" else {
      #expect(json["threeClasses"] is NSNull)
      return
    }
    let classes = try #require(json["threeClasses"] as? [String: Any])
    for (name, expected) in golden.threeClasses {
      let figure = try #require(classes[name] as? Double, "\(name)")
      #expect(abs(figure - expected) < 1e-9, "\(name): \(figure), not \(expected)")
    }
    #expect(classes["confusion"] as? [[Int]] == golden.confusion)
    #expect((json["resampling"] as? [String: Any])?["patients"] as? Int == 60)
  }

  @Test func aReportOfFilmsAndOneOfTheirScores() throws {
    let folder = try Self.folder()
    let result = try Command.run(
      "evaluate", "--model", "model", "--data", "films", "--report", "report.html", "--scores", "scores.csv", in: folder)
    #expect(result.code == 0, "\(result.error)")
    let report = try folder.text("report.html")
    #expect(report.contains("4 of 5 pneumonias were found") && report.contains("Evaluation: bright 1.0.0"))
    // One missed, one false alarm, ten nearest the threshold.
    #expect(report.matches(of: /data:image\/jpeg;base64,/).count == 12)
    #expect(report.contains("By brightness") && report.contains("all films have 64×64 pixels"))
    #expect(report.contains("Films, SHA-256") && report.contains("Weights, SHA-256"))

    let scores = try Command.run("evaluate", "--from-scores", "scores.csv", "--threshold", "0.5", "--report", "again.html", in: folder)
    #expect(scores.code == 0, "\(scores.error)")
    let again = try folder.text("again.html")
    #expect(again.contains("4 of 5 pneumonias were found") && again.contains("Scores, SHA-256"))

    // A model beside a score file gives its threshold; the scores stay nobody's.
    let judged = try Command.run("evaluate", "--from-scores", "scores.csv", "--model", "model", "--report", "judged.html", in: folder)
    #expect(judged.code == 0, "\(judged.error)")
    let page = try folder.text("judged.html")
    #expect(page.contains("Evaluation: Scores of scores.csv") && page.contains("Threshold of") && !page.contains("Weights, SHA-256"))
    #expect(!again.contains("data:image/jpeg") && !again.contains("By brightness") && again.contains("By kind of pneumonia"))
  }

  @Test func aReportThatCannotBeWrittenFailsBeforeTheWork() throws {
    let folder = try Self.folder()
    let result = try Command.run("evaluate", "--model", "model", "--data", "films", "--report", "no/such/report.html", in: folder)
    #expect(result.code == 3 && result.output.isEmpty)
    #expect(result.error.contains("no/such/report.html"), "\(result.error)")
    #expect(try Command.run("evaluate", "--model", "model", "--data", "films", "--report", "-", "--json", "-", in: folder).code == 64)
  }

  /// A model made before records of films: evaluated all the same, and what is not known is said.
  @Test func aModelWithoutARecordSaysSo() throws {
    let folder = try Self.folder(parts: true)
    try folder.writeFilm("films/test/NORMAL/IM-1-0002.png", isBright: false, seed: 77)
    let result = try Command.run(
      "evaluate", "--model", "model", "--data", "films", "--split", "test", "--json", "out.json", in: folder)
    #expect(result.code == 0, "\(result.error)")
    #expect(result.output.contains("learned    not known whether this model learned from these films"), "\(result.output)")
    // The child of the film has others in train.
    let warning = "1 of 5 films are of 1 patient with films in another part of these data"
    #expect(result.lines[0].hasPrefix("WARNING: \(warning)"), "\(result.output)")
    let independence = try #require(try folder.json("out.json")["independence"] as? [String: Any])
    #expect(independence["recognised"] is NSNull && independence["recordedFilms"] is NSNull)
    #expect(independence["sharedPatients"] as? [String] == ["IM-1"] && independence["filmsOfSharedPatients"] as? Int == 1)
    #expect((independence["warnings"] as? [String])?.count == 1)
  }

  /// The made-up films are 64×64, so their clean scores under the corruptions are of pictures that went through 224.
  @Test func corruptionsHaveTheirTable() throws {
    let folder = try Self.folder()
    let result = try Command.run(
      "evaluate", "--model", "model", "--data", "films", "--corruptions", "--json", "out.json", in: folder)
    #expect(result.code == 0, "\(result.error)")
    let json = try #require(try folder.json("out.json")["corruptions"] as? [String: Any])
    let clean = try #require(json["clean"] as? [String: Any])
    #expect((clean["sensitivity"] as? [String: Any])?["value"] as? Double == 0.8 && clean["meanOfFolds"] is NSNull)
    let rows = try #require(json["corrupted"] as? [[String: Any]])
    #expect(rows.count == 13 && rows[7]["name"] as? String == "blur 1.5 px" && rows[7]["family"] as? String == "blur")
    #expect(rows.map { $0["isHeldOut"] as? Bool } == (0..<13).map { [7, 8].contains($0) })
    // The model calls bright films pneumonia: a quarter of white makes all films so, and a quarter less none.
    func value(_ row: Int, _ figure: String) -> Double? { (rows[row][figure] as? [String: Any])?["value"] as? Double }
    #expect(value(0, "specificity") == 0 && value(0, "sensitivity") == 1)
    #expect(value(1, "specificity") == 1 && value(1, "sensitivity") == 0)
    #expect(json["meanAUROC"] as? Double != nil && json["worstAUROC"] as? Double != nil && json["worst"] as? String != nil)
    #expect(result.output.contains("AUROC under the corruptions: mean 0.") && result.output.contains("JPEG quality 20  compression *"))
    #expect(try Command.run("evaluate", "--from-scores", "s.csv", "--threshold", "0.5", "--corruptions", in: folder).code == 64)
  }

  /// The shipped model and films: what it holds under, and what it does not, as the guide's table has it on more films.
  @Test func theShippedModelIsWorstOnFilmsCutClosely() throws {
    let folder = try TemporaryFolder()
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized.path
    let result = try Command.run(
      "evaluate", "--model", "\(root)/Models/deep-cnn-augmented", "--data", "\(root)/Examples", "--corruptions", "--json", "out.json",
      in: folder)
    #expect(result.code == 0, "\(result.error)")
    let json = try folder.json("out.json")
    let corruptions = try #require(json["corruptions"] as? [String: Any])
    #expect(json["count"] as? Int == 16 && corruptions["worst"] as? String == "crop 10%")
    let (mean, worst) = (try #require(corruptions["meanAUROC"] as? Double), try #require(corruptions["worstAUROC"] as? Double))
    #expect(abs(mean - 0.980) < 0.01 && abs(worst - 0.859) < 0.05, "mean \(mean), worst \(worst)")
    let rows = try #require(corruptions["corrupted"] as? [[String: Any]])
    let areas = rows.compactMap { ($0["auroc"] as? [String: Any])?["value"] as? Double }
    #expect(areas.count == 13 && abs(areas.reduce(0, +) / 13 - mean) < 1e-12 && areas.min() == worst)
  }

  @Test func screeningAndEvaluationScoreAlike() throws {
    let folder = try Self.folder()
    _ = try Command.run("evaluate", "--model", "model", "--data", "films", "--scores", "scores.csv", in: folder)
    _ = try Command.run("screen", "films", "--model", "model", "--csv", "readings.csv", in: folder)
    let scores = try folder.text("scores.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",")[3] }
    let readings = try folder.text("readings.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] }
    #expect(scores == readings)
    #expect(scores.count == 10)
  }

  @Test func partsHaveToBeNamed() throws {
    let folder = try Self.folder(parts: true)
    let without = try Command.run("evaluate", "--model", "model", "--data", "films", in: folder)
    #expect(without.code == 64)
    #expect(without.error.contains("train, test") && without.error.contains("--split"), "\(without.error)")
    let test = try Command.run("evaluate", "--model", "model", "--data", "films", "--split", "test", "--json", "out.json", in: folder)
    #expect(test.code == 0, "\(test.error)")
    #expect(try folder.json("out.json")["count"] as? Int == 4)
    #expect(try folder.json("out.json")["split"] as? String == "test")
    #expect(try Command.run("evaluate", "--model", "model", "--data", "films", "--split", "val", in: folder).code == 3)
  }

  @Test func aPartOfARunsSplit() throws {
    let folder = try Self.folder()
    let rows = (0..<5).flatMap { index -> [String] in
      let part = index < 4 ? "train" : "test"
      return [
        "NORMAL/IM-\(index)-0001.png,IM-\(index),normal,\(part)", "PNEUMONIA/person\(index)_virus_1.png,person\(index)_virus,viral,\(part)",
      ]
    }
    try folder.write("split.csv", "id,patient,label,split\n" + rows.joined(separator: "\n") + "\n")
    let result = try Command.run(
      "evaluate", "--model", "model", "--data", "films", "--split-file", "split.csv", "--split", "test", "--json", "out.json", in: folder)
    #expect(result.code == 0, "\(result.error)")
    #expect(try folder.json("out.json")["confusion"] as? [String: Int] == ["tn": 0, "fp": 1, "fn": 0, "tp": 1])
  }

  @Test func aBadFilmIsNamedAndInNoFigure() throws {
    let folder = try Self.folder()
    try folder.write("films/NORMAL/IM-9-0001.png", "no picture")
    let result = try Command.run("evaluate", "--model", "model", "--data", "films", "--json", "out.json", in: folder)
    #expect(result.code == 1)
    #expect(result.error.contains("IM-9-0001.png: "))
    let json = try folder.json("out.json")
    #expect(json["count"] as? Int == 10)
    let failures = try #require(json["failures"] as? [[String: String]])
    #expect(failures.count == 1 && failures[0]["path"] == "films/NORMAL/IM-9-0001.png" && failures[0]["error"]?.isEmpty == false)
  }

  @Test func oneClassLeavesFiguresUndefined() throws {
    let folder = try Self.folder()
    try folder.write("scores.csv", "id,label,score\na,0,0.1\nb,0,0.9\n")
    let result = try Command.run("evaluate", "--from-scores", "scores.csv", "--threshold", "0.5", "--json", "out.json", in: folder)
    #expect(result.code == 0, "\(result.error)")
    let json = try folder.json("out.json")
    #expect(json["auroc"] is NSNull && json["sensitivity"] is NSNull && json["model"] is NSNull)
    #expect(json["specificity"] as? Double == 0.5)
    #expect(result.output.contains("n/a"))
  }

  static let refusals: [(arguments: [String], code: Int32)] = [
    (["evaluate"], 64), (["evaluate", "--from-scores", "scores.csv"], 64),
    (["evaluate", "--from-scores", "scores.csv", "--threshold", "0.5", "--data", "films"], 64),
    (["evaluate", "--data", "films", "--split", "training"], 64), (["evaluate", "--data", "films", "--split-file", "split.csv"], 64),
    (["evaluate", "--data", "films", "--model", "model", "--threshold", "nan"], 64),
    (["evaluate", "--data", "nowhere", "--model", "model"], 3), (["evaluate", "--data", "model", "--model", "model"], 3),
    (["evaluate", "--from-scores", "nowhere.csv", "--threshold", "0.5"], 3),
    (["calibrate", "--data", "films", "--model", "model"], 64),
    (["calibrate", "--data", "films", "--model", "model", "--output", "new", "--sensitivity", "0"], 64),
    (["calibrate", "--data", "films", "--model", "model", "--output", "model"], 3),
    (["model", "show", "nowhere"], 3),
  ]

  @Test(arguments: refusals)
  func exitCodes(arguments: [String], code: Int32) throws {
    let result = try Command.Running(arguments, in: try Self.folder()).result()
    #expect(result.code == code, "\(result.error)")
    #expect(!result.error.isEmpty && result.output == "", "\(result.output)")
  }

  @Test func calibrationOnFilmsTheModelKnowsSaysSo() throws {
    let folder = try Self.folder()
    try folder.writeModel("knowing", knowing: ["films/NORMAL/IM-0-0001.png"])
    let known = try Command.run("calibrate", "--model", "knowing", "--data", "films", "--output", "new", in: folder)
    #expect(known.code == 0, "\(known.error)")
    #expect(known.lines[0].hasPrefix("WARNING: 1 of 10 films were among those this model learned from"), "\(known.output)")
    let again = try Command.run("calibrate", "--model", "new", "--data", "films", "--output", "newer", in: folder)
    #expect(again.lines[0].contains("9 of 10 were among those it was chosen on"), "\(again.output)")
    let unknown = try Command.run("calibrate", "--model", "model", "--data", "films", "--output", "other", in: folder)
    #expect(unknown.lines[0].hasPrefix("model      bright"), "\(unknown.output)")
  }

  @Test func namesOfFilesAreShownHarmless() throws {
    let folder = try Self.folder()
    try folder.write("red\u{1B}[31m.csv", "id,label,score\na,0,0.1\nb,1,0.9\n")
    let result = try Command.run("evaluate", "--from-scores", "red\u{1B}[31m.csv", "--threshold", "0.5", in: folder)
    #expect(result.code == 0 && result.output.contains("2 of red\\u{1b}[31m.csv") && !result.output.contains("\u{1B}"), "\(result.output)")
  }

  @Test func calibrationMakesAModelWithAThresholdOfTheSites() throws {
    let folder = try Self.folder()
    let result = try Command.run(
      "calibrate", "--model", "model", "--data", "films", "--output", "new/model", "--sensitivity", "0.8", in: folder)
    #expect(result.code == 0, "\(result.error)")
    let manifest = try folder.json("new/model/manifest.json")
    let threshold = try #require((manifest["threshold"] as? [String: Any])?["value"] as? Double)
    #expect(threshold > 0.1 && threshold != 0.5)
    let earlier = try #require(manifest["earlierThresholds"] as? [[String: Any]])
    #expect(earlier.map { $0["value"] as? Double } == [0.5])
    #expect(manifest["version"] as? String == "1.0.0+calibrated.1")
    #expect(manifest["weightsSHA256"] as? String == (try folder.json("model/manifest.json")["weightsSHA256"] as? String))
    // The new model screens, and its threshold is named.
    let shown = try Command.run("model", "show", "new/model", in: folder)
    #expect(shown.code == 0)
    #expect(shown.output.contains("0.5000, chosen on 12 films (made-up films)"))
    #expect(shown.output.contains("chosen on 10 films (films) for a sensitivity of 0.8"))
    #expect(shown.output.contains("measured at   0.5000, the threshold before any calibration:\nauroc         0.7500"))
    #expect(!(try Command.run("model", "show", "./model", in: folder).output.contains("measured at")))
    #expect(try Command.run("screen", "films", "--model", "new/model", in: folder).code == 0)
  }
}
