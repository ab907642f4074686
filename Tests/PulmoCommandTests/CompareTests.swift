import Foundation
import Testing

@Suite struct CompareTests {
  private static func folder() throws -> TemporaryFolder {
    let folder = try EvaluateTests.folder()
    try folder.writeModel("strict", threshold: 0.9999)
    try folder.write("a.csv", "id,label,score,patient\nx,1,0.9,p\ny,0,0.2,q\nz,1,0.4,p\nw,0,0.6,r\n")
    try folder.write("b.csv", "path;label;probability\ny;normal;0.1\nx;viral;0.7\nw;normal;0.3\nz;pneumonia;0.6\n")
    try folder.write("short.csv", "id,label,score\nx,1,0.9\ny,0,0.1\n")
    return folder
  }

  @Test func scoreFiles() throws {
    let folder = try Self.folder()
    let result = try Command.run("compare", "a.csv", "b.csv", "--threshold", "0.5", "--json", "out.json", in: folder)
    #expect(result.code == 0, "\(result.error)")
    for line in [
      "A  a.csv, threshold 0.5000", "films      4: 2 pneumonias, 2 normal; patients: 3",
      "2 of 4 films are called pneumonia (P) by some and normal by others:", "Not for diagnosis.",
    ] { #expect(result.lines.contains(line), "\(result.output)") }
    let json = try folder.json("out.json")
    #expect(
      Set(json.keys) == [
        "models", "pairs", "disagreements", "resampling", "artifacts", "independence", "count", "data", "split", "failures", "notice",
      ])
    let pair = try #require((json["pairs"] as? [[String: Any]])?.first)
    let differences = try #require(pair["differences"] as? [String: [String: Any]])
    #expect(differences["sensitivity"]?["value"] as? Double == -0.5 && differences["auroc"]?["value"] as? Double == -0.25)
    let films = try #require(json["disagreements"] as? [[String: Any]])
    #expect(films.map { $0["id"] as? String } == ["w", "z"])
    #expect(films.map { $0["label"] as? String } == ["normal", "pneumonia"])
    #expect(json["artifacts"] as? [NSNull] == [NSNull(), NSNull()])
  }

  @Test func aModelBesideItsOwnScoresAndAnother() throws {
    let folder = try Self.folder()
    let scored = try Command.run("evaluate", "--model", "model", "--data", "films", "--scores", "scores.csv", in: folder)
    #expect(scored.code == 0)
    let result = try Command.run(
      "compare", "model", "strict", "scores.csv", "--data", "films", "--threshold", "0.5", "--json", "-", in: folder)
    #expect(result.code == 0, "\(result.error)")
    let json = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let models = try #require(json["models"] as? [[String: Any]])
    #expect(models.map { $0["threshold"] as? Double } == [0.5, 0.9999, 0.5])
    #expect(models[0]["figures"] as? NSDictionary == models[2]["figures"] as? NSDictionary, "one road to a score")
    #expect(json["count"] as? Int == 10 && json["data"] as? String == "films")
    #expect((json["artifacts"] as? [Any])?.map { ($0 as? [String: Any])?["name"] as? String } == ["bright", "bright", nil])
  }

  @Test func aReportOfModelsAndOneOfScores() throws {
    let folder = try Self.folder()
    let result = try Command.run(
      "compare", "model", "strict", "--data", "films", "--report", "report.html", "--json", "out.json", in: folder)
    #expect(result.code == 0, "\(result.error)")
    let report = try folder.text("report.html")
    let count = try #require(try folder.json("out.json")["disagreements"] as? [Any]).count
    #expect(count > 0 && report.matches(of: /data:image\/jpeg;base64,/).count == count)
    #expect(report.contains("Comparison: model and strict") && report.contains("Its weights, SHA-256") && report.contains("Films, SHA-256"))
    let scores = try Command.run("compare", "a.csv", "b.csv", "--threshold", "0.5", "--report", "-", in: folder)
    #expect(scores.code == 0 && scores.output.hasPrefix("<!doctype html>"), "\(scores.error)")
    #expect(scores.output.contains("Its scores, SHA-256") && !scores.output.contains("data:image/jpeg"))
    let both = try Command.run("compare", "a.csv", "b.csv", "--threshold", "0.5", "--report", "-", "--json", "-", in: folder)
    #expect(both.code == 64)
  }

  @Test func filmsThatCannotBeReadAreInNoFigure() throws {
    let folder = try Self.folder()
    _ = try Command.run("evaluate", "--model", "model", "--data", "films", "--scores", "scores.csv", in: folder)
    try folder.write("films/NORMAL/IM-4-0001.png", "no picture")
    let result = try Command.run(
      "compare", "model", "scores.csv", "--data", "films", "--threshold", "0.5", "--json", "out.json", in: folder)
    #expect(result.code == 1)
    let json = try folder.json("out.json")
    #expect(json["count"] as? Int == 9 && (json["failures"] as? [Any])?.count == 1)
    #expect(result.output.contains("\n1 film could not be read and is in no figure."))
  }

  @Test func aModelThatKnowsTheFilmsIsNamedFirst() throws {
    let folder = try Self.folder()
    try folder.writeModel("knowing", knowing: ["films/NORMAL/IM-0-0001.png", "films/PNEUMONIA/person0_virus_1.png"])
    let result = try Command.run(
      "compare", "model", "knowing", "--data", "films", "--json", "out.json", "--report", "report.html", in: folder)
    #expect(result.code == 0, "\(result.error)")
    #expect(result.lines[0].hasPrefix("WARNING: B: 2 of 10 films were among those this model learned from"), "\(result.output)")
    #expect(
      result.lines.contains("   2 of 10 films are among the 2 that made this model") && result.output.contains("   not known whether"))
    #expect(try folder.text("report.html").contains("Warning: B: 2 of these 10 films made this model"))
    let independence = try #require(try folder.json("out.json")["independence"] as? [[String: Any]])
    #expect(independence.map { ($0["recognised"] as? [Any])?.count } == [nil, 2])
    // Children with films in another part are known by name, to any model.
    let parts = try EvaluateTests.folder(parts: true)
    try parts.writeModel("strict", threshold: 0.9999)
    try parts.writeFilm("films/test/NORMAL/IM-1-0002.png", isBright: false, seed: 77)
    let shared = try Command.run("compare", "model", "strict", "--data", "films", "--split", "test", in: parts)
    for (line, letter) in zip(shared.lines, ["A", "B"]) { #expect(line.hasPrefix("WARNING: \(letter): 1 of 5 films are of 1 patient")) }
  }

  @Test func otherFilmsAreNamedOrLeftOut() throws {
    let folder = try Self.folder()
    let refused = try Command.run("compare", "a.csv", "short.csv", "--threshold", "0.5", in: folder)
    #expect(refused.code == 3 && refused.output.isEmpty)
    #expect(refused.error.contains("short.csv lacks 2 of 4 films: z, w") && refused.error.contains("--common"), "\(refused.error)")
    let common = try Command.run("compare", "a.csv", "short.csv", "--threshold", "0.5", "--common", in: folder)
    #expect(common.code == 0, "\(common.error)")
    #expect(common.lines.first == "A  a.csv, threshold 0.5000; 2 of its films are left out")
    #expect(common.output.contains("They call every film alike."))
  }

  @Test func oneThresholdForAllOrOneForEach() throws {
    let folder = try Self.folder()
    let each = try Command.run("compare", "a.csv", "b.csv", "--threshold", "0.5", "--threshold", "0.25", in: folder)
    #expect(each.lines.prefix(2) == ["A  a.csv, threshold 0.5000", "B  b.csv, threshold 0.2500"], "\(each.error)")
  }

  static let refusals: [(arguments: [String], code: Int32)] = [
    (["compare"], 64), (["compare", "a.csv", "--threshold", "0.5"], 64), (["compare", "a.csv", "b.csv"], 64),
    (["compare", "a.csv", "a.csv", "--threshold", "0.5"], 64),
    (["compare", "a.csv", "b.csv", "--threshold", "0.5", "--threshold", "0.4", "--threshold", "0.3"], 64),
    (["compare", "a.csv", "b.csv", "--threshold", "nan"], 64),
    (["compare", "a.csv", "b.csv", "--threshold", "0.5", "--data", "films"], 64), (["compare", "model", "strict"], 64),
    (["compare", "model", "strict", "--data", "films", "--threshold", "0.5"], 64),
    (["compare", "nowhere.csv", "b.csv", "--threshold", "0.5"], 3), (["compare", "model", "nowhere", "--data", "films"], 3),
  ]

  @Test(arguments: refusals)
  func exitCodes(arguments: [String], code: Int32) throws {
    let result = try Command.Running(arguments, in: try Self.folder()).result()
    #expect(result.code == code, "\(result.error)")
    #expect(!result.error.isEmpty && result.output == "", "\(result.output)")
  }
}
