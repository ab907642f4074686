import Foundation
import NeuralNet
import Testing

@testable import PulmoKit

@Suite("Grouped splits")
struct DatasetSplitTests {
  /// Films that exist in no file: `(patient, label, content)` each.
  private func films(_ films: [(patient: String, label: Label, content: String)]) -> (studies: [Study], hashes: FileHashes) {
    let studies = films.enumerated().map { index, film in
      let number = String(index + 10000)
      return Study(id: "film\(number)", patient: film.patient, path: "/nowhere/\(number)", label: film.label, folder: nil)
    }
    let hashes = zip(studies, films).map { ($0.id, $1.content) }
    return (studies, FileHashes(sha256: Dictionary(hashes) { first, _ in first }))
  }

  /// Patients with 1 to 30 films, mostly few, like the real ones.
  private func syntheticFilms(seed: UInt64) -> (studies: [Study], hashes: FileHashes) {
    var random = SplitMix64(seed: seed)
    var list: [(patient: String, label: Label, content: String)] = []
    for (label, patients) in [(Label.normal, 300), (.bacterial, 500), (.viral, 350), (.pneumonia, 120)] {
      for patient in 0..<patients {
        let count = random.next() % 20 == 0 ? 5 + random.next() % 26 : 1 + random.next() % 3
        for _ in 0..<count { list.append(("\(label)\(patient)", label, "content\(list.count)")) }
      }
    }
    return films(list)
  }

  private func checkShares(
    _ split: Split, of studies: [Study], fractions: [Double], tolerance: Double, _ comment: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (part, fraction) in zip(SplitName.allCases, fractions) {
      let share = Double(split[part].count) / Double(studies.count)
      #expect(abs(share - fraction) <= tolerance, "\(comment): \(part) has \(share) of the films", sourceLocation: sourceLocation)
      for label in Label.allCases {
        let all = studies.count { $0.label == label }
        guard all > 0 else { continue }
        let share = Double(split[part].count { $0.label == label }) / Double(all)
        #expect(abs(share - fraction) <= tolerance, "\(comment): \(part) has \(share) of \(label)", sourceLocation: sourceLocation)
      }
    }
    let ids = SplitName.allCases.flatMap { split[$0] }.map(\.id)
    #expect(ids.sorted() == studies.map(\.id).sorted(), "\(comment): every film stands in one part", sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    [0.8, 0.1, 0.1], [0.9, 0.1, 0], [0.7, 0, 0.3], [0.5, 0.25, 0.25], [1, 0, 0], [0.34, 0.33, 0.33], [0.05, 0.05, 0.9],
  ])
  func sharesAreNearTheWantedOnes(fractions: [Double]) throws {
    for seed in UInt64(0)..<5 {
      let (studies, hashes) = syntheticFilms(seed: seed)
      let split = try Split.grouped(studies, fractions: fractions, seed: seed, hashes: hashes)
      checkShares(split, of: studies, fractions: fractions, tolerance: 0.01, "seed \(seed)")
    }
  }

  @Test func oneContentUnderTwoPatientsKeepsThemTogether() throws {
    // Patients 2k and 2k + 1 share one picture, and nothing else links them: all four films of such a pair belong together.
    var list: [(patient: String, label: Label, content: String)] = []
    for patient in 0..<80 {
      list.append(("p\(patient)", .normal, "own\(patient)"))
      list.append(("p\(patient)", .normal, "shared\(patient / 2)"))
    }
    let (studies, hashes) = films(list)
    for seed in UInt64(0)..<10 {
      let split = try Split.grouped(studies, fractions: [0.5, 0.25, 0.25], seed: seed, hashes: hashes)
      var partOfPair: [Int: Set<SplitName>] = [:]
      for part in SplitName.allCases {
        for study in split[part] {
          let patient = try #require(Int(study.patient.dropFirst()))
          partOfPair[patient / 2, default: []].insert(part)
        }
      }
      #expect(partOfPair.count == 40)
      #expect(partOfPair.values.allSatisfy { $0.count == 1 }, "seed \(seed)")
    }
  }

  @Test func filmsLinkedThroughOthersBelongTogether() throws {
    // a-b share patient 1, b-c a content, c-d patient 2: one group of four beside four single films.
    let (studies, hashes) = films([
      ("1", .viral, "a"), ("1", .viral, "same"), ("2", .viral, "same"), ("2", .viral, "d"), ("3", .viral, "e"), ("4", .viral, "f"),
      ("5", .viral, "g"), ("6", .viral, "h"),
    ])
    for seed in UInt64(0)..<20 {
      let split = try Split.grouped(studies, fractions: [0.5, 0.5, 0], seed: seed, hashes: hashes)
      let chain = Set(studies.prefix(4))
      #expect(chain.isSubset(of: split.train) || chain.isSubset(of: split.val), "seed \(seed)")
      #expect(split.train.count == 4, "seed \(seed)")
    }
  }

  @Test func theSplitIsAFunctionOfFilmsFractionsAndSeed() throws {
    let (studies, hashes) = syntheticFilms(seed: 1)
    let split = try Split.grouped(studies, fractions: [0.8, 0.1, 0.1], seed: 7, hashes: hashes)
    #expect(try Split.grouped(studies, fractions: [0.8, 0.1, 0.1], seed: 8, hashes: hashes) != split)

    let interleaved = films((0..<200).map { ("p\($0 % 40)", $0 % 3 == 0 ? Label.normal : .viral, "c\($0)") })
    let mixed = (0..<200).map { interleaved.studies[$0 * 37 % 200] }
    #expect(
      try Split.grouped(mixed, fractions: [0.8, 0.1, 0.1], seed: 7, hashes: interleaved.hashes)
        == Split.grouped(interleaved.studies, fractions: [0.8, 0.1, 0.1], seed: 7, hashes: interleaved.hashes))

    // Fixed for ever: a recipe's seed has to mean the same split in every version.
    let small = films((0..<12).map { ("p\($0)", $0 < 6 ? Label.normal : .viral, "c\($0)") })
    let dealt = try Split.grouped(small.studies, fractions: [0.5, 0.25, 0.25], seed: 3, hashes: small.hashes)
    let numbers = SplitName.allCases.map { part in dealt[part].map { String($0.id.suffix(2)) }.joined(separator: " ") }
    #expect(numbers == ["02 03 04 06 08 11", "05 07 10", "00 01 09"])
  }

  @Test func largePatientsLandInEveryPart() throws {
    // A deal by size that fills train first would leave the small parts only patients of few films.
    let (studies, hashes) = syntheticFilms(seed: 2)
    let sizes = Dictionary(grouping: studies, by: \.patient).mapValues(\.count)
    var large = [SplitName: Int]()
    for seed in UInt64(0)..<40 {
      let split = try Split.grouped(studies, fractions: [0.8, 0.1, 0.1], seed: seed, hashes: hashes)
      for part in SplitName.allCases { large[part, default: 0] += Set(split[part].map(\.patient)).count { sizes[$0, default: 0] >= 5 } }
    }
    let all = Double(large.values.reduce(0, +))
    for (part, fraction) in [(SplitName.train, 0.8), (.val, 0.1), (.test, 0.1)] {
      let share = Double(large[part, default: 0]) / all
      #expect(abs(share - fraction) < 0.02, "\(part) has \(share) of the large patients")
    }
  }

  @Test func fewPatientsStillReachEveryPart() throws {
    let (studies, hashes) = films((0..<8).map { ("p\($0)", $0 < 4 ? Label.normal : .bacterial, "c\($0)") })
    for seed in UInt64(0)..<20 {
      let split = try Split.grouped(studies, fractions: [0.8, 0.1, 0.1], seed: seed, hashes: hashes)
      #expect(!split.val.isEmpty && !split.test.isEmpty, "seed \(seed)")
    }
  }

  @Test func impossibleRequestsAreRefused() throws {
    let (studies, hashes) = films([("1", .normal, "a"), ("1", .viral, "b"), ("2", .normal, "a")])
    for fractions in [[0.8, 0.2], [0.8, 0.3, -0.1], [0.5, 0.2, 0.2], [.nan, 0.5, 0.5], [2, -0.5, -0.5]] {
      #expect(throws: DataError.self, "\(fractions)") { try Split.grouped(studies, fractions: fractions, seed: 0, hashes: hashes) }
    }
    // All three films are one group.
    let error = #expect(throws: DataError.self) { try Split.grouped(studies, fractions: [0.5, 0.5, 0], seed: 0, hashes: hashes) }
    #expect(error?.description.contains("3 films in 1 groups") == true)
  }

  @Test func overlapsAreRefused() throws {
    let (studies, hashes) = films([("1", .normal, "a"), ("1", .normal, "b"), ("2", .normal, "c"), ("3", .normal, "c")])
    let patients = #expect(throws: DataError.self) { try Split([.train: [studies[0]], .val: [studies[1]]], hashes: hashes) }
    #expect(patients?.description.contains("patient 1 stands on two sides: film10000 in train, film10001 in val") == true)
    let contents = #expect(throws: DataError.self) { try Split([.val: [studies[2]], .test: [studies[3]]], hashes: hashes) }
    #expect(contents?.description.contains("the same picture stands on two sides: film10002 in val, film10003 in test") == true)
    #expect(throws: Never.self) { try Split([.train: [studies[0], studies[1]], .test: [studies[2], studies[3]]], hashes: hashes) }
  }

  @Test func contentIsTheFilesBytes() throws {
    let folder = try TemporaryFolder().write("NORMAL/a.png", "NORMAL/b.png", content: "abc")
    try folder.write("NORMAL/c.png", content: "")
    let hashes = try FileHashes(of: try Dataset(at: folder.path).studies)
    // FIPS 180-2's example "abc", and the empty message.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    #expect(hashes.sha256 == ["NORMAL/a.png": abc, "NORMAL/b.png": abc, "NORMAL/c.png": empty])
    // sha256sum NORMAL/* | sha256sum
    #expect(hashes.digest == "24d5fb576c426f0696d1e3d5b9496d99aff2189fffd35955fd3c8ec498fa6d67")
    let gone = Study(id: "x", patient: "x", path: folder("gone.png"), label: .normal, folder: nil)
    #expect(throws: DataError.notFound(path: folder("gone.png"))) { try FileHashes(of: [gone]) }
  }

  @Test func aSplitIsWrittenAndReadBack() throws {
    let folder = try TemporaryFolder()
    for index in 0..<20 { try folder.write("\(index % 2 == 0 ? "NORMAL" : "PNEUMONIA")/film, \(index).png") }
    let dataset = try Dataset(at: folder.path)
    let split = try Split.grouped(dataset.studies, fractions: [0.6, 0.2, 0.2], seed: 5)
    try split.write(to: folder("split.csv"))
    #expect(try Split(csv: folder("split.csv"), dataset: dataset) == split)

    let lines = try String(contentsOfFile: folder("split.csv"), encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(lines.count == 21)
    #expect(lines[0] == "id,patient,label,split,sha256")

    func read(_ lines: [String]) throws -> Split {
      try folder.write("edited.csv", content: lines.joined(separator: "\n"))
      return try Split(csv: folder("edited.csv"), dataset: dataset)
    }
    func message(_ lines: [String]) -> String {
      do {
        _ = try read(lines)
        return "read"
      } catch {
        return "\(error)"
      }
    }
    let part = try read(Array(lines.prefix(11)))
    #expect(part.unassigned(of: dataset.studies).count == 10)
    #expect(try read(["split,id"] + split.val.map { "val,\"\($0.id)\"" }).val == split.val)
    #expect(message(lines + ["other.png,p,normal,train,0"]).contains("row 21: the film other.png is not in"))
    #expect(message(lines + [lines[1]]).contains("is listed twice"))
    #expect(message([lines[0], lines[1].replacing(",train,", with: ",all,")]).contains("the split \"all\" is unknown"))
    #expect(message([lines[0], lines[1].replacing("normal", with: "viral")]).contains("the label of"))
    #expect(message(["id,split,patient", "\"\(split.train[0].id)\",train,nobody"]).contains("the patient of"))
    try folder.write(split.train[0].id, content: "changed")
    #expect(message(lines).contains("row 1: the sha256 of"))
  }

  @Test func anyFileNameSurvivesTheCSV() throws {
    let folder = try TemporaryFolder().write(
      "NORMAL/ first.png", "NORMAL/a\"b.png", "NORMAL/two\nlines.png", "NORMAL/semi;colon.png", "NORMAL/é,漢.png", "NORMAL/tab\t.png")
    let dataset = try Dataset(at: folder.path)
    #expect(dataset.studies.count == 6)
    let split = try Split.grouped(dataset.studies, fractions: [0.5, 0, 0.5], seed: 1)
    try split.write(to: folder("split.csv"))
    #expect(try Split(csv: folder("split.csv"), dataset: dataset) == split)
  }

  @Test func aSplitThatCannotBeWrittenSaysSo() throws {
    let (studies, hashes) = films([("1", .normal, "a")])
    let split = try Split.grouped(studies, fractions: [1, 0, 0], seed: 0, hashes: hashes)
    let error = #expect(throws: DataError.self) { try split.write(to: "/no/such/folder/split.csv") }
    #expect(error?.description.hasPrefix("/no/such/folder/split.csv: the split cannot be written") == true)
  }

  @Test func aReadSplitIsCheckedForOverlaps() throws {
    let folder = try TemporaryFolder().write("NORMAL/IM-1-1.png", "NORMAL/IM-1-2.png", "NORMAL/IM-2-1.png")
    try folder.write("NORMAL/IM-3-1.png", "NORMAL/IM-4-1.png", content: "same")
    let dataset = try Dataset(at: folder.path)
    try folder.write("patients.csv", content: "id,split\nNORMAL/IM-1-1.png,train\nNORMAL/IM-1-2.png,val\n")
    try folder.write("contents.csv", content: "id,split\nNORMAL/IM-3-1.png,train\nNORMAL/IM-4-1.png,test\n")
    let patients = #expect(throws: DataError.self) { try Split(csv: folder("patients.csv"), dataset: dataset) }
    #expect(patients?.description.contains("patient IM-1 stands on two sides") == true)
    let contents = #expect(throws: DataError.self) { try Split(csv: folder("contents.csv"), dataset: dataset) }
    #expect(contents?.description.contains("the same picture stands on two sides") == true)
  }

  @Test(.enabled(if: SharedData.kermany224 != nil, "\(SharedData.isMissing)"))
  func realFilmsAreSplitEvenly() throws {
    let path = try #require(SharedData.kermany224)
    let studies = try Dataset(at: path).studies(in: [.train])
    let hashes = try FileHashes(of: studies)
    #expect(hashes.sha256.count == 5216)
    for (fractions, seed) in [([0.8, 0.1, 0.1], UInt64(1)), ([0.8, 0.1, 0.1], 2), ([0.9, 0.1, 0], 3), ([0.8, 0, 0.2], 4)] {
      let split = try Split.grouped(studies, fractions: fractions, seed: seed, hashes: hashes)
      checkShares(split, of: studies, fractions: fractions, tolerance: 0.01, "\(fractions), seed \(seed)")
    }
  }
}
