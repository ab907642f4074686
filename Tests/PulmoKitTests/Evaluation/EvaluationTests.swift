import Foundation
import Statistics
import Testing

@testable import PulmoKit

@Suite struct EvaluationTests {
  static func scores(_ values: [(Label, Double)]) -> [ScoredStudy] {
    values.enumerated().map { ScoredStudy(id: "film\($0)", patient: "child\($0)", label: $1.0, probability: $1.1) }
  }

  /// At 0.5: normal 0.1, 0.5 (called), 0.2; bacterial 0.9; viral 0.4 (missed); pneumonia 0.5. So tn 2, fp 1, fn 1, tp 2.
  static let mixed = scores([(.normal, 0.1), (.normal, 0.5), (.normal, 0.2), (.bacterial, 0.9), (.viral, 0.4), (.pneumonia, 0.5)])

  @Test func countsEveryKindOfPneumoniaAsPneumonia() throws {
    let evaluation = try Evaluation(Self.mixed, threshold: 0.5)
    #expect(evaluation.confusion == ConfusionMatrix(tn: 2, fp: 1, fn: 1, tp: 2))
    #expect(evaluation.count == 6)
    #expect(evaluation.accuracy?.value == 4.0 / 6)
    #expect(evaluation.sensitivity?.value == 2.0 / 3)
    #expect(evaluation.specificity?.value == 2.0 / 3)
    // Pairs won by the pneumonia: 0.9 wins 3, 0.4 wins 2, 0.5 wins 2 and ties one: 7.5 of 9.
    #expect(evaluation.auroc == 7.5 / 9)
  }

  /// Three of 20 normal films are alarms, none in about 4 resamples of 100: the ratio's upper end has no bound, and no finite one is quoted.
  @Test func aLikelihoodRatioWithoutBoundHasNoInterval() throws {
    let films = (0..<40).map { (index: Int) -> (Label, Double) in (index < 20 ? .viral : .normal, index < 18 || index >= 37 ? 0.9 : 0.1) }
    let evaluation = try Evaluation(Self.scores(films), threshold: 0.5)
    let ratio = try #require(evaluation[.positiveLikelihoodRatio])
    #expect(ratio.quoted == nil && abs(ratio.value - 6) < 1e-9)
    #expect(evaluation[.negativeLikelihoodRatio]?.quoted != nil, "there are always films cleared")
  }

  @Test func figuresOfEachClass() throws {
    let scores = Self.scores([(.normal, 0.1), (.normal, 0.9), (.viral, 0.8), (.viral, 0.7), (.viral, 0.6)])
    let evaluation = try Evaluation(scores, threshold: 0.5)
    let normal = evaluation.figures(of: .normal)
    let pneumonia = evaluation.figures(of: .pneumonia)
    #expect(normal.precision == 1 && normal.recall == 0.5 && normal.support == 2)
    #expect(pneumonia.precision == 0.75 && pneumonia.recall == 1 && pneumonia.support == 3)
    #expect(abs((normal.f1 ?? 0) - 2.0 / 3) < 1e-15)
    #expect(abs((pneumonia.f1 ?? 0) - 6.0 / 7) < 1e-15)
    #expect(evaluation.precision(of: .pneumonia)?.value == 0.75)
    #expect(evaluation.precision(of: .normal)?.value == 1)
  }

  /// Project 2's published matrix: accuracy 90.7%, and the other figures as scikit-learn and scipy give them.
  @Test func projectTwosTable() throws {
    let scores =
      Self.scores(Array(repeating: (.normal, 0.1), count: 179) + Array(repeating: (.normal, 0.9), count: 55))
      + Self.scores(Array(repeating: (.bacterial, 0.9), count: 387) + Array(repeating: (.bacterial, 0.1), count: 3))
    let evaluation = try Evaluation(scores, threshold: 0.5)
    #expect(abs((evaluation.accuracy?.value ?? 0) - 0.907_051) < 1e-6)
    #expect(
      try Evaluation(scores, threshold: 0.5, resamples: 0).table == """
        sensitivity        0.9923   95% interval 0.9776 to 0.9974; 387 of 390 pneumonias found
        specificity        0.7650   95% interval 0.7066 to 0.8147; 179 of 234 normal films called normal
        AUROC              0.8786   95% interval 0.8511 to 0.9062
        PPV                0.8756   95% interval 0.8415 to 0.9031; 387 of 442 called pneumonia are
        NPV                0.9835   95% interval 0.9527 to 0.9944; 179 of 182 called normal are
        accuracy           0.9071   95% interval 0.8817 to 0.9274; 566 of 624 films

        confusion          called normal  called pneumonia
        is normal                    179                55
        is pneumonia                   3               387

                        precision     recall         F1    support
        normal             0.9835     0.7650     0.8606        234
        pneumonia          0.8756     0.9923     0.9303        390

        balanced accuracy  0.8786   no interval
        MCC                0.8066   no interval
        kappa              0.7925   no interval
        likelihood ratio + 4.2218   no interval
        likelihood ratio - 0.0101   no interval
        average precision  0.8736   no interval
        Brier score        0.0844   no interval
        calibration error  0.0417   (expected, ten bins)

        Intervals take films as independent; where one child has several, the truth is less certain.
        """)
  }

  @Test func severalFilmsOfAChildWidenTheIntervalThatIsQuoted() throws {
    // 60 films of 12 children, all films of a child alike.
    let scores = (0..<60).map { index in
      let child = index / 5
      let isRight = child % 6 != 5
      let label: Label = child < 6 ? .normal : .viral
      return ScoredStudy(
        id: "film\(index)", patient: "child\(child)", label: label, probability: (label == .viral) == isRight ? 0.9 : 0.1)
    }
    let evaluation = try Evaluation(scores, threshold: 0.5)
    for figure in [Figure.sensitivity, .specificity, .auroc, .accuracy] {
      let both = try #require(evaluation[figure])
      let (independent, clustered) = (try #require(both.independent), try #require(both.clustered))
      #expect(clustered.width > 1.5 * independent.width && both.quoted == clustered, "\(figure)")
    }
    #expect(evaluation.resampling == Evaluation.Resampling(patients: 12, resamples: 2000, seed: 20, strata: .labels))
    #expect(evaluation.table.hasSuffix("resampled patients\n(2000 resamples of 12). Where nothing varies there is none."))
    #expect(evaluation == (try Evaluation(scores, threshold: 0.5)), "the same films give the same intervals")
  }

  @Test func threeClassesOfFilmsWhoseKindIsKnown() throws {
    let classes = [(0.7, 0.2, 0.1), (0.1, 0.8, 0.1), (0.1, 0.5, 0.4), (0.2, 0.2, 0.6), (0.3, 0.3, 0.4)]
    let labels: [Label] = [.normal, .bacterial, .viral, .viral, .pneumonia]
    let scores = zip(labels, classes).enumerated().map { index, film in
      ScoredStudy(
        id: "\(index)", patient: "\(index)", label: film.0, probability: 1 - film.1.0,
        classes: ClassProbabilities(normal: film.1.0, bacterial: film.1.1, viral: film.1.2))
    }
    let three = try #require(try Evaluation(scores, threshold: 0.5).threeClasses)
    #expect(three.figures.confusion.counts == [[1, 0, 0], [0, 1, 0], [0, 1, 1]])
    #expect(three.leftOut == 1 && three.accuracy.value == 0.75 && three.figures.macroAUROC == 1)
    #expect(try Evaluation(Self.mixed, threshold: 0.5).threeClasses == nil)
    #expect(try Evaluation(scores, threshold: 0.5).table.contains("is viral                       0                 1                 1"))
  }

  @Test func aFigureThatNothingMovesHasNoInterval() throws {
    let evaluation = try Evaluation(Self.scores([(.normal, 0.1), (.normal, 0.2), (.viral, 0.8), (.viral, 0.9)]), threshold: 0.5)
    #expect(evaluation[.auroc] == QuotedInterval(value: 1, independent: nil, clustered: nil))
    #expect(evaluation.table.contains("AUROC              1.0000   no interval\n"))
    // Wilson's says what four films can.
    #expect(evaluation.sensitivity?.lower == Interval.wilson(successes: 2, trials: 2)?.lower)
  }

  @Test func scoresThatAreNoProbabilitiesHaveNoBrierScore() throws {
    let evaluation = try Evaluation(Self.scores([(.normal, -3), (.viral, 4)]), threshold: 0)
    #expect(evaluation.calibration == nil && evaluation.auroc == 1)
    #expect(evaluation.table.contains("Brier score           n/a   (a score is no probability)"))
  }

  @Test func whatIsUndefinedIsNullAndNotANumber() throws {
    let evaluation = try Evaluation(Self.scores([(.normal, 0.1), (.normal, 0.2)]), threshold: 0.5)
    #expect(evaluation.sensitivity == nil)
    #expect(evaluation.auroc == nil)
    let json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(evaluation)) as? NSDictionary)
    #expect(json["auroc"] is NSNull)
    #expect(json["sensitivity"] is NSNull)
    #expect(json["specificity"] as? Double == 1)
    let classes = try #require(json["classes"] as? [String: [String: Any]])
    #expect(classes["pneumonia"]?["precision"] is NSNull)
    #expect(classes["pneumonia"]?["f1"] is NSNull)
    #expect(classes["pneumonia"]?["support"] as? Int == 0)
    #expect(evaluation.table.contains("AUROC                 n/a"))
    #expect(evaluation.table.contains("sensitivity           n/a   (0 of 0 pneumonias found)"))
  }

  @Test func keysAreThoseThatWerePromised() throws {
    let evaluation = try Evaluation(Self.mixed, threshold: 0.5)
    let json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(evaluation)) as? [String: Any])
    #expect(
      Set(json.keys) == [
        "count", "threshold", "accuracy", "sensitivity", "specificity", "auroc", "confusion", "classes", "intervals", "ppv", "npv", "mcc",
        "balancedAccuracy", "kappa", "positiveLikelihoodRatio", "negativeLikelihoodRatio", "averagePrecision", "f1", "brier", "ece", "mce",
        "resampling", "threeClasses",
      ])
    #expect(json["confusion"] as? [String: Int] == ["tn": 2, "fp": 1, "fn": 1, "tp": 2])
    let classes = try #require(json["classes"] as? [String: [String: Double]])
    #expect(Set(classes.keys) == ["normal", "pneumonia"])
    for (name, figures) in classes { #expect(Set(figures.keys) == ["precision", "recall", "f1", "support"], "\(name)") }
    let intervals = try #require(json["intervals"] as? [String: Any])
    #expect(Set(intervals.keys) == Set(Figure.allCases.map(\.rawValue)).union(["brier", "classes"]))
    #expect(intervals["positiveLikelihoodRatio"] is NSNull, "without an alarm in many a resample")
    let sensitivity = try #require(intervals["sensitivity"] as? [String: Any])
    #expect(Set(sensitivity.keys) == ["value", "lower", "upper", "independent", "clustered"])
    let independent = try #require(sensitivity["independent"] as? [String: Double])
    // 2 of 3: (2/3 + z²/6 - z √(2/27 + z²/36)) / (1 + z²/3) at z = 1.959964.
    #expect(abs((independent["lower"] ?? 0) - 0.207_660) < 1e-6)
    // With three children the resamples go from none found to all.
    #expect(sensitivity["lower"] as? Double == 0 && sensitivity["upper"] as? Double == 1)
    let classIntervals = try #require(intervals["classes"] as? [String: [String: Any]])
    #expect(classIntervals["normal"]?["recall"] as? NSDictionary == intervals["specificity"] as? NSDictionary)
    #expect(classIntervals["pneumonia"]?["precision"] as? NSDictionary == intervals["ppv"] as? NSDictionary)
  }

  @Test func nothingToEvaluateIsAnError() throws {
    #expect(throws: DataError.self) { try Evaluation([], threshold: 0.5) }
    let error = #expect(throws: DataError.self) { try Evaluation(Self.scores([(.normal, 0.5), (.viral, .nan)]), threshold: 0.5) }
    #expect(error.map { "\($0)".contains("film1") } == true)
  }
}
