import Foundation
import Statistics
import Testing

@testable import PulmoKit

@Suite struct ComparisonTests {
  /// Forty films of twenty children, half of them with a pneumonia; the second model is wrong about other films than the first.
  static func contestant(_ name: String, threshold: Double, wrong: Set<Int>, without: Set<Int> = []) -> Contestant {
    let scores = (0..<40).filter { !without.contains($0) }.map { index in
      let isPneumonia = index % 4 < 2
      let isCalled = isPneumonia != wrong.contains(index)
      return ScoredStudy(
        id: "film\(index)", patient: "child\(index / 2)", label: isPneumonia ? .bacterial : .normal,
        probability: isCalled ? threshold + (1 - threshold) * Double(index + 1) / 50 : threshold * Double(index) / 50)
    }
    return Contestant(name: name, threshold: threshold, scores: scores)
  }

  /// Wrong about the pneumonias 0, 4, 5 and the normal film 2; about the pneumonia 4 and the normal films 2, 3, 6.
  static let two = [
    contestant("old", threshold: 0.5, wrong: [0, 4, 5, 2]), contestant("new", threshold: 0.2, wrong: [4, 2, 3, 6]),
  ]

  @Test func eachModelHasTheFiguresOfItsOwnEvaluation() throws {
    let comparison = try Comparison(Self.two)
    #expect(comparison.count == 40 && comparison.resampling.patients == 20)
    for (model, contestant) in zip(comparison.models, Self.two) {
      let evaluation = try Evaluation(contestant.scores, threshold: contestant.threshold)
      #expect(model.figures == evaluation.figures && model.confusion == evaluation.confusion && model.leftOut == 0, "\(model.name)")
    }
    #expect(
      comparison.models.map(\.confusion) == [ConfusionMatrix(tn: 19, fp: 1, fn: 3, tp: 17), ConfusionMatrix(tn: 17, fp: 3, fn: 1, tp: 19)])
  }

  @Test func differencesArePairedAndTested() throws {
    let comparison = try Comparison(Self.two)
    try #require(comparison.pairs.count == 1)
    let pair = comparison.pairs[0]
    #expect(pair.first == 0 && pair.second == 1)
    let sensitivity = try #require(pair.differences[.sensitivity])
    #expect(abs(sensitivity.value - (17.0 / 20 - 19.0 / 20)) < 1e-15)
    #expect(
      sensitivity.independent
        == Interval.pairedDifference(bothRight: 17, onlyFirstRight: 0, onlySecondRight: 2, neitherRight: 1))
    let clustered = try #require(sensitivity.clustered)
    #expect(clustered.lower < -0.1 && clustered.upper == 0, "\(clustered)")
    #expect(pair.differences[.specificity]?.value == 19.0 / 20 - 17.0 / 20)
    #expect(pair.mcNemarOfPneumonias == McNemarTest(onlyFirstRight: 0, onlySecondRight: 2))
    #expect(pair.mcNemarOfNormal == McNemarTest(onlyFirstRight: 2, onlySecondRight: 0))
    #expect(pair.mcNemar == McNemarTest(onlyFirstRight: 2, onlySecondRight: 2))
    let scores = Self.two.map { $0.scores.map(\.probability) }
    let test = try DeLongTest(first: scores[0], second: scores[1], labels: Self.two[0].scores.map(\.label.isPneumonia))
    #expect(pair.deLong == test)
    #expect(pair.differences[.auroc]?.independent == test?.interval())
    #expect(
      pair.differences[.auroc]?.value == (comparison.models[0].figures[.auroc]?.value ?? 0)
        - (comparison.models[1].figures[.auroc]?.value ?? 0))
  }

  @Test func whereTheyDisagreeIsListed() throws {
    let comparison = try Comparison(Self.two)
    #expect(Set(comparison.disagreements.map(\.id)) == ["film0", "film5", "film3", "film6"])
    let spreads = comparison.disagreements.map { abs($0.probabilities[0] - $0.probabilities[1]) }
    #expect(spreads == spreads.sorted(by: >))
    let film = try #require(comparison.disagreements.first { $0.id == "film5" })
    #expect(film.decisions == [.normal, .pneumonia] && film.label == .bacterial && film.patient == "child2")
    #expect(film.probabilities == [0.5 * 5 / 50, 0.2 + 0.8 * 6 / 50])
  }

  @Test func threeModelsMakeThreePairs() throws {
    let third = Self.contestant("third", threshold: 0.3, wrong: [])
    let comparison = try Comparison(Self.two + [third], resamples: 50)
    #expect(comparison.pairs.map { [$0.first, $0.second] } == [[0, 1], [0, 2], [1, 2]])
    #expect(comparison.table().contains("not adjusted for 3 comparisons"))
    #expect(comparison.disagreements.count == 6, "films 2 and 4, which the first two get wrong alike, join")
  }

  @Test func theSameModelDiffersInNothing() throws {
    let comparison = try Comparison([Self.two[0], Self.two[0]], resamples: 50)
    let pair = comparison.pairs[0]
    #expect(pair.differences[.auroc] == QuotedInterval(value: 0, independent: nil, clustered: nil))
    #expect(pair.deLong?.pValue == nil && pair.mcNemar.pValue == 1 && comparison.disagreements.isEmpty)
    // What films taken as independent leave open: 0 of 20 is no proof of sameness.
    #expect((pair.differences[.sensitivity]?.quoted?.width ?? 0) > 0)
    #expect(comparison.table().hasSuffix("They call every film alike."))
  }

  @Test func oneClassLeavesWhatNeedsBothUndefined() throws {
    let healthy = Self.two.map { contestant in
      Contestant(name: contestant.name, threshold: contestant.threshold, scores: contestant.scores.filter { !$0.label.isPneumonia })
    }
    let comparison = try Comparison(healthy, resamples: 50)
    let pair = comparison.pairs[0]
    #expect(Set(pair.differences.keys) == [.specificity, .accuracy] && pair.deLong == nil)
    #expect(pair.mcNemarOfPneumonias == McNemarTest(onlyFirstRight: 0, onlySecondRight: 0))
    let line = comparison.table().split(separator: "\n").last { $0.hasPrefix("AUROC") }
    #expect(line?.split(separator: " ") == ["AUROC", "n/a", "no", "interval", "DeLong", "p", "n/a"])
  }

  @Test func filmsThatOneLacksAreNamed() throws {
    let short = Self.contestant("short", threshold: 0.5, wrong: [], without: [3, 7])
    let other = Self.contestant("other", threshold: 0.5, wrong: [], without: [9])
    let error = #expect(throws: DataError.self) { try Comparison([short, other, Self.two[0]]) }
    let text = "\(try #require(error))"
    for part in ["short lacks 2 of 40 films: film3, film7", "other lacks 1 of 40 films: film9", "--common"] {
      #expect(text.contains(part), "\(text)")
    }
    #expect(!text.contains("old lacks"))
    let common = try Comparison([short, other, Self.two[0]], onlyCommon: true, resamples: 20)
    #expect(common.count == 37 && common.models.map(\.leftOut) == [1, 2, 3])
    let none = #expect(throws: DataError.self) {
      try Comparison(
        [
          Self.two[0],
          Contestant(name: "elsewhere", threshold: 0.5, scores: [ScoredStudy(id: "x", patient: "x", label: .viral, probability: 1)]),
        ], onlyCommon: true)
    }
    #expect("\(try #require(none))".contains("no film in common"))
  }

  @Test func theOrderOfFilmsDoesNotMatter() throws {
    let reversed = Contestant(name: "new", threshold: 0.2, scores: Self.two[1].scores.reversed())
    #expect(try Comparison([Self.two[0], reversed], resamples: 50) == (try Comparison(Self.two, resamples: 50)))
  }

  @Test func labelsAndPatientsAreTakenFromWhoeverKnows() throws {
    func one(_ label: Label, patient: String) -> Contestant {
      let first = ScoredStudy(id: "a", patient: patient, label: label, probability: 0.9)
      return Contestant(name: "\(label)-\(patient)", threshold: 0.5, scores: [first])
    }
    let films = try [one(.pneumonia, patient: "a"), one(.viral, patient: "child")].films(onlyCommon: false)
    #expect(films.map { $0[0].label } == [.viral, .viral] && films.map { $0[0].patient } == ["child", "child"])
    let labels = #expect(throws: DataError.self) {
      try [one(.normal, patient: "a"), one(.viral, patient: "a")].films(onlyCommon: false)
    }
    #expect("\(try #require(labels))" == "a: is normal in normal-a and viral in viral-a; correct the one that is wrong")
    let third = #expect(throws: DataError.self) {
      try [one(.pneumonia, patient: "a"), one(.viral, patient: "a"), one(.bacterial, patient: "a")].films(onlyCommon: false)
    }
    #expect("\(try #require(third))".contains("is viral in viral-a and bacterial in bacterial-a"), "whoever said so is named")
    let patients = #expect(throws: DataError.self) {
      try [one(.viral, patient: "b"), one(.viral, patient: "c")].films(onlyCommon: false)
    }
    #expect("\(try #require(patients))".contains("of patient b in viral-b and of c in viral-c"))
  }

  @Test func survivesJSON() throws {
    let comparison = try Comparison(Self.two, resamples: 50)
    let data = try JSONEncoder().encode(comparison)
    #expect(try JSONDecoder().decode(Comparison.self, from: data) == comparison)
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(Set(json.keys) == ["models", "pairs", "disagreements", "resampling"])
    let pair = try #require((json["pairs"] as? [[String: Any]])?.first)
    let differences = try #require(pair["differences"] as? [String: [String: Any]])
    #expect(Set(differences.keys) == ["sensitivity", "specificity", "auroc", "accuracy"])
    #expect(Set(differences["auroc"]?.keys ?? [:].keys) == ["value", "lower", "upper", "independent", "clustered"])
  }

  @Test func asText() throws {
    let table = try Comparison(Self.two).table(films: 3)
    let lines = table.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.contains { $0.hasPrefix("sensitivity  0.8500 (") })
    #expect(
      lines.contains {
        $0.hasPrefix("sensitivity  -0.1000  95% interval -0.") && $0.hasSuffix("McNemar p = 0.5000; right: only A 0, only B 2")
      })
    #expect(table.contains("4 of 40 films are called pneumonia (P) by some and normal by others; the 3 farthest apart:"))
    #expect(lines.allSatisfy { $0.last != " " })
  }
}
