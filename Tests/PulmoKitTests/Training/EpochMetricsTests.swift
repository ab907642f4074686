import Testing

@testable import PulmoKit

@Suite struct EpochMetricsTests {
  @Test func crossEntropyByHand() {
    func score(_ label: Label, _ probability: Double) -> ScoredStudy {
      ScoredStudy(id: "a", patient: "a", label: label, probability: probability)
    }
    // -(ln 0.8 + ln (1 - 0.5)) / 2
    #expect(
      abs(meanCrossEntropy([score(.viral, 0.8), score(.normal, 0.5)]) - 0.458145365937) < 1e-11)
    // Certain and wrong: -ln 1e-7.
    #expect(abs(meanCrossEntropy([score(.normal, 1)]) - 16.1180956510) < 1e-9)
  }
}
