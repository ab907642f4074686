import Foundation
import Testing

@testable import PulmoKit

/// A whole cross-validation by setting in miniature.
@Suite struct SettingValidationTests {
  private static func recipe(_ folder: TestFolder) throws -> Recipe { try CrossValidationTests.recipe(folder, "epochs=1") }

  /// 44 films of setting 1, 40 of setting 2, 36 of setting 3, which has too few of either side.
  private static func settings(of studies: [Study]) -> AcquisitionSettings {
    var counts = [true: 0, false: 0]
    var names: [String: String] = [:]
    for study in studies {
      let place = counts[study.label.isPneumonia, default: 0]
      names[study.id] = place < 22 ? "1" : place < 42 ? "2" : "3"
      counts[study.label.isPneumonia] = place + 1
    }
    return AcquisitionSettings(names: names)
  }

  @Test func settingsAreMeasuredByModelsThatNeverSawThem() async throws {
    let folder = try TestFolder()
    try SyntheticFilms.write(120, to: folder.file("films"))
    let dataset = try Dataset(at: folder.file("films"))
    let settings = Self.settings(of: dataset.studies)
    let recipe = try Self.recipe(folder)
    func validation(_ settings: AcquisitionSettings?, folds: Int = 2) throws -> CrossValidation {
      try CrossValidation(of: recipe, folds: folds, seeds: 1, folding: settings.map { .settings($0) } ?? .children, at: folder.file("out"))
    }
    guard case .finished(let half) = try await validation(settings).run(onlyFold: 1) else { throw CancellationError() }
    #expect(half.bySetting?.rows.map(\.setting) == ["1"] && half.bySetting?.missing.map(\.fold) == [2])

    // The same call does what is left, and passes over what is done.
    let began = Counter()
    guard
      case .finished(let whole) = try await validation(settings).run(onEvent: { if case .began = $0 { _ = began.next() } })
    else { throw CancellationError() }
    #expect(began.next() == 2)
    let held = try #require(whole.bySetting)
    #expect(held.rows.map(\.setting) == ["1", "2"] && held.rows.map(\.evaluation.count) == [44, 40] && held.seeds.first?.films == 84)
    #expect(held.rows[0] == half.bySetting?.rows[0])
    for fold in 1...2 {
      let path = folder.file("out/by-setting/seed-1/fold-\(fold)")
      let scores = try ScoreFile.read(at: path + ".csv")
      #expect(scores.allSatisfy { settings.names[$0.id] == "\(fold)" })
      #expect(try ModelArtifact(at: path + "/artifact").manifest.threshold.value == held.rows[fold - 1].evaluation.threshold)
      let split = try Split(csv: path + "/split.csv", dataset: dataset)
      #expect((split.train + split.val).allSatisfy { settings[$0] != "\(fold)" })
    }
    #expect(try ScoreFile.read(at: folder.file("out/by-setting/scores-seed-1.csv")).count == 84)

    // Other settings, or other folds, are another measurement; the grouped one may stand beside it.
    let others = AcquisitionSettings(names: settings.names.mapValues { $0 == "3" ? "1" : $0 })
    #expect(throws: TrainingError.self) { try validation(others) }
    #expect(throws: TrainingError.self) { try validation(settings, folds: 3) }
    #expect(try validation(nil).runs.map(\.protocol) == [.grouped, .grouped])
  }
}
