import Foundation
import Statistics
import Testing

@testable import PulmoKit

/// What a calibration makes of films whose frequencies are known.
@Suite struct CalibrationFitTests {
  /// Of 1,000 films at each of some logits as many are sick as `truth` says, of either kind and of none known.
  private static func scores(truth: (Double) -> Double) -> [ScoredStudy] {
    let kinds: [Label] = [.bacterial, .viral, .pneumonia]
    return [-6.0, -3, -1, 0.5, 2, 5].flatMap { logit in
      let sick = Int((1000 / (1 + exp(-truth(logit)))).rounded())
      return (0..<1000).map { film in
        ScoredStudy(
          id: "\(logit) \(film)", patient: "\(logit) \(film)", label: film < sick ? kinds[film % 3] : .normal,
          probability: 1 / (1 + exp(-logit)))
      }
    }
  }

  /// A network twice as certain as it should be is made half as certain.
  @Test func aTemperatureTakesCertaintyBack() throws {
    let fit = try #require(try Calibration(.temperature, fitting: Self.scores { $0 / 2 }, description: "half"))
    #expect(abs(fit.temperature - 2) < 0.02 && fit.bias == 0 && fit.studyCount == 6000 && fit.fittedOn == "half", "\(fit)")
  }

  /// A network that finds pneumonia too seldom is made to find it more often.
  @Test func aBiasMovesWhatIsFoundTooSeldom() throws {
    let fit = try #require(try Calibration(.platt, fitting: Self.scores { $0 / 1.5 + 0.7 }, description: "seldom"))
    #expect(abs(fit.temperature - 1.5) < 0.02 && abs(fit.bias - 0.7) < 0.02, "\(fit)")
    #expect(abs(fit(-6) - (-6 / 1.5 + 0.7)) < 0.1 && abs(fit(5) - (5 / 1.5 + 0.7)) < 0.1)
  }

  @Test func whatIsNoNumberIsNamed() throws {
    var scores = Self.scores { $0 }
    scores[7] = ScoredStudy(id: "bad", patient: "bad", label: .normal, probability: .nan)
    for choice in [CalibrationChoice.temperature, .platt] {
      #expect(throws: StatisticsError.notFinite(index: 7)) { try Calibration(choice, fitting: scores, description: "") }
    }
  }
}
