import Foundation
import Testing

@Suite struct ModelCardTests {
  private static func folder() throws -> TemporaryFolder {
    let folder = try EvaluateTests.folder()
    let result = try Command.run("evaluate", "--model", "model", "--data", "films", "--json", "films.json", in: folder)
    #expect(result.code == 0, "\(result.error)")
    return folder
  }

  @Test func aCardOfTheModelsEvaluations() throws {
    let folder = try Self.folder()
    _ = try Command.run(
      "evaluate", "--model", "model", "--data", "films", "--threshold", "0.9999", "--json", "strict.json", in: folder)
    let result = try Command.run("model", "card", "model", "--evaluation", "films.json", "strict.json", in: folder)
    #expect(result.code == 0 && result.output == "wrote model/MODEL_CARD.md\n", "\(result.error)")
    let card = try folder.text("model/MODEL_CARD.md")
    for part in [
      "# bright 1.0.0", "### On 10 films of `films`", "| sensitivity | 0.8000 | 0.4000 to 1.0000 | 4 of 5 |", "By brightness.",
      "Brier score",
      "- Threshold: 0.5, the one above.", "- Threshold: 0.9999, not the one now in force, 0.5.", "Only 5 pneumonias", "## Open",
    ] { #expect(card.contains(part), "\(part)\n\(card)") }
    // The model reads as before, and the same files give the same card.
    #expect(try Command.run("model", "show", "model", in: folder).code == 0)
    let again = try Command.run(
      "model", "card", "model", "--output", "-", "--evaluation", "films.json", "--evaluation", "strict.json", in: folder)
    #expect(again.output == card)
  }

  @Test func answersAreNotWrittenOver() throws {
    let folder = try Self.folder()
    let card = try folder.text("model/MODEL_CARD.md").replacing(
      "[ ] The licence of the model.", with: "[x] The licence of the model: ours.")
    try folder.write("model/MODEL_CARD.md", card)
    let refused = try Command.run("model", "card", "model", "--evaluation", "films.json", in: folder)
    #expect(refused.code == 3 && refused.error.contains("part Open"), "\(refused.error)")
    #expect(try folder.text("model/MODEL_CARD.md") == card)
    #expect(try Command.run("model", "card", "model", "--evaluation", "films.json", "--output", "new.md", in: folder).code == 0)
    #expect(try folder.text("new.md").contains("### On 10 films"))
  }

  @Test func whatCannotBeUsedIsNamed() throws {
    let folder = try Self.folder()
    try folder.write("scores.csv", "id,label,score\nx,1,0.9\ny,0,0.2\n")
    _ = try Command.run("evaluate", "--from-scores", "scores.csv", "--threshold", "0.5", "--json", "scores.json", in: folder)
    for (arguments, code, reason) in [
      (["model", "card"], 64, "Missing"), (["model", "card", "nowhere"], 3, "no model nowhere"),
      (["model", "card", "model", "--evaluation", "none.json"], 3, "none.json"),
      (["model", "card", "model", "--evaluation", "scores.json"], 3, "its key model is not"),
      (["model", "card", "model", "--evaluation", "films.json", "films.json"], 64, "twice"),
    ] as [([String], Int32, String)] {
      let result = try Command.Running(arguments, in: folder).result()
      #expect(result.code == code && result.error.contains(reason), "\(arguments): \(result.error)")
    }
  }
}
