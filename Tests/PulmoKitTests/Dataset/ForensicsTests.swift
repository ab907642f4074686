import Foundation
import Imaging
import Testing

@testable import PulmoKit

/// What is planted into clean data is found and named, and nothing else is.
@Suite("Forensics of a dataset") struct ForensicsTests {
  /// Twelve films of each class in train, four in test, each of a child of its own, all written alike.
  private static func cleanFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for index in 0..<16 {
      let part = index < 12 ? "train" : "test"
      try BlurredFilms.write(folder("\(part)/NORMAL/IM-\(index)-0001.jpeg"), seed: UInt64(index), quality: 75)
      try BlurredFilms.write(folder("\(part)/PNEUMONIA/person\(index)_virus_1.jpeg"), seed: UInt64(100 + index), quality: 75)
    }
    return folder
  }

  private static func check(_ name: String, _ inspection: DatasetInspection) throws -> InspectionCheck {
    try #require(inspection.checks.first { $0.name == name })
  }

  private static func verdicts(_ inspection: DatasetInspection) -> [String: Verdict] {
    Dictionary(uniqueKeysWithValues: inspection.checks.map { ($0.name, $0.verdict) })
  }

  private static let leak = "no picture in two parts"
  private static let child = "no child in two parts"
  private static let label = "one picture has one label"
  private static let oneChild = "one picture is of one child"
  private static let lungs = "only the lungs tell the label"

  @Test func cleanDataPass() async throws {
    let folder = try Self.cleanFolder()
    let inspection = try await DatasetInspection.inspect(at: folder.path)
    #expect(Set(inspection.checks.dropLast().map(\.verdict)) == [.pass], "\(inspection)")
    #expect(inspection.copies.isEmpty && inspection.duplicates.isEmpty)
    #expect(inspection.shortcuts.map(\.trait) == FilmTrait.allCases)
    #expect(inspection.shortcuts.first { $0.trait == .width }?.auroc == 0.5)
    #expect(inspection.shortcuts.first { $0.trait == .jpegQuality }?.normalMedian == 75)
  }

  @Test func aDuplicateAcrossParts() async throws {
    let folder = try Self.cleanFolder()
    try FileManager.default.copyItem(atPath: folder("train/NORMAL/IM-3-0001.jpeg"), toPath: folder("test/NORMAL/IM-3-0002.jpeg"))
    let inspection = try await DatasetInspection.inspect(at: folder.path)
    #expect(try Self.check(Self.leak, inspection).items == ["test/NORMAL/IM-3-0002.jpeg = train/NORMAL/IM-3-0001.jpeg"])
    #expect(inspection.verdict == .fail)
    #expect(inspection.copies.isEmpty && inspection.duplicates.count == 1)
    // The child, too, stands in both.
    #expect(try Self.check(Self.child, inspection).items == ["IM-3"])
    #expect(Self.verdicts(inspection)[Self.label] == .pass)
  }

  @Test func aReencodedAndResizedDuplicateAcrossParts() async throws {
    let folder = try Self.cleanFolder()
    let film = try GrayImage(contentsOf: folder("train/PNEUMONIA/person5_virus_1.jpeg"))
    try film.resized(width: 90, height: 100).write(to: folder("test/PNEUMONIA/person77_virus_9.jpeg"), as: .jpeg(quality: 40))
    let inspection = try await DatasetInspection.inspect(at: folder.path)
    let pair = "test/PNEUMONIA/person77_virus_9.jpeg = train/PNEUMONIA/person5_virus_1.jpeg"
    #expect(try Self.check(Self.leak, inspection).items == [pair])
    #expect(try Self.check(Self.leak, inspection).verdict == .fail)
    #expect(try Self.check(Self.oneChild, inspection).items == [pair])
    #expect(try Self.check(Self.oneChild, inspection).verdict == .warn)
    #expect(Self.verdicts(inspection)[Self.child] == .pass)
    #expect(inspection.duplicates.isEmpty && inspection.copies.count == 1)
    #expect(try #require(inspection.copies.first).correlation > 0.99)
    #expect(
      inspection.description.contains(
        "copies       1 group of re-encoded or resized films: 0 across labels, 1 across patients, 1 across folders"))
  }

  @Test func aSharedPatient() async throws {
    let folder = try Self.cleanFolder()
    try BlurredFilms.write(folder("test/PNEUMONIA/person2_virus_8.jpeg"), seed: 900, quality: 75)
    let inspection = try await DatasetInspection.inspect(at: folder.path)
    #expect(try Self.check(Self.child, inspection).items == ["person2_virus"])
    #expect(try Self.check(Self.child, inspection).verdict == .fail)
    #expect(Self.verdicts(inspection)[Self.leak] == .pass)
  }

  /// Files named by a machine: whether a child stands in two parts cannot be seen, and that is no pass.
  @Test func childrenThatNoNameTells() async throws {
    let folder = try TemporaryFolder()
    for index in 0..<4 {
      for (label, seed) in [("NORMAL", index), ("PNEUMONIA", 10 + index)] {
        try BlurredFilms.write(folder("\(index < 2 ? "train" : "test")/\(label)/0b9f\(index)d2.jpeg"), seed: UInt64(seed), quality: 75)
      }
    }
    let nameless = try Self.check(Self.child, try await DatasetInspection.inspect(at: folder.path))
    #expect(nameless.verdict == .unknown && nameless.finding == "no film names its child" && nameless.remedy != nil)
    try BlurredFilms.write(folder("test/PNEUMONIA/person2_virus_8.jpeg"), seed: 900, quality: 75)
    let named = try Self.check(Self.child, try await DatasetInspection.inspect(at: folder.path))
    #expect(named.verdict == .pass && named.finding == "by the names of patients, none is; 8 films name no child")
  }

  /// Re-encoded, so that the bytes do not tell.
  @Test func onePictureUnderTwoLabels() async throws {
    let folder = try Self.cleanFolder()
    let film = try GrayImage(contentsOf: folder("train/PNEUMONIA/person5_virus_1.jpeg"))
    try film.write(to: folder("train/NORMAL/IM-99-0001.jpeg"), as: .jpeg(quality: 90))
    let inspection = try await DatasetInspection.inspect(at: folder.path)
    let check = try Self.check(Self.label, inspection)
    #expect(check.verdict == .fail && check.remedy != nil)
    #expect(check.items == ["train/NORMAL/IM-99-0001.jpeg = train/PNEUMONIA/person5_virus_1.jpeg"])
    #expect(Self.verdicts(inspection)[Self.leak] == .pass)
  }

  @Test func sizesAndQualitiesThatGiveTheLabelAway() async throws {
    let folder = try Self.cleanFolder()
    for index in 0..<16 {
      let part = index < 12 ? "train" : "test"
      let path = folder("\(part)/PNEUMONIA/person\(index)_virus_1.jpeg")
      try BlurredFilms.write(path, seed: UInt64(100 + index), width: index < 14 ? 140 : 128, height: 150, quality: 75)
    }
    let inspection = try await DatasetInspection.inspect(at: folder.path)
    let found = Dictionary(uniqueKeysWithValues: inspection.shortcuts.map { ($0.trait, $0) })
    #expect(found[.height]?.auroc == 1 && found[.height]?.verdict == .fail && found[.height]?.direction == "more")
    // 14 of 16 wider, 2 tied with all: 14/16 + 2/16 · 1/2.
    #expect(found[.width]?.auroc == 0.9375)
    #expect(found[.height]?.normalMedian == 128 && found[.height]?.pneumoniaMedian == 150)
    #expect(found[.jpegQuality]?.verdict == .pass)
    let check = try Self.check(Self.lungs, inspection)
    #expect(check.verdict == .fail && check.items.contains("height"))
    #expect(check.finding.hasPrefix("file size alone tells pneumonia from normal with an AUROC of 1.000"))
  }

  /// Two qualities of one class around the other's: no more and no less, and yet the tables tell.
  @Test func tablesThatHaveNoOrder() async throws {
    let folder = try Self.cleanFolder()
    for index in 0..<16 {
      let part = index < 12 ? "train" : "test"
      let path = folder("\(part)/PNEUMONIA/person\(index)_virus_1.jpeg")
      try BlurredFilms.write(path, seed: UInt64(100 + index), quality: index % 2 == 0 ? 60 : 90)
    }
    let inspection = try await DatasetInspection.inspect(at: folder.path)
    let found = Dictionary(uniqueKeysWithValues: inspection.shortcuts.map { ($0.trait, $0) })
    #expect(found[.jpegQuality]?.auroc == 0.5)
    #expect(found[.encoding]?.auroc == 1 && found[.encoding]?.verdict == .fail && found[.encoding]?.direction == "-")
  }

  /// Tables that no other film has tell nothing of other films: a film is not scored by its own label.
  @Test func tablesOfOneFilmEach() async throws {
    let folder = try Self.cleanFolder()
    for index in 0..<16 {
      let part = index < 12 ? "train" : "test"
      try BlurredFilms.write(folder("\(part)/NORMAL/IM-\(index)-0001.jpeg"), seed: UInt64(index), quality: 30 + 4 * index)
      try BlurredFilms.write(folder("\(part)/PNEUMONIA/person\(index)_virus_1.jpeg"), seed: UInt64(100 + index), quality: 32 + 4 * index)
    }
    let inspection = try await DatasetInspection.inspect(at: folder.path)
    #expect(inspection.shortcuts.first { $0.trait == .encoding }?.auroc == 0.5)
  }

  /// Tables that tell one half of the children's labels the wrong way round in the other half tell nothing.
  @Test func tablesThatMislead() async throws {
    let folder = try TemporaryFolder()
    // In one half of the children (told by their names) the normal film is of quality 60, in the other the pneumonia is.
    for (normal, sick, isFirst) in [(0, 2, true), (3, 0, false)] {
      for film in 1...10 {
        let seed = UInt64(100 * normal + film)
        try BlurredFilms.write(folder("NORMAL/IM-\(normal)-\(film).jpeg"), seed: seed, quality: isFirst ? 60 : 90)
        try BlurredFilms.write(folder("PNEUMONIA/person\(sick)_virus_\(film).jpeg"), seed: seed + 50, quality: isFirst ? 90 : 60)
      }
    }
    let inspection = try await DatasetInspection.inspect(at: folder.path)
    let tables = try #require(inspection.shortcuts.first { $0.trait == .encoding })
    #expect(tables.auroc == 0 && tables.strength == 0.5 && tables.verdict == .pass)
  }

  @Test func tooFewFilmsTellNothing() async throws {
    let folder = try TemporaryFolder()
    for index in 0..<9 {
      try BlurredFilms.write(folder("NORMAL/\(index).png"), seed: UInt64(index))
      try BlurredFilms.write(folder("PNEUMONIA/\(index).png"), seed: UInt64(20 + index), width: 200)
    }
    let inspection = try await DatasetInspection.inspect(at: folder.path)
    #expect(Set(inspection.shortcuts.map(\.verdict)) == [.unknown])
    #expect(try Self.check(Self.lungs, inspection).verdict == .unknown)
    // No parts to leak between, and no names of children.
    #expect(Self.verdicts(inspection)[Self.leak] == .unknown && Self.verdicts(inspection)[Self.child] == .unknown)
    #expect(Self.verdicts(inspection)["every film names its child"] == .warn && inspection.namelessPatients == 18)
    #expect(inspection.verdict == .warn)
  }

  /// The parts of any split are looked between, in place of the folders, and one that leaks is not refused but shown.
  @Test func leaksOfASplitFile() async throws {
    let folder = try Self.cleanFolder()
    try BlurredFilms.write(folder("train/PNEUMONIA/person2_virus_8.jpeg"), seed: 900, quality: 75)
    let film = try GrayImage(contentsOf: folder("train/NORMAL/IM-1-0001.jpeg"))
    try film.write(to: folder("train/NORMAL/IM-50-0001.jpeg"), as: .jpeg(quality: 50))
    #expect(try await DatasetInspection.inspect(at: folder.path).verdict != .fail)
    var rows = "id,split\n"
    for study in try Dataset(at: folder.path).studies where study.folder == .train {
      let isTest = ["train/PNEUMONIA/person2_virus_8.jpeg", "train/NORMAL/IM-50-0001.jpeg"].contains(study.id)
      rows += "\(study.id),\(isTest ? "test" : "train")\n"
    }
    try folder.write("split.csv", content: rows)
    let inspection = try await DatasetInspection.inspect(at: folder.path, splitFile: folder("split.csv"))
    #expect(try Self.check(Self.leak, inspection).items == ["train/NORMAL/IM-1-0001.jpeg = train/NORMAL/IM-50-0001.jpeg"])
    #expect(try Self.check(Self.child, inspection).items == ["person2_virus"])
    #expect(inspection.folders.map(\.folder) == [nil, .train, .test] && inspection.folders.map(\.films) == [8, 24, 2])
    #expect(inspection.splitFile == folder("split.csv"))

    try folder.write("other.csv", content: "id,split\nnowhere.png,train\n")
    await #expect(throws: DataError.self) { try await DatasetInspection.inspect(at: folder.path, splitFile: folder("other.csv")) }
  }
}

@Suite struct ForensicsPageTests {
  @Test func namesWhatFailsOnTopAndEscapesNames() async throws {
    let folder = try TemporaryFolder()
    try BlurredFilms.write(folder("train/NORMAL/<script>alert(1)<.jpeg"), seed: 1, quality: 75)
    try BlurredFilms.write(folder("test/PNEUMONIA/person1_virus_1.jpeg"), seed: 1, quality: 40)
    let inspection = try await DatasetInspection.inspect(at: folder.path)
    let page = inspection.page
    #expect(page.notices.map(\.title) == ["“one picture has one label” fails", "“no picture in two parts” fails"])
    let document = page.document
    #expect(document.contains("&lt;script&gt;alert(1)&lt;.jpeg = ") || document.contains(" = train/NORMAL/&lt;script&gt;alert(1)&lt;.jpeg"))
    #expect(!document.contains("<script>alert(1)"))
    for part in ["Not for diagnosis", "JPEG tables", "n/a", inspection.digest] { #expect(document.contains(part), "\(part)") }
  }
}
