import Foundation
import Statistics
import Testing

@testable import PulmoKit

@Suite struct HeldOutSettingsTests {
  private static let runs = [1, 2].map { fold in ValidationRun(protocol: .bySetting, seed: 1, fold: fold) }

  /// Settings 2 and 10 in the first fold, 3 in the second: two films of each side, whose scores are done by hand.
  private static func scores() -> (scores: [ValidationRun: [ScoredStudy]], settings: AcquisitionSettings) {
    let figures: [(setting: String, fold: Int, normal: [Double], sick: [Double])] = [
      ("2", 0, [0.1, 0.2], [0.8, 0.9]), ("10", 0, [0.1, 0.6], [0.5, 0.7]), ("3", 1, [0.3, 0.4], [0.35, 0.95]),
    ]
    var scores: [ValidationRun: [ScoredStudy]] = [:]
    var names: [String: String] = [:]
    for (setting, fold, normal, sick) in figures {
      for (label, values) in [(Label.normal, normal), (.bacterial, sick)] {
        for (index, value) in values.enumerated() {
          let id = "\(setting)-\(label)-\(index)"
          names[id] = setting
          scores[runs[fold], default: []].append(ScoredStudy(id: id, patient: id, label: label, probability: value))
        }
      }
    }
    return (scores, AcquisitionSettings(names: names))
  }

  @Test func figuresDoneByHand() throws {
    let (scores, settings) = Self.scores()
    let thresholds = [Self.runs[0]: 0.55, Self.runs[1]: 0.9]
    let result = try HeldOutSettings(runs: Self.runs, scores: scores, thresholds: thresholds, settings: settings)
    #expect(result.rows.map(\.setting) == ["2", "3", "10"] && result.missing.isEmpty)
    #expect(result.rows.map(\.run.fold) == [1, 2, 1] && result.rows.map(\.patients) == [4, 4, 4])
    // Of the four pairs of setting 3, and of setting 10, one is the wrong way round.
    #expect(result.rows.map(\.evaluation.auroc) == [1, 0.75, 0.75])
    // At 0.55 and 0.9.
    #expect(result.rows.map { $0.evaluation.sensitivity?.value } == [1, 0.5, 0.5])
    #expect(result.rows.map { $0.evaluation.specificity?.value } == [1, 1, 0.5])
    let seed = try #require(result.seeds.first)
    #expect(seed.films == 12 && seed.worst?.setting == "3", "the first of two that are worst alike")
    // Pneumonias 0.5, 0.35, 0.7, 0.8, 0.9, 0.95 against normal films 0.1, 0.1, 0.2, 0.3, 0.4, 0.6: 5 + 4 + 6 + 6 + 6 + 6 of 36 pairs.
    #expect(abs(try #require(seed.auroc?.value) - 33.0 / 36) < 1e-15 && seed.auroc?.quoted != nil)
    #expect(result.auroc?.count == 1 && result.aurocOfWorst?.mean == 0.75)
    let lines = result.table.split(separator: "\n")
    #expect(lines[0].hasPrefix("by-setting, 2 trainings:") && lines[2].hasPrefix("2 ") && lines[4].hasPrefix("10"))
    #expect(result.table.contains("seed 1, all 12 films: AUROC 0.9167 (") && result.table.contains(", worst setting 3: 0.7500"))
  }

  @Test func halfDoneHasNoSum() throws {
    let (scores, settings) = Self.scores()
    let done = [Self.runs[1]: scores[Self.runs[1]] ?? []]
    let result = try CrossValidationResult(
      name: "made up", wantedSensitivity: 0.9, runs: Self.runs, scores: done, ownThresholds: [Self.runs[1]: 0.9], settings: settings)
    let held = try #require(result.bySetting)
    #expect(held.rows.map(\.setting) == ["3"] && held.missing == [Self.runs[0]] && held.seeds.isEmpty && held.auroc == nil)
    #expect(result.table.contains("1 of 2 trainings are not done") && !result.table.contains("all 12 films"))
    #expect(result.grouped.rows.isEmpty && result.byFilm == nil)
    let json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(result)) as? [String: Any])
    let part = try #require(json["bySetting"] as? [String: Any])
    #expect((part["settings"] as? [[String: Any]])?.first?["setting"] as? String == "3" && part["auroc"] is NSNull)
  }
}
