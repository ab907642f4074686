import Testing

@testable import PulmoKit

@Suite struct BackgroundsTests {
  /// Forty films of two children.
  private let studies = (0..<40).map {
    Study(id: "\($0)", patient: "child \($0 / 20)", path: "", label: $0 % 2 == 0 ? .normal : .viral, folder: nil)
  }

  @Test func theyAreOfAnotherChildAndBlindToLabels() {
    let backgrounds = Backgrounds(of: studies, seed: 1)
    #expect(studies.allSatisfy { backgrounds[$0].patient != $0.patient })
    let alike = studies.count { backgrounds[$0].label == $0.label }
    #expect((8...32).contains(alike), "\(alike) of 40 have their own label behind them")
    #expect(studies.map { Backgrounds(of: studies, seed: 1)[$0] } == studies.map { backgrounds[$0] })
    #expect(studies.map { Backgrounds(of: studies, seed: 2)[$0] } != studies.map { backgrounds[$0] })
  }

  @Test func aChildAloneHasItsOwn() {
    let alone = Array(studies.prefix(20))
    #expect(Backgrounds(of: alone, seed: 1)[alone[3]] == alone[3])
  }
}
