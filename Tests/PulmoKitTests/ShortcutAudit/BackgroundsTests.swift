import Testing

@testable import PulmoKit

@Suite struct BackgroundsTests {
  /// Forty films of two children.
  private let studies = (0..<40).map {
    Study(id: "\($0)", patient: "child \($0 / 20)", path: "", label: $0 % 2 == 0 ? .normal : .viral, folder: nil)
  }

  @Test func theyAreOfAnotherChildAndBlindToLabels() {
    let backgrounds = Backgrounds(of: studies, seed: 1)
    let behind = studies.compactMap { study in backgrounds[study].map { studies[$0] } }
    #expect(behind.count == 40 && zip(studies, behind).allSatisfy { $0.patient != $1.patient })
    let alike = zip(studies, behind).count { $0.label == $1.label }
    #expect((8...32).contains(alike), "\(alike) of 40 have their own label behind them")
    #expect(studies.map { Backgrounds(of: studies, seed: 1)[$0] } == studies.map { backgrounds[$0] })
    #expect(studies.map { Backgrounds(of: studies, seed: 2)[$0] } != studies.map { backgrounds[$0] })
  }

  @Test func aChildAloneHasNone() {
    let alone = Array(studies.prefix(20))
    #expect(Backgrounds(of: alone, seed: 1)[alone[3]] == nil)
  }
}
