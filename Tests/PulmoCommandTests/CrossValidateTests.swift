import Foundation
import Testing

@Suite struct CrossValidateTests {
  @Test func interruptedAndGoneOnWith() throws {
    let folder = try TrainTests.folder(epochs: 15)
    let arguments = [
      "crossvalidate", "recipe.yaml", "data=films", "architecture={dense: {units: [4]}}", "input.width=16", "input.height=16", "--folds",
      "2",
      "--seeds", "1", "--output", "out", "--protocol", "both",
    ]
    let running = try Command.Running(arguments, in: folder)
    #expect(try Command.wait { try folder.text("stdout.txt").contains("    1 ") })
    running.interrupt()
    let interrupted = try running.result()
    #expect(interrupted.code == 130 && interrupted.error.contains("Give the same command again"), "\(interrupted.error)")
    let finished = try Command.Running(arguments + ["--json", "out.json"], in: folder).result()
    #expect(finished.code == 0, "\(finished.error)")
    #expect(finished.output.contains("grouped, 2 trainings (2 folds, 1 seed), mean ± standard deviation:"))
    #expect(finished.output.contains("Only the grouped figures are of new children.") && finished.output.contains("Not for diagnosis."))
    let json = try folder.json("out.json")
    let grouped = try #require(json["grouped"] as? [String: Any])
    #expect((grouped["trainings"] as? [[String: Any]])?.map { $0["fold"] as? Int } == [1, 2])
    #expect((grouped["auroc"] as? [String: Any])?["count"] as? Int == 2)
    #expect((json["byFilm"] as? [String: Any])?["trainings"] as? [Any] != nil && json["notice"] as? String == "Not for diagnosis.")
    let scores = try Command.run("evaluate", "--from-scores", "out/grouped/scores-seed-1.csv", "--threshold", "0.5", in: folder)
    #expect(scores.code == 0 && scores.output.contains("films      60 of"), "\(scores.error)")
    #expect(json["corruptions"] is NSNull)
    // Done before: nothing is trained again, and the corruptions are added.
    let again = try Command.Running(arguments + ["--json", "-", "--corruptions"], in: folder).result()
    #expect(again.code == 0 && again.output.hasPrefix("{"), "\(again.error)")
    let added = try #require(try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
    let seed = try #require((added["corruptions"] as? [[String: Any]])?.first)
    #expect(seed["seed"] as? Int == 1 && (seed["corrupted"] as? [Any])?.count == 13 && seed["worst"] as? String != nil)
    #expect(folder.exists("out/grouped/seed-1/fold-2-corruptions.csv") && !folder.exists("out/by-film/seed-1-corruptions.csv"))
  }

  @Test(arguments: [
    (["crossvalidate", "recipe.yaml", "data=films"], 64, "--output"),
    (["crossvalidate", "recipe.yaml", "data=films", "--output", "out", "--folds", "1"], 64, "--folds"),
    (["crossvalidate", "recipe.yaml", "data=films", "--output", "out", "--seeds", "0"], 64, "--seeds"),
    (["crossvalidate", "recipe.yaml", "data=films", "--output", "out", "--only-fold", "6"], 64, "--only-fold"),
    (["crossvalidate", "recipe.yaml", "data=films", "--output", "out", "--protocol", "by-film"], 64, "protocol"),
    (["crossvalidate", "recipe.yaml", "data=films", "--output", "out", "--protocol", "both", "--settings", "s.csv"], 64, "--settings"),
    (["crossvalidate", "recipe.yaml", "data=films", "--output", "out", "--protocol", "both", "--stretches"], 64, "--stretches"),
    (["crossvalidate", "recipe.yaml", "data=films", "--output", "out", "--settings", "s.csv", "--stretches"], 64, "--stretches"),
    (["crossvalidate", "recipe.yaml", "data=films", "--output", "out", "--settings", "nowhere.csv"], 3, "nowhere.csv"),
    (["crossvalidate", "recipe.yaml", "data=films", "--output", "out", "--settings", "recipe.yaml"], 3, "recipe.yaml: row"),
    (["crossvalidate", "recipe.yaml", "--output", "out"], 3, "data=DIR"),
    (["crossvalidate", "recipe.yaml", "data=nowhere", "--output", "out"], 3, "nowhere"),
    (["crossvalidate", "recipe.yaml", "data=films", "--output", "films"], 3, "not empty"),
  ])
  func exitCodes(arguments: [String], code: Int32, reason: String) throws {
    let result = try Command.Running(arguments, in: try TrainTests.folder(epochs: 1)).result()
    #expect(result.code == code, "\(result.error)")
    #expect(result.error.contains(reason), "\(result.error)")
  }
}
