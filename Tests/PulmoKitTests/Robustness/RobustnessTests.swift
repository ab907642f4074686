import Foundation
import Imaging
import Statistics
import Testing

@testable import PulmoKit

@Suite struct RobustnessTests {
  /// Films of a child each, the first `normals` of which are normal, with the same score under every corruption but the given ones.
  private static func films(
    _ scores: [Double], normals: Int, under changes: [Corruption: [Double]] = [:], fold: Int = 0
  ) -> [CorruptedScores] {
    scores.indices.map { index in
      CorruptedScores(
        id: "\(fold)-\(index)", patient: "\(fold)-\(index)", label: index < normals ? .normal : .viral, clean: scores[index],
        corrupted: Corruption.allCases.map { changes[$0]?[index] ?? scores[index] })
    }
  }

  @Test func figuresOfHandMadeScores() throws {
    // Clean: 5 of 6 pairs in order. Under blur 3, under brightness 4.
    let films = Self.films(
      [0.1, 0.2, 0.6, 0.5, 0.9], normals: 3, under: [.blur: [0.1, 0.7, 0.6, 0.5, 0.4], .brighter: [0.7, 0.2, 0.6, 0.5, 0.9]])
    let robustness = try Robustness(films, threshold: 0.5)
    let clean = try Evaluation(films.map { $0.score(ofVariant: 0) }, threshold: 0.5)
    #expect(robustness.clean.auroc == clean[.auroc] && robustness.clean.sensitivity == clean[.sensitivity])
    #expect(robustness.clean.specificity == clean[.specificity] && robustness.clean.meanOfFolds == nil)
    #expect(robustness[.blur].auroc?.value == 2.0 / 6 && robustness[.blur].sensitivity?.value == 0.5)
    #expect(robustness[.blur].specificity?.value == 1.0 / 3)
    #expect(robustness[.brighter].auroc?.value == 4.0 / 6)
    #expect(robustness[.crop] == robustness.clean)
    let change = try #require(robustness.change(under: .blur))
    #expect(abs(change - (2.0 / 6 - 5.0 / 6)) < 1e-15 && robustness.change(under: .crop) == 0)
    let mean = try #require(robustness.meanAUROC)
    #expect(abs(mean - (2.0 / 6 + 4.0 / 6 + 11 * 5.0 / 6) / 13) < 1e-15)
    #expect(robustness.worst?.corruption == .blur && robustness.worst?.auroc == 2.0 / 6)
    #expect(robustness.table.contains("worst 0.3333, blur 1.5 px") && robustness.table.contains("blur 1.5 px      blur *"))
    #expect(!robustness.table.contains("mean of folds"))
  }

  /// Two folds, each in perfect order by itself, whose scores lie on two scales.
  @Test func foldsArePooledAndEachHasItsThreshold() throws {
    let folds = [
      (films: Self.films([0.1, 0.2, 0.3, 0.4], normals: 2, fold: 1), threshold: 0.25),
      (films: Self.films([0.6, 0.7, 0.8, 0.9], normals: 2, fold: 2), threshold: 0.75),
    ]
    let pooled = try Robustness(folds: folds)
    #expect(pooled.clean.auroc?.value == 12.0 / 16 && pooled.clean.meanOfFolds == 1)
    #expect(pooled.clean.sensitivity?.value == 1 && pooled.clean.specificity?.value == 1)
    #expect(pooled.meanAUROC == 0.75 && pooled.worst?.corruption == .brighter)
    #expect(pooled.table.contains("mean of folds"))
  }

  @Test func whatIsUndefinedIsNull() throws {
    let robustness = try Robustness(Self.films([0.1, 0.9], normals: 2), threshold: 0.5)
    #expect(robustness.meanAUROC == nil && robustness.worst == nil && robustness.clean.sensitivity == nil)
    #expect(robustness.table.contains("mean n/a, worst n/a"))
    #expect(robustness.clean.specificity?.value == 0.5)
    let json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(robustness)) as? [String: Any])
    #expect(json["meanAUROC"] is NSNull && json["worst"] is NSNull)
    #expect((json["corrupted"] as? [[String: Any]])?.map { $0["name"] as? String } == Corruption.allCases.map(\.rawValue))
    #expect(throws: DataError.self) { try Robustness([], threshold: 0.5) }
  }

  /// A model that adds up levels, on films of 224 pixels: each variant's score is what the predictor says of that picture.
  @Test func everyVariantIsScoredAndThreadsChangeNothing() async throws {
    let films = try Films(5)
    for study in films.studies { try Films.film(study.id.count).resized(width: 224, height: 224).write(to: study.path, as: .png) }
    let model = try ScreeningModels.logistic(weight: 0.02, bias: -2)
    let scores = try await RobustnessTest(model, threads: 1).score(films.studies)
    #expect(try await RobustnessTest(model, threads: 3).score(films.studies) == scores)
    #expect(scores.map(\.id) == films.studies.map(\.id) && scores.map(\.label) == films.studies.map(\.label))
    let readings = try await ScreeningTests.readings(films.studies.map(\.path), model, threads: 1)
    #expect(scores.map(\.clean) == (try readings.map { try $0.result.get().probability }))
    let predictor = try await Predictor(model)
    let picture = try GrayImage(contentsOf: films.studies[2].path)
    for (index, corruption) in Corruption.allCases.enumerated() {
      let corrupted = predictor.preprocessing.picture(of: corruption(picture, of: films.studies[2]))
      #expect(try await predictor.probabilities(of: [corrupted]).map(\.pneumonia) == [scores[2].corrupted[index]], "\(corruption)")
    }
    try films.damage(3)
    await #expect(throws: ImagingError.self) { try await RobustnessTest(model, threads: 2).score(films.studies) }
    await #expect(throws: ImagingError.self) {
      try await RobustnessTest(try ScreeningModels.overflowing(), threads: 1).score([films.studies[0]])
    }
  }

  @Test func scoresReadBackAreTheSame() throws {
    let folder = try TestFolder()
    var films = Self.films([0.1, 1.0 / 3, 0.9], normals: 1, under: [.noise: [1e-17, 0.5, 1]])
    films.append(CorruptedScores(id: "a, b", patient: "x;y", label: .bacterial, clean: 0.5, corrupted: films[1].corrupted))
    let path = folder.file("scores.csv")
    try Data((CorruptedScoresFile.header + films.map(CorruptedScoresFile.line).joined()).utf8).write(to: URL(filePath: path))
    #expect(try CorruptedScoresFile.read(at: path) == films)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("rotation 10°", with: "rotation 5°").utf8).write(to: URL(filePath: path))
    #expect(throws: DataError.self) { try CorruptedScoresFile.read(at: path) }
    try Data(text.replacing("1e-17", with: "nan").utf8).write(to: URL(filePath: path))
    #expect(throws: DataError.self) { try CorruptedScoresFile.read(at: path) }
  }
}
