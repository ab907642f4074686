import Foundation
import Testing

@testable import PulmoKit

@Suite("Datasets laid out in folders")
struct DatasetFolderTests {
  @Test func kaggleLayoutGivesFoldersLabelsAndPatients() throws {
    let folder = try TemporaryFolder().write(
      "train/NORMAL/IM-0115-0001.jpeg", "train/NORMAL/NORMAL2-IM-0587-0001-0002.jpeg", "train/PNEUMONIA/person7_bacteria_24.jpeg",
      "train/PNEUMONIA/person7_virus_6.jpeg", "val/PNEUMONIA/scan.png", "test/NORMAL/IM-0001-0001.JPG")
    let dataset = try Dataset(at: folder.path)

    #expect(
      dataset.studies == [
        Study(
          id: "test/NORMAL/IM-0001-0001.JPG", patient: "IM-0001", path: folder("test/NORMAL/IM-0001-0001.JPG"), label: .normal,
          folder: .test),
        Study(
          id: "train/NORMAL/IM-0115-0001.jpeg", patient: "IM-0115", path: folder("train/NORMAL/IM-0115-0001.jpeg"), label: .normal,
          folder: .train),
        Study(
          id: "train/NORMAL/NORMAL2-IM-0587-0001-0002.jpeg", patient: "NORMAL2-IM-0587",
          path: folder("train/NORMAL/NORMAL2-IM-0587-0001-0002.jpeg"), label: .normal, folder: .train),
        Study(
          id: "train/PNEUMONIA/person7_bacteria_24.jpeg", patient: "person7_bacteria",
          path: folder("train/PNEUMONIA/person7_bacteria_24.jpeg"),
          label: .bacterial, folder: .train),
        Study(
          id: "train/PNEUMONIA/person7_virus_6.jpeg", patient: "person7_virus", path: folder("train/PNEUMONIA/person7_virus_6.jpeg"),
          label: .viral, folder: .train),
        Study(
          id: "val/PNEUMONIA/scan.png", patient: "val/PNEUMONIA/scan.png", path: folder("val/PNEUMONIA/scan.png"), label: .pneumonia,
          folder: .val),
      ])
    #expect(dataset.skipped.isEmpty)
    #expect(dataset.hasFolders)
    #expect(dataset.studies(in: [.train]).map(\.label) == [.normal, .normal, .bacterial, .viral])
    #expect(dataset.studies(in: [.val, .test]).map(\.id) == ["test/NORMAL/IM-0001-0001.JPG", "val/PNEUMONIA/scan.png"])
  }

  @Test func classFoldersInAnyCaseAtAnyDepthCountAsTrain() throws {
    let folder = try TemporaryFolder().write(
      "Normal/a/b/1.png", "BACTERIA/2.png", "virus/3.png", "viral/person9_bacteria_4.jpeg", "pneumonia/5.png", "bacterial/6.png")
    let dataset = try Dataset(at: folder.path + "/")
    let labels = Dictionary(dataset.studies.map { ($0.id, $0.label) }) { first, _ in first }
    // The folder's word counts, not the name's: person9_bacteria_4 lies in viral.
    #expect(
      labels == [
        "Normal/a/b/1.png": .normal, "BACTERIA/2.png": .bacterial, "virus/3.png": .viral, "viral/person9_bacteria_4.jpeg": .viral,
        "pneumonia/5.png": .pneumonia, "bacterial/6.png": .bacterial,
      ])
    #expect(!dataset.hasFolders)
    #expect(dataset.studies(in: [.train]).count == 6)
    #expect(dataset.studies(in: [.val, .test]).isEmpty)
    #expect(dataset.studies.allSatisfy { FileManager.default.fileExists(atPath: $0.path) })
  }

  @Test func mendeleyNamesLabelFlatFoldersAndSplitFolders() throws {
    let flat = try TemporaryFolder().write(
      "BACTERIA-7422-0001.jpeg", "VIRUS-7422-0001.jpeg", "NORMAL-12-0003.jpeg", "IM-0001-0001.jpeg", "notes.txt")
    let dataset = try Dataset(at: flat.path)
    #expect(dataset.studies.map(\.patient) == ["BACTERIA-7422", "NORMAL-12", "VIRUS-7422"])
    #expect(dataset.studies.map(\.label) == [.bacterial, .normal, .viral])
    #expect(dataset.skipped.map(\.path) == ["IM-0001-0001.jpeg", "notes.txt"])

    let parts = try TemporaryFolder().write("train/BACTERIA-1-0001.jpeg", "train/PNEUMONIA-2.txt", "test/NORMAL/NORMAL-3-0001.jpeg")
    #expect(try Dataset(at: parts.path).studies.map(\.folder) == [.test, .train])
  }

  @Test(
    arguments: [
      ("person7_bacteria_24.jpeg", "person7_bacteria", Label.bacterial), ("PERSON7_VIRUS_6.JPEG", "person7_virus", .viral),
      ("person1_bacteria.png", "person1_bacteria", .bacterial), ("IM-0115-0001.jpeg", "IM-0115", nil),
      ("NORMAL2-IM-0587-0001-0002.jpeg", "NORMAL2-IM-0587", .normal), ("BACTERIA-7422-0001.jpeg", "BACTERIA-7422", .bacterial),
      ("virus-7-0001.jpeg", "VIRUS-7", .viral), ("NORMAL-7-0001.jpeg", "NORMAL-7", .normal), ("person7_bacterial_24.jpeg", nil, nil),
      ("person_bacteria_1.jpeg", nil, nil), ("NORMAL2-0001.jpeg", nil, nil), ("coronavirus-7-1.jpeg", nil, nil),
      ("IM-12a-1.jpeg", nil, nil),
      ("BACTERIA-٣-0001.jpeg", nil, nil), ("", nil, nil),
    ] as [(String, String?, Label?)])
  func filmNames(name: String, patient: String?, label: Label?) {
    #expect(FilmName(name).patient == patient)
    #expect(FilmName(name).label == label)
  }

  @Test func whatIsNoFilmIsSkippedAndNamed() throws {
    let folder = try TemporaryFolder().write(
      "NORMAL/1.jpeg", "NORMAL/Thumbs.db", "NORMAL/.DS_Store", "NORMAL/._1.jpeg", "NORMAL/readme", "__MACOSX/NORMAL/1.jpeg", "README.md",
      "extra/2.jpeg", "loose.jpeg")
    #expect(mkfifo(folder("NORMAL/pipe.jpeg"), 0o600) == 0)
    try folder.link("NORMAL/nowhere.jpeg", to: "gone.jpeg")
    try folder.link("NORMAL/self.jpeg", to: "self.jpeg")
    let dataset = try Dataset(at: folder.path)
    #expect(dataset.studies.map(\.id) == ["NORMAL/1.jpeg"])
    #expect(
      dataset.skipped.map(\.path) == [
        "NORMAL/.DS_Store", "NORMAL/._1.jpeg", "NORMAL/Thumbs.db", "NORMAL/nowhere.jpeg", "NORMAL/pipe.jpeg", "NORMAL/readme",
        "NORMAL/self.jpeg", "README.md", "__MACOSX", "extra", "loose.jpeg",
      ])
    #expect(dataset.skipped.allSatisfy { !$0.reason.isEmpty })
  }

  @Test(.timeLimit(.minutes(1))) func linksAreFollowedAndCirclesEnd() throws {
    let folder = try TemporaryFolder().write("store/films/1.jpeg", "data/NORMAL/2.jpeg")
    try folder.link("data/PNEUMONIA", to: "../store")
    try folder.link("store/films/up", to: "..")
    try folder.link("store/again", to: "films")
    let dataset = try Dataset(at: folder("data"))
    #expect(dataset.studies.count == 2)
    #expect(dataset.studies.first?.id == "NORMAL/2.jpeg")
    #expect(dataset.studies.last?.label == .pneumonia)
    #expect(dataset.skipped.count == 2)
  }

  @Test func aNameThatIsNotUTF8IsSkippedAndNamed() throws {
    let folder = try TemporaryFolder().write("NORMAL/1.jpeg")
    let descriptor = (folder("NORMAL/") + "x").utf8CString.dropLast(2) + [CChar(bitPattern: 0xFF)] + ".jpeg".utf8CString
    let file = Array(descriptor).withUnsafeBufferPointer { open($0.baseAddress!, O_CREAT | O_WRONLY, 0o600) }
    try #require(file >= 0)
    close(file)
    let dataset = try Dataset(at: folder.path)
    #expect(dataset.studies.count == 1)
    #expect(dataset.skipped == [SkippedFile(path: "NORMAL/?", reason: "its name is not UTF-8")])
  }

  @Test func foldersWinOverTheManifestInside() throws {
    let folder = try TemporaryFolder().write("train/NORMAL/1.png", "train/PNEUMONIA/2.png")
    try folder.write("manifest.csv", content: "path,label,patient\ntrain/NORMAL/1.png,viral,x\n")
    #expect(try Dataset(at: folder.path).studies.count == 2)
    #expect(try Dataset(at: folder("manifest.csv")).studies.map(\.label) == [.viral])

    let flat = try TemporaryFolder().write("BACTERIA-1-0001.jpeg")
    try flat.write("manifest.csv", content: "path,label\nBACTERIA-1-0001.jpeg,normal\n")
    #expect(try Dataset(at: flat.path).studies.map(\.label) == [.normal])
  }

  @Test(.enabled(if: geteuid() != 0, "skipped: the superuser may read any folder"))
  func aFolderThatMayNotBeReadIsAnError() throws {
    let folder = try TemporaryFolder().write("NORMAL/1.png", "NORMAL/closed/2.png")
    #expect(chmod(folder("NORMAL/closed"), 0) == 0)
    defer { chmod(folder("NORMAL/closed"), 0o700) }
    let error = #expect(throws: DataError.self) { try Dataset(at: folder.path) }
    #expect(error?.description.contains("NORMAL/closed: the folder cannot be read") == true)
  }

  @Test func anEmptyPartIsNoError() throws {
    let folder = try TemporaryFolder().write("train/NORMAL/1.png", "test/.keep")
    #expect(try Dataset(at: folder.path).studies.count == 1)
  }

  @Test func errorsNameTheWayOut() throws {
    let missing = "/no/such/folder"
    #expect(throws: DataError.notFound(path: missing)) { try Dataset(at: missing) }

    func reason(_ names: String..., at path: String = "") throws -> String {
      let folder = try TemporaryFolder()
      for name in names { try folder.write(name) }
      do {
        let dataset = try Dataset(at: folder.path + path)
        return "read \(dataset.studies.count) films"
      } catch {
        return error.description
      }
    }
    #expect(try reason().contains("has no NORMAL and PNEUMONIA folders"))
    #expect(try reason("1.jpeg").contains("list them in a CSV with the columns path and label"))
    #expect(try reason("IM-0001-0001.jpeg").contains("has no NORMAL and PNEUMONIA folders"))
    #expect(try reason("chest_xray/train/NORMAL/1.jpeg").contains("its folder chest_xray has: give"))
    #expect(try reason("chest_xray/train/NORMAL/1.jpeg").contains("/chest_xray instead"))
    #expect(try reason("train/NORMALS/1.jpeg").contains("train: has no NORMAL and PNEUMONIA folders"))
    #expect(try reason("train/NORMAL/1.txt").contains("no film (.jpeg, .jpg or .png)"))
    #expect(try reason("film.jpeg", at: "/film.jpeg").contains("not a dataset; give a folder of films or a CSV manifest"))
  }

  @Test(.enabled(if: SharedData.kermany224 != nil, "\(SharedData.isMissing)"))
  func realFilmsAgreeWithTheirManifest() throws {
    let path = try #require(SharedData.kermany224)
    let folders = try Dataset(at: path)
    let manifest = try Dataset(at: path + "/manifest.csv")
    #expect(folders.studies == manifest.studies)
    #expect(folders.studies.count == 5232)
    #expect(folders.studies(in: [.train]).count == 5216)
    let counts = Dictionary(grouping: folders.studies(in: [.train]), by: \.label).mapValues(\.count)
    #expect(counts == [.normal: 1341, .bacterial: 2530, .viral: 1345])
    #expect(folders.skipped.map(\.path) == ["ATTRIBUTION.md", "duplicates.csv", "manifest.csv"])
  }
}
