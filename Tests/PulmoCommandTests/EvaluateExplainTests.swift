import Foundation
import Testing

/// `pulmo evaluate --explain`: whatever becomes of the explanations, the evaluation stays.
@Suite struct EvaluateExplainTests {
  private static let network = URL(filePath: #filePath).appending(path: "../../../Models/deep-cnn-augmented").standardized.path

  /// Begins to evaluate a normal film and a pneumonia, both to be explained; returns once all is scored, and the explanations are at work.
  private static func begin(in folder: TemporaryFolder) throws -> Command.Running {
    try folder.writeFilm("films/NORMAL/IM-1-0001.png", isBright: false)
    try folder.writeFilm("films/PNEUMONIA/person1_virus_1.png", isBright: true, seed: 2)
    let running = try Command.Running(
      [
        "evaluate", "--model", network, "--data", "films", "--explain", "2", "--scores", "scores.csv", "--json", "out.json", "--report",
        "report.html", "--threads", "1",
      ], in: folder)
    #expect(try Command.wait { folder.exists("scores.csv") })
    return running
  }

  @Test func aFilmThatCannotBeExplainedCostsNothingElse() throws {
    let folder = try TemporaryFolder()
    let running = try Self.begin(in: folder)
    // The film of the greater probability is explained last.
    let rows = try folder.text("scores.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let last = try #require(rows.max { (Double($0[3]) ?? 0) < (Double($1[3]) ?? 0) }.map { String($0[0]) })
    try folder.write("films/\(last)", "no film any more")
    let result = try running.result()
    #expect(result.code == 1, "\(result.error)")
    #expect(result.error.contains("films/\(last): not explained: "), "\(result.error)")
    #expect(result.output.contains("sensitivity"), "\(result.output)")
    #expect(result.output.contains("checks of Grad-CAM, 1 film") && result.output.contains("1 film could not be explained"))
    let json = try folder.json("out.json")
    let explanations = try #require(json["explanations"] as? [String: Any])
    #expect(json["count"] as? Int == 2 && json["auroc"] is Double)
    #expect((explanations["films"] as? [Any])?.count == 1)
    #expect((explanations["failures"] as? [[String: String]])?.first?["path"] == "films/\(last)")
    #expect(try folder.text("report.html").contains("1 film could not be explained"))
  }

  @Test func anInterruptedCheckLeavesTheEvaluation() throws {
    let folder = try TemporaryFolder()
    let running = try Self.begin(in: folder)
    running.interrupt()
    let result = try running.result()
    #expect(result.code == 130, "\(result.error)")
    #expect(result.output.contains("sensitivity") && result.output.contains("The explanations were not checked: interrupted."))
    let json = try folder.json("out.json")
    #expect(json["count"] as? Int == 2 && json["explanations"] is NSNull)
    #expect(folder.exists("report.html"))
  }
}
