import Foundation
import Testing

@Suite struct AuditTests {
  @Test func printsAndSavesTheAudit() throws {
    let folder = try EvaluateTests.folder()
    let result = try Command.run(
      "audit", "--model", "model", "--data", "films", "--json", "audit.json", "--report", "audit.html", "--threads", "2", in: folder)
    #expect(result.code == 0, "\(result.error)")
    for part in ["model      bright", "lungs hidden", "follows the background", "UNKNOWN: it takes 10 normal films", "Not for diagnosis."] {
      #expect(result.output.contains(part), "\(part)\n\(result.output)")
    }
    let json = try folder.json("audit.json")
    #expect(
      Set(json.keys) == [
        "verdict", "sentences", "audit", "model", "views", "data", "split", "splitFile", "dataSHA256", "failures", "independence", "notice",
      ])
    #expect(json["verdict"] as? String == "unknown" && (json["audit"] as? [String: Any])?["films"] as? Int == 10)
    #expect(try folder.text("audit.html").contains("Shortcut audit: bright 1.0.0"))
    let again = try Command.run("audit", "--model", "model", "--data", "films", "--json", "-", "--threads", "1", in: folder)
    let saved = try folder.text("audit.json")
    #expect(again.code == 0 && again.output == saved)

    let card = try Command.run("model", "card", "model", "--audit", "audit.json", in: folder)
    #expect(card.code == 0, "\(card.error)")
    #expect(try folder.text("model/MODEL_CARD.md").contains("### On 10 films of `films`\nUNKNOWN: "))
    #expect(!(try folder.text("model/MODEL_CARD.md").contains("Views of each film")) && json["views"] as? Int == 1)
    try folder.write("other.json", saved.replacingOccurrences(of: "\"views\" : 1\n", with: "\"views\" : 3\n"))
    #expect(try Command.run("model", "card", "model", "--audit", "other.json", in: folder).code == 0)
    #expect(try folder.text("model/MODEL_CARD.md").contains("- Views of each film: 3, not the 1 that the model's calibration"))
    let twice = try Command.run("model", "card", "model", "--audit", "audit.json", "audit.json", in: folder)
    #expect(twice.code == 64)
  }

  /// All films as one child's: what needs another child's film is n/a with the reason.
  @Test func oneChildsFilmsHaveNoOtherBackground() throws {
    let folder = try TemporaryFolder()
    try folder.writeModel()
    var rows = "path,label,patient\n"
    for index in 0..<20 {
      try folder.writeFilm("films/\(index).png", isBright: index % 2 == 1, seed: UInt64(index))
      rows += "\(index).png,\(index % 2 == 1 ? "pneumonia" : "normal"),one\n"
    }
    try folder.write("films/manifest.csv", rows)
    let result = try Command.run(
      "audit", "--model", "model", "--data", "films", "--json", "audit.json", "--report", "audit.html", in: folder)
    #expect(result.code == 0, "\(result.error)")
    let reason = "No answer (n/a): background of another film, follows the background (all films are of one child"
    #expect(result.output.contains(reason), "\(result.output)")
    #expect(try folder.text("audit.html").contains(reason))
    let audit = try #require(try folder.json("audit.json")["audit"] as? [String: Any])
    let answers = try #require(audit["answers"] as? [[String: Any]])
    for answer in answers where ["backgroundOther", "backgroundFollowed"].contains(answer["question"] as? String) {
      #expect(answer["figure"] is NSNull && answer["verdict"] as? String == "unknown" && answer["reason"] is String, "\(answer)")
    }
    #expect(audit["patients"] as? Int == 1 && answers.count { $0["reason"] is NSNull } == 7)
    #expect(try Command.run("model", "card", "model", "--audit", "audit.json", in: folder).code == 0)
    #expect(try folder.text("model/MODEL_CARD.md").contains("background of another film, follows the background (all films are of one"))
  }

  @Test func whatCannotBeReadIsNamedAndLeftOut() throws {
    let folder = try EvaluateTests.folder()
    try folder.write("films/NORMAL/IM-9-0001.png", "no film")
    let result = try Command.run("audit", "--model", "model", "--data", "films", "--json", "audit.json", in: folder)
    #expect(result.code == 1 && result.error.contains("IM-9-0001.png"), "\(result.error)")
    #expect(result.output.contains("1 film could not be read and is in no figure."))
    #expect((try folder.json("audit.json")["failures"] as? [[String: Any]])?.count == 1)
    #expect(try Command.run("audit", "--model", "model", in: folder).code == 64)
    #expect(try Command.run("audit", "--model", "none", "--data", "films", in: folder).code == 3)
    let parts = try EvaluateTests.folder(parts: true)
    #expect(try Command.run("audit", "--model", "model", "--data", "films", in: parts).code == 64)
  }
}
