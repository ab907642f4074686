import Foundation
import Imaging
import Synchronization
import Testing

@testable import PulmoKit

@Suite("Dataset inspection")
struct DatasetInspectionTests {
  /// A film that can be read: a ramp whose slope makes its bytes its own.
  private func writeFilm(_ path: String, width: Int = 80, height: Int = 70, step: Int = 3) throws {
    let pixels = (0..<width * height).map { UInt8(($0 % width * step + $0 / width) % 256) }
    try FileManager.default.createDirectory(at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try GrayImage(width: width, height: height, pixels: pixels).write(to: path, as: .png)
  }

  /// Three folders with every finding there is.
  private func plantedFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try writeFilm(folder("train/NORMAL/IM-1-1.png"))
    try writeFilm(folder("train/NORMAL/IM-1-2.png"), width: 90, step: 5)
    try writeFilm(folder("train/NORMAL/IM-1-3.png"), width: 100, height: 120, step: 7)
    try writeFilm(folder("train/NORMAL/person4_virus_9.png"), step: 11)
    try writeFilm(folder("train/PNEUMONIA/person1_bacteria_1.png"), step: 13)
    // The same picture under another patient, label and folder.
    try writeFilm(folder("val/NORMAL/IM-7-1.png"), step: 13)
    // Twice the same within one patient: no reason for suspicion.
    try writeFilm(folder("test/PNEUMONIA/person2_virus_1.png"), step: 17)
    try writeFilm(folder("test/PNEUMONIA/person2_virus_2.png"), step: 17)
    try writeFilm(folder("test/NORMAL/IM-1-4.png"), step: 19)
    try folder.write("val/PNEUMONIA/scan.jpeg", content: "not a picture")
    try folder.write("train/NORMAL/Thumbs.db")
    return folder
  }

  @Test func everyPlantedFindingIsNamed() async throws {
    let folder = try plantedFolder()
    let calls = Mutex<[[Int]]>([])
    let inspection = try await DatasetInspection.inspect(at: folder.path) { done, all in calls.withLock { $0.append([done, all]) } }
    #expect(calls.withLock { $0 } == (1...10).map { [$0, 10] })

    #expect(inspection.filmCount == 10)
    #expect(inspection.folders.map(\.folder) == [.train, .val, .test])
    #expect(inspection.folders.map(\.films) == [5, 2, 3])
    #expect(inspection.folders.map(\.patients) == [3, 2, 2])
    #expect(inspection.folders[0].labels.map(\.label) == [.normal, .bacterial])
    #expect(inspection.folders[0].labels.map(\.films) == [4, 1])
    #expect(inspection.folders[0].labels.map(\.patients) == [2, 1])
    #expect(inspection.folders[1].labels.map(\.label) == [.normal, .pneumonia])

    #expect(inspection.patients.count == 6)
    #expect(inspection.patients.largest == "IM-1")
    #expect(inspection.patients.films == DatasetInspection.Spread([1, 1, 4]))
    #expect(inspection.patients.acrossFolders == ["IM-1"])

    let sizes = try #require(inspection.sizes)
    #expect(sizes.distinct == 3)
    #expect(sizes.width == DatasetInspection.Spread([80, 80, 100]))
    #expect(sizes.height == DatasetInspection.Spread([70, 70, 120]))

    try #require(inspection.duplicates.count == 2)
    let within = inspection.duplicates[0]
    #expect(within.films == ["test/PNEUMONIA/person2_virus_1.png", "test/PNEUMONIA/person2_virus_2.png"])
    #expect(!within.isSuspicious)
    let across = inspection.duplicates[1]
    #expect(across.films == ["train/PNEUMONIA/person1_bacteria_1.png", "val/NORMAL/IM-7-1.png"])
    #expect(across.acrossLabels && across.acrossPatients && across.acrossFolders)

    #expect(inspection.contradictions == ["train/NORMAL/person4_virus_9.png"])
    #expect(inspection.unreadable.map(\.id) == ["val/PNEUMONIA/scan.jpeg"])
    #expect(inspection.unreadable.allSatisfy { !$0.reason.isEmpty })
    #expect(inspection.skipped.map(\.path) == ["train/NORMAL/Thumbs.db"])
    #expect(inspection.digest == (try FileHashes(of: try Dataset(at: folder.path).studies).digest))
  }

  /// A pneumonia of unknown kind may be the bacterial or viral one that the same picture is called elsewhere.
  @Test(arguments: [
    (["pneumonia", "bacterial"], false), (["viral", "pneumonia"], false), (["bacterial", "viral"], true), (["normal", "pneumonia"], true),
    (["viral", "normal"], true), (["bacterial", "pneumonia", "viral"], true), (["normal", "normal"], false),
  ])
  func onlyLabelsThatContradictEachOtherAreSuspicious(labels: [String], contradict: Bool) async throws {
    let folder = try TemporaryFolder()
    var rows = "path,label,patient\n"
    for (index, label) in labels.enumerated() {
      try writeFilm(folder("\(index).png"))
      rows += "\(index).png,\(label),one\n"
    }
    try folder.write("list.csv", content: rows)
    let inspection = try await DatasetInspection.inspect(at: folder("list.csv")) { _, _ in }
    #expect(inspection.duplicates.map(\.acrossLabels) == [contradict])
    #expect(inspection.duplicates.map(\.isSuspicious) == [contradict])
  }

  @Test func textNamesTheFindings() async throws {
    let folder = try plantedFolder()
    let inspection = try await DatasetInspection.inspect(at: folder.path) { _, _ in }
    let reason = try #require(inspection.unreadable.first?.reason)
    #expect(
      inspection.description == """
        \(folder.path): 10 films of 6 patients

        films  normal  bacterial  viral  pneumonia  all  patients
        train       4          1      0          0    5         3
        val         1          0      0          1    2         2
        test        1          0      2          0    3         2
        all         6          1      2          1   10         6

        patients     films per patient: median 1, at most 4 (IM-1)
        shared       1 (patients in more than one folder)
          IM-1
        sizes        3 different sizes; width 80 / 80 / 100, height 70 / 70 / 120 (least / median / most)
        duplicates   2 groups of identical files, 4 films: 1 across labels, 1 across patients, 1 across folders
          train/PNEUMONIA/person1_bacteria_1.png = val/NORMAL/IM-7-1.png
        copies       0 (groups of re-encoded or resized films)
        labels       1 (films whose names say another label)
          train/NORMAL/person4_virus_9.png
        unreadable   1 (films that cannot be read)
          val/PNEUMONIA/scan.jpeg: \(reason)
        skipped      1 (files and folders not taken as films)
          train/NORMAL/Thumbs.db: not a JPEG or PNG by its extension
        sha256       \(inspection.digest) (over the list of the films' sha256)

        what tells the label           pneumonia has  AUROC  95% interval  normal  pneumonia
        file size             unknown  less           0.417           n/a     106        106
        width                 unknown  less           0.333           n/a      80         80
        height                unknown  less           0.417           n/a      70         70
        width over height     unknown  -              0.500           n/a   1.143      1.143
        JPEG quality          unknown  -                n/a           n/a     n/a        n/a
        JPEG tables           unknown  -              0.500           n/a     n/a        n/a
        mean brightness       unknown  less           0.194           n/a   0.502      0.487
        border brightness     unknown  less           0.083           n/a   0.453      0.388
        sharpness             unknown  more           0.806           n/a   8.254     13.468
        (medians of each class; a warning from 0.7 on to either side of 0.5, a failure from 0.9 on)

        warn     every film can be read: 1 of 10 cannot; training and evaluation leave them out
                   val/PNEUMONIA/scan.jpeg
                 way out: export or copy them again, or take them away
        warn     names agree with labels: 1 film is named as if of another label; the folder or manifest counts
                   train/NORMAL/person4_virus_9.png
                 way out: look at them and move or rename what is wrong
        fail     one picture has one label: 1 picture stands under two labels that exclude each other, so at least one label is wrong
                   train/PNEUMONIA/person1_bacteria_1.png = val/NORMAL/IM-7-1.png
                 way out: ask who labelled them; take away the film with the wrong label, or both
        fail     no picture in two parts: 1 picture stands in more than one of train, val and test: a model is measured on what it learned
                   train/PNEUMONIA/person1_bacteria_1.png = val/NORMAL/IM-7-1.png
                 way out: keep each picture in one part, or let pulmo train deal the films: it keeps identical files together
        fail     no child in two parts: 1 patient has films in more than one of train, val and test: a model is measured on children it \
        learned from
                   IM-1
                 way out: keep all films of a child in one part, or let pulmo train deal the films
        warn     one picture is of one child: 1 picture stands under two patients: one child may have two names, and stand on two sides \
        of a split by name
                   train/PNEUMONIA/person1_bacteria_1.png = val/NORMAL/IM-7-1.png
                 way out: give both films one patient in a manifest (columns path, label, patient)
        warn     every film names its child: 1 film is taken as of a child of its own, so shared children cannot be seen
                 way out: give a manifest with a column patient
        unknown  only the lungs tell the label: it takes 10 films of each class to tell
        """)
  }

  @Test func aDatasetWithoutFoldersOrReadableFilms() async throws {
    let folder = try TemporaryFolder()
    for number in 0..<12 { try folder.write("NORMAL/\(number)\u{1B}[31m.png") }
    let inspection = try await DatasetInspection.inspect(at: folder.path) { _, _ in }
    #expect(inspection.folders.map(\.folder) == [nil])
    #expect(inspection.sizes == nil)
    #expect(inspection.unreadable.count == 12)
    let text = inspection.description
    #expect(text.contains("no folder      12   12        12"))
    #expect(text.contains("  … and 2 more"))
    #expect(text.contains("NORMAL/0\\u{1b}[31m.png"))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func findingsSurviveJSON() async throws {
    let folder = try plantedFolder()
    let inspection = try await DatasetInspection.inspect(at: folder.path) { _, _ in }
    let json = try JSONEncoder().encode(inspection)
    #expect(try JSONDecoder().decode(DatasetInspection.self, from: json) == inspection)
  }

  @Test func aMissingDatasetThrowsAndAVanishedFilmIsAFinding() async throws {
    await #expect(throws: DataError.notFound(path: "/no/such/folder")) {
      try await DatasetInspection.inspect(at: "/no/such/folder") { _, _ in }
    }
    let folder = try TemporaryFolder().write("a.png")
    try folder.write("list.csv", content: "path,label\na.png,normal\ngone.png,viral\n")
    let inspection = try await DatasetInspection.inspect(at: folder("list.csv")) { _, _ in }
    #expect(inspection.unreadable.map(\.id) == ["a.png", "gone.png"])
    #expect(inspection.unreadable.last?.reason == "no such file")
  }

  @Test(.enabled(if: SharedData.kermany224 != nil, "\(SharedData.isMissing)"))
  func realFilms() async throws {
    let path = try #require(SharedData.kermany224)
    let inspection = try await DatasetInspection.inspect(at: path) { _, _ in }
    #expect(inspection.filmCount == 5232)
    #expect(inspection.unreadable.isEmpty)
    #expect(inspection.sizes?.distinct == 1)
    #expect(inspection.patients.films.maximum == 30)
    #expect(inspection.patients.count == 3669)
    #expect(inspection.patients.largest == "person23_bacteria")
    #expect(inspection.patients.acrossFolders.isEmpty)
    // duplicates.csv beside the films lists as many groups of the same pixels.
    #expect(inspection.duplicates.count == 24)
    #expect(inspection.duplicates.allSatisfy { !$0.isSuspicious })
  }
}
