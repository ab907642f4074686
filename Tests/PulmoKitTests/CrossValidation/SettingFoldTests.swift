import Testing

@testable import PulmoKit

/// Folds of whole acquisition settings.
@Suite struct SettingFoldTests {
  /// Settings A to F of 240, 120, 100, 60, 44 and 30 films: half of each normal, but of F, which has five normal films. Two films a child in
  /// the order they come, so that some children stand on two sides of a setting's end.
  private static func films() -> (studies: [Study], settings: AcquisitionSettings, hashes: FileHashes) {
    let sizes = [("A", 240), ("B", 121), ("C", 100), ("D", 60), ("E", 44), ("F", 30)]
    var studies: [Study] = []
    var names: [String: String] = [:]
    for (name, size) in sizes {
      for index in 0..<size {
        let id = "film\(1000 + studies.count)"
        let isNormal = name == "F" ? index < 5 : index % 2 == 0
        studies.append(
          Study(id: id, patient: "p\(studies.count / 2)", path: "", label: isNormal ? .normal : .viral, folder: nil))
        names[id] = name
      }
    }
    let hashes = FileHashes(sha256: Dictionary(uniqueKeysWithValues: studies.map { ($0.id, $0.id) }))
    return (studies, AcquisitionSettings(names: names), hashes)
  }

  @Test func everyMeasurableSettingIsHeldOutOnceAndWhole() throws {
    let (studies, settings, hashes) = Self.films()
    // The last film of A shows the picture of the first of F.
    let copies = [(studies[239].id, studies[565].id)]
    func folds(of studies: [Study]) throws -> [Split] {
      try Split.folds(of: studies, bySetting: settings, count: 3, validationShare: 0.1, seed: 7, hashes: hashes, copies: copies)
    }
    let splits = try folds(of: studies)
    // Largest first onto the smallest fold.
    let held = splits.map { split in Set(split.test.compactMap { settings[$0] }) }
    #expect(held == [["A"], ["B", "E"], ["C", "D"]])
    for (split, held) in zip(splits, held) {
      #expect(split.test.map(\.id) == studies.filter { held.contains(settings[$0] ?? "") }.map(\.id))
      let learned = split.train + split.val
      #expect(learned.allSatisfy { !held.contains(settings[$0] ?? "") })
      let measuredPatients = Set(split.test.map(\.patient))
      #expect(learned.allSatisfy { !measuredPatients.contains($0.patient) })
      // Nothing else is left out than films of children and pictures that are measured.
      let parts = Set((learned + split.test).map(\.id))
      for study in studies where !parts.contains(study.id) {
        // Patient p282 has the last film of E besides: with either setting held out, both children are.
        let isCopied = !held.isDisjoint(with: ["A", "E"]) && ["p119", "p282"].contains(study.patient)
        #expect(measuredPatients.contains(study.patient) || isCopied, "\(study.id) of \(study.patient)")
      }
      #expect(abs(Double(split.val.count) / Double(learned.count) - 0.1) < 0.03)
      #expect(learned.contains { settings[$0] == "F" }, "a setting that is not measured is learned from")
    }
    #expect(!(splits[0].train + splits[0].val).contains { $0.id == studies[565].id }, "a copy of a measured picture")
    #expect(try folds(of: studies.reversed()) == splits)
  }

  @Test func whatCannotBeHeldOutIsSaid() throws {
    let (studies, settings, hashes) = Self.films()
    func reason(_ settings: AcquisitionSettings, folds: Int) throws -> String {
      let error = #expect(throws: DataError.self) {
        try Split.folds(of: studies, bySetting: settings, count: folds, validationShare: 0.1, seed: 7, hashes: hashes, copies: [])
      }
      return "\(try #require(error))"
    }
    #expect(try reason(settings, folds: 6).contains("5 of 6 settings have 20 normal films and 20 pneumonias, too few for 6 folds"))
    #expect(try reason(settings, folds: 6).contains("ask for 5 folds at most"))
    let single = AcquisitionSettings(names: settings.names.mapValues { $0 == "F" ? "F" : "A" })
    #expect(try reason(single, folds: 2).contains("look for fewer settings, or give more films"))
    var partial = settings.names
    partial["film1003"] = nil
    #expect(try reason(AcquisitionSettings(names: partial), folds: 2).contains("1 of 595 films have no setting, such as film1003"))
    let two = AcquisitionSettings(names: settings.names.mapValues { _ in "A" }.merging(["film1000": "B"]) { $1 })
    #expect(try reason(two, folds: 2).contains("1 of 2 settings"))
  }
}
