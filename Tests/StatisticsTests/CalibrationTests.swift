import Foundation
import Statistics
import Testing

@Suite("Calibration")
struct CalibrationTests {
  @Test func brierByHandAndByScikitLearn() throws {
    #expect(try BrierScore.value(probabilities: [0.5, 1, 0], labels: [true, true, true]) == (0.25 + 0 + 1) / 3)
    #expect(try BrierScore.value(probabilities: [], labels: []) == nil)
    #expect(throws: StatisticsError.notAProbability(index: 1)) { try BrierScore.value(probabilities: [0, -0.1], labels: [true, true]) }
    #expect(throws: StatisticsError.notAProbability(index: 0)) { try BrierScore.value(probabilities: [.nan], labels: [true]) }
    let evidence = try Evidence.read()
    for (films, expected) in zip(evidence.sets, evidence.brier) {
      expectClose(try BrierScore.value(probabilities: films.scores, labels: films.isPositive), expected, films.name)
    }
  }

  @Test func binsTakeTheirUpperEnd() throws {
    let reliability = try Reliability(probabilities: [0, 0.5, 0.51, 1], labels: [false, true, true, true], binCount: 2)
    #expect(reliability.bins.map(\.count) == [2, 2])
    #expect(reliability.bins.map(\.meanProbability) == [0.25, 0.755])
    #expect(reliability.bins.map(\.positiveRate) == [0.5, 1])
    expectClose(reliability.expectedError, (2 * 0.25 + 2 * 0.245) / 4, "expected")
    #expect(reliability.maximumError == 0.25)
  }

  @Test func emptyBinsAndNoFilms() throws {
    let reliability = try Reliability(probabilities: [0.95], labels: [true])
    #expect(reliability.bins.count == 10 && reliability.bins[0].meanProbability == nil && reliability.bins[0].positiveRate == nil)
    for binning in [Reliability.Binning.equalWidth, .equalMass] {
      let empty = try Reliability(probabilities: [], labels: [], binning: binning)
      #expect(empty.expectedError == nil && empty.maximumError == nil, "\(binning)")
    }
    #expect(throws: StatisticsError.notAProbability(index: 0)) { try Reliability(probabilities: [2], labels: [true]) }
  }

  @Test func reliabilityGoldens() throws {
    let evidence = try Evidence.read()
    for (films, golden) in zip(evidence.sets, evidence.reliability) {
      for (strategy, binning) in [("uniform", Reliability.Binning.equalWidth), ("quantile", .equalMass)] {
        let expected = try #require(golden[strategy])
        let reliability = try Reliability(probabilities: films.scores, labels: films.isPositive, binning: binning)
        let bins = reliability.bins.filter { $0.count > 0 }
        let name = "\(films.name), \(strategy)"
        #expect(bins.map(\.count) == expected.counts, "\(name)")
        for (index, bin) in bins.enumerated() {
          expectClose(bin.meanProbability, expected.meanProbabilities[index], "\(name), bin \(index)")
          expectClose(bin.positiveRate, expected.positiveRates[index], "\(name), bin \(index)")
        }
        expectClose(reliability.expectedError, expected.expectedError, name)
        expectClose(reliability.maximumError, expected.maximumError, name)
      }
    }
  }

  @Test func logitsAndProbabilities() {
    for probability in [1e-12, 0.1, 0.5, 0.75, 1 - 1e-12] {
      let back = Logistic.probability(ofLogit: Logistic.logit(ofProbability: probability))
      #expect(abs(back - probability) < 1e-15, "\(probability)")
    }
    #expect(abs(Logistic.logit(ofProbability: 0) + 36.7368) < 1e-4 && abs(Logistic.logit(ofProbability: 1) - 36.7368) < 1e-4)
    #expect(Logistic.probability(ofLogit: -800) >= 0 && Logistic.probability(ofLogit: 800) == 1)
  }

  @Test func fittedGoldens() throws {
    let evidence = try Evidence.read()
    #expect(evidence.fits.count == 2)
    for (films, expected) in zip(evidence.sets, evidence.fits) {
      let logits = films.scores.map(Logistic.logit(ofProbability:))
      let temperature = try TemperatureScaling(fitting: logits, labels: films.isPositive)
      #expect(abs(temperature.temperature - expected.temperature) < 1e-9 * expected.temperature, "\(films.name): \(temperature)")
      let platt = try PlattScaling(fitting: logits, labels: films.isPositive)
      #expect(abs(platt.slope - expected.slope) < 1e-9 && abs(platt.intercept - expected.intercept) < 1e-9, "\(films.name): \(platt)")
      let isotonic = try IsotonicCalibration(fitting: films.scores, labels: films.isPositive)
      for (score, probability) in zip(expected.isotonicAt, expected.isotonic) {
        expectClose(isotonic.probability(ofScore: score), probability, "\(films.name), isotonic at \(score)")
      }
    }
  }

  /// Certainty tenfold and a tenth is found and taken back, from wherever the fit starts.
  @Test(arguments: [0.001, 0.1, 10, 1000])
  func aScaleIsTakenBack(scale: Double) throws {
    let films = try Evidence.read().sets[0]
    let logits = films.scores.map(Logistic.logit(ofProbability:))
    let scaled = logits.map { $0 * scale }
    let (one, other) = (
      try TemperatureScaling(fitting: logits, labels: films.isPositive), try TemperatureScaling(fitting: scaled, labels: films.isPositive)
    )
    #expect(abs(other.temperature / scale - one.temperature) < 1e-9, "\(other)")
    let platt = try PlattScaling(fitting: logits, labels: films.isPositive)
    let scaledPlatt = try PlattScaling(fitting: scaled, labels: films.isPositive)
    #expect(abs(scaledPlatt.slope * scale - platt.slope) < 1e-9 && abs(scaledPlatt.intercept - platt.intercept) < 1e-9)
    for (logit, scaledLogit) in zip(logits, scaled) {
      #expect(abs(one.probability(ofLogit: logit) - other.probability(ofLogit: scaledLogit)) < 1e-9)
      #expect(abs(platt.probability(ofLogit: logit) - scaledPlatt.probability(ofLogit: scaledLogit)) < 1e-9)
    }
  }

  @Test func isotonicByHand() throws {
    // 1: 0; 2: 1 then 3: 0 are pooled to a half; 4: 1.
    let fit = try IsotonicCalibration(fitting: [3, 1, 2, 4], labels: [false, false, true, true])
    #expect(fit.scores == [1, 2, 3, 4] && fit.probabilities == [0, 0.5, 0.5, 1])
    #expect([0, 1, 1.5, 2, 2.5, 3.5, 9].map(fit.probability(ofScore:)) == [0, 0, 0.25, 0.5, 0.5, 0.75, 1])
    let tied = try IsotonicCalibration(fitting: [1, 1, 1], labels: [false, true, true])
    #expect(tied.scores == [1] && tied.probability(ofScore: 5) == 2.0 / 3)
  }

  @Test func whatCannotBeFittedIsSaid() {
    #expect(throws: StatisticsError.empty) { try PlattScaling(fitting: [], labels: []) }
    #expect(throws: StatisticsError.noNegatives) { try IsotonicCalibration(fitting: [1, 2], labels: [true, true]) }
    #expect(throws: StatisticsError.noPositives) { try TemperatureScaling(fitting: [1], labels: [false]) }
    #expect(throws: StatisticsError.notFinite(index: 1)) { try TemperatureScaling(fitting: [1, .infinity], labels: [false, true]) }
    #expect(throws: StatisticsError.notFinite(index: 0)) { try IsotonicCalibration(fitting: [.nan, 1], labels: [false, true]) }
    for attempt in [
      { _ = try TemperatureScaling(fitting: [-1, 2], labels: [false, true]) },
      { _ = try TemperatureScaling(fitting: [1, -2, 0.5], labels: [false, true, true]) },
      { _ = try TemperatureScaling(fitting: [0, 0], labels: [false, true]) },
      { _ = try PlattScaling(fitting: [2, 2], labels: [false, true]) },
      { _ = try PlattScaling(fitting: [-1e200, 1e200], labels: [false, true]) },
    ] as [() throws -> Void] {
      let error = #expect(throws: StatisticsError.self, performing: attempt)
      guard case .noFit = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test(arguments: [([-1, 2, -0.5], [false, true, true]), ([1, -2, 0.5], [true, false, false])])
  func oneFilmOnTheWrongSideIsEnoughForATemperature(logits: [Double], labels: [Bool]) throws {
    let fit = try TemperatureScaling(fitting: logits, labels: labels)
    // There the labels are likeliest: Σ (probability - label) · logit is 0.
    let slope = zip(logits, labels).reduce(0) { $0 + (fit.probability(ofLogit: $1.0) - ($1.1 ? 1 : 0)) * $1.0 }
    #expect(abs(slope) < 1e-12, "\(fit): \(slope)")
  }

  @Test func separatedClassesHaveAFinitePlattFit() throws {
    let fit = try PlattScaling(fitting: [-3, -2, 2, 3], labels: [false, false, true, true])
    // Platt's targets are 1/4 and 3/4.
    #expect(fit.slope > 0.3 && fit.slope < 0.6 && abs(fit.intercept) < 1e-9, "\(fit)")
  }

  @Test func fitsSurviveJSON() throws {
    let isotonic = try IsotonicCalibration(fitting: [0.1, 0.2, 0.7], labels: [false, true, true])
    #expect(try JSONDecoder().decode(IsotonicCalibration.self, from: JSONEncoder().encode(isotonic)) == isotonic)
    let platt = PlattScaling(slope: 0.1 + 0.2, intercept: -1)
    #expect(try JSONDecoder().decode(PlattScaling.self, from: JSONEncoder().encode(platt)) == platt)
  }
}
