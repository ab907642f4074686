import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct EpochOrderTests {
  private func studies(normal: Int, bacterial: Int, viral: Int = 0) -> [Study] {
    let counts: [(Label, Int)] = [(.normal, normal), (.bacterial, bacterial), (.viral, viral)]
    let labels = counts.flatMap { Array(repeating: $0, count: $1) }
    return labels.enumerated().map { Study(id: "\($0)", patient: "\($0)", path: "/\($0)", label: $1, folder: nil) }
  }

  @Test func naturalSamplingUsesEachFilmOnce() throws {
    let order = try EpochOrder(studies(normal: 10, bacterial: 30), sampling: .natural, seed: 1, epoch: 0)
    #expect(order.picks.map(\.study).sorted() == Array(0..<40))
    #expect(order.picks.allSatisfy { $0.draw == 0 })
    #expect(order.picks.map(\.study) != Array(0..<40))
  }

  @Test func theOrderIsAFunctionOfSeedAndEpoch() throws {
    let studies = studies(normal: 20, bacterial: 20)
    for sampling in [Sampling.natural, .balanced, .balancedWithinSettings] {
      let order = try EpochOrder(studies, sampling: sampling, seed: 5, epoch: 2)
      #expect(try EpochOrder(studies, sampling: sampling, seed: 5, epoch: 2) == order, "\(sampling)")
      #expect(try EpochOrder(studies, sampling: sampling, seed: 5, epoch: 3) != order, "\(sampling)")
      #expect(try EpochOrder(studies, sampling: sampling, seed: 6, epoch: 2) != order, "\(sampling)")
    }
  }

  /// Worked out by the same steps in Python: a run resumed by a later release must go on in the same order.
  @Test func theOrderStaysTheSameFromReleaseToRelease() throws {
    let order = try EpochOrder(studies(normal: 6, bacterial: 6), sampling: .natural, seed: 7, epoch: 1)
    #expect(order.picks.map(\.study) == [2, 1, 0, 5, 6, 4, 11, 9, 7, 8, 3, 10])
  }

  @Test(arguments: [(4, 10, 0), (10, 2, 2), (5, 5, 5), (1, 0, 7), (6, 6, 0)])
  func balancedSamplingRepeatsTheRarerClass(normal: Int, bacterial: Int, viral: Int) throws {
    let studies = studies(normal: normal, bacterial: bacterial, viral: viral)
    let order = try EpochOrder(studies, sampling: .balanced, seed: 3, epoch: 4)
    let larger = max(normal, bacterial + viral)
    let uses = order.picks.reduce(into: [Int](repeating: 0, count: studies.count)) { $0[$1.study] += 1 }
    for isPneumonia in [false, true] {
      let ofClass = studies.indices.filter { studies[$0].label.isPneumonia == isPneumonia }.map { uses[$0] }
      #expect(ofClass.reduce(0, +) == larger, "pneumonia \(isPneumonia)")
      #expect((ofClass.max() ?? 0) - (ofClass.min() ?? 0) <= 1, "no film is used more than once more than another")
    }
    // The draws of a film count up from 0 in the order of its uses.
    for study in studies.indices {
      #expect(order.picks.filter { $0.study == study }.map(\.draw) == Array(0..<uses[study]), "film \(study)")
    }
  }

  @Test func theFilmsThatFillUpAreDealtAnewEachEpoch() throws {
    let studies = studies(normal: 20, bacterial: 30)
    let repeated = try (0..<3).map { epoch in
      Set(try EpochOrder(studies, sampling: .balanced, seed: 3, epoch: epoch).picks.filter { $0.draw == 1 }.map(\.study))
    }
    #expect(repeated.allSatisfy { $0.count == 10 })
    #expect(Set(repeated).count == 3)
  }

  /// Setting a: 2 normal and 6 sick films; b: 10 and 5; c: 1 and 20, where four uses are the most; d: sick ones alone; films of no setting: 1 and 2.
  @Test func withinSettingsTheRarerClassIsRepeatedAtMostFourTimes() throws {
    let parts: [(setting: String?, normal: Int, sick: Int)] = [("a", 2, 6), ("b", 10, 5), ("c", 1, 20), ("d", 0, 9), (nil, 1, 2)]
    var studies: [Study] = []
    var names: [String: String] = [:]
    for (setting, normal, sick) in parts {
      for label in Array(repeating: Label.normal, count: normal) + Array(repeating: .viral, count: sick) {
        let id = "\(studies.count)"
        studies.append(Study(id: id, patient: id, path: "/\(id)", label: label, folder: nil))
        names[id] = setting
      }
    }
    let order = try EpochOrder(
      studies, sampling: .balancedWithinSettings, settings: AcquisitionSettings(names: names), seed: 3, epoch: 0)
    let used = Dictionary(grouping: order.picks) { "\(names["\($0.study)"] ?? "-") \(studies[$0.study].label)" }.mapValues(\.count)
    #expect(
      used == [
        "a normal": 6, "a viral": 6, "b normal": 10, "b viral": 10, "c normal": 4, "c viral": 20, "d viral": 9, "- normal": 2, "- viral": 2,
      ])
  }

  @Test func balancedSamplingNeedsBothClasses() {
    #expect(throws: DataError.self) { try EpochOrder(studies(normal: 5, bacterial: 0), sampling: .balanced, seed: 0, epoch: 0) }
  }

  @Test func theShuffleReachesEveryOrderAboutEquallyOften() {
    var generator = SplitMix64(seed: 11)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 {
      var order = [0, 1, 2]
      order.shuffle(with: &generator)
      counts[order, default: 0] += 1
    }
    #expect(counts.count == 6)
    // 1000 each, standard deviation 29.
    for (order, count) in counts { #expect((870...1130).contains(count), "\(order)") }
  }
}
