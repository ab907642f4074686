import Foundation
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct FilmProbabilitiesTests {
  private static let logits: [Float] = [0.5, 1.25, -0.75]
  private static let halving = Calibration(temperature: 2, fittedOn: "", studyCount: 0)

  /// exp 0.5 = 1.648721, exp 1.25 = 3.490343, exp -0.75 = 0.472367; their sum is 5.611431.
  @Test func threeLogitsAreASoftmax() throws {
    let film = FilmProbabilities(logits: Self.logits, .threeClasses, nil)
    let classes = try #require(film.classes)
    #expect(abs(classes.normal - 0.293_815) < 1e-6)
    #expect(abs(classes.bacterial - 0.622_005) < 1e-6)
    #expect(abs(classes.viral - 0.084_179) < 1e-6)
    #expect(abs(film.pneumonia - 0.706_185) < 1e-6)
  }

  /// The margin, log(3.490343 + 0.472367) - 0.5 = 0.876926, is halved: 1 / (1 + exp -0.438463) = 0.607893.
  @Test func temperatureMovesPneumoniaAndLeavesTheKindsTheirShares() throws {
    let plain = FilmProbabilities(logits: Self.logits, .threeClasses, nil)
    let film = FilmProbabilities(logits: Self.logits, .threeClasses, Self.halving)
    let (before, after) = (try #require(plain.classes), try #require(film.classes))
    #expect(abs(film.pneumonia - 0.607_893) < 1e-6)
    let shares = (before: before.bacterial / before.viral, after: after.bacterial / after.viral)
    #expect(abs(shares.after - shares.before) < 1e-9)
    let sum = after.normal + after.bacterial + after.viral
    #expect(abs(sum - 1) < 1e-12)
    let halved = FilmProbabilities(logits: [0.5], .binary, nil)
    #expect(FilmProbabilities(logits: [1], .binary, Self.halving) == halved)
  }

  /// 1.5 / 2 - 0.25 = 0.5 is the logit that the first calibration makes of 1.5; 0.5 / 0.5 + 3 = 4 what the second makes of that.
  @Test func calibrationsFollowEachOther() {
    let first = Calibration(temperature: 2, bias: -0.25, fittedOn: "a", studyCount: 1)
    let second = Calibration(temperature: 0.5, bias: 3, fittedOn: "b", studyCount: 2)
    #expect(first(1.5) == 0.5 && second(0.5) == 4)
    #expect(second.after(first) == Calibration(temperature: 1, bias: 2.5, fittedOn: "b", studyCount: 2))
    #expect(second.after(first)(1.5) == 4 && second.after(nil) == second)
    #expect(FilmProbabilities(logits: [1.5], .binary, first) == FilmProbabilities(logits: [0.5], .binary, nil))
  }

  @Test func extremeLogitsStayNumbers() throws {
    let sick = FilmProbabilities(logits: [-500, 500, 400], .threeClasses, nil)
    #expect(sick.pneumonia == 1)
    let classes = try #require(sick.classes)
    #expect(classes.normal < 1e-300)
    #expect(classes.bacterial == 1)
    #expect(classes.viral < 1e-40)
    #expect(FilmProbabilities(logits: [500, -500, -500], .threeClasses, nil).pneumonia == 0)
  }

  /// What is hardly normal at all is still a number of its own, not what is left of 1: log(e^100 + e^90) + 100 = 200.0000454.
  @Test func normalKeepsItsPrecision() throws {
    let film = FilmProbabilities(logits: [-100, 100, 90], .threeClasses, nil)
    let normal = try #require(film.classes?.normal)
    #expect(abs(normal / exp(-200.000_045_398_9) - 1) < 1e-9)
  }

  /// Each class by its name; a kind is unknown to a network of one logit.
  @Test func eachClassHasItsProbability() throws {
    let film = FilmProbabilities(logits: Self.logits, .threeClasses, nil)
    let classes = try #require(film.classes)
    let labels: [Label] = [.normal, .bacterial, .viral, .pneumonia]
    #expect(labels.map { film.probability(of: $0) } == [classes.normal, classes.bacterial, classes.viral, film.pneumonia])
    #expect(abs(film.pneumonia - (1 - classes.normal)) < 1e-12)
    let binary = FilmProbabilities(pneumonia: 0.75)
    #expect(labels.map { binary.probability(of: $0) } == [0.25, nil, nil, 0.75])
  }

  /// A pneumonia of unknown kind is of the union of the two kinds, whose target stands behind the classes'.
  @Test func targetsFitTheLoss() {
    let scheme = LabelScheme.threeClasses
    let targets: [[Float]] = [Label.normal, .bacterial, .viral, .pneumonia].map(scheme.target)
    let expected: [[Float]] = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    #expect(targets == expected)
    #expect(targets.allSatisfy { $0.count == scheme.targetCount })
    let kinds = scheme.labels.indices.filter { scheme.labels[$0] != "normal" }
    #expect(scheme.loss(classWeights: [1, 2, 3], labelSmoothing: 0).unions == [kinds])
    let loss = scheme.loss(classWeights: [1, 2, 3], labelSmoothing: 0.25)
    #expect(loss.classWeights == [1, 2, 3] && loss.labelSmoothing == 0.25)
    let sick: [Label] = [.bacterial, .viral, .pneumonia]
    #expect(sick.allSatisfy { LabelScheme.binary.target(of: $0) == [1] })
    #expect(LabelScheme.binary.target(of: .pneumonia) == [1] && LabelScheme.binary.target(of: .normal) == [0])
  }
}
