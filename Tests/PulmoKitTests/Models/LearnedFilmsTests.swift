import Foundation
import Testing

@testable import PulmoKit

@Suite struct LearnedFilmsTests {
  private static func fingerprint(_ seed: UInt64) -> PictureFingerprint { PictureFingerprint(of: BlurredFilms.picture(seed: seed)) }

  private static func record() -> LearnedFilms {
    LearnedFilms([.train: (0..<5).map(fingerprint), .val: (5..<7).map(fingerprint)], isWhole: true)
  }

  @Test func recognisesItsFilmsTheirCopiesAndNoOthers() {
    let record = Self.record().adding([Self.fingerprint(20)], as: .calibration)
    #expect(record.count == 8)
    #expect(record.part(of: Self.fingerprint(3)) == .train && record.part(of: Self.fingerprint(6)) == .val)
    #expect(record.part(of: Self.fingerprint(20)) == .calibration)
    #expect(record.part(of: PictureFingerprint(of: BlurredFilms.picture(seed: 3, width: 70, height: 200))) == .train)
    // The most that a film did comes first.
    var parts = LearnedFilms.Part.allCases
    #expect(parts == [.train, .initial, .val, .calibration, .triage])
    while let first = parts.first {
      let several = LearnedFilms(Dictionary(uniqueKeysWithValues: parts.map { ($0, [Self.fingerprint(1)]) }), isWhole: true)
      #expect(several.part(of: Self.fingerprint(1)) == first)
      parts.removeFirst()
    }
    for seed in 21..<60 { #expect(record.part(of: Self.fingerprint(UInt64(seed))) == nil, "film \(seed)") }
  }

  @Test func travelsWithTheModel() throws {
    let folder = try TestFolder()
    let bare = try ModelArtifactTests.artifact()
    #expect(bare.manifest.learnedFilmsSHA256 == nil)
    let model = try ModelArtifact(manifest: bare.manifest, parameters: bare.parameters, learnedFilms: Self.record())
    try model.write(to: folder.file("model"))
    let read = try ModelArtifact(at: folder.file("model"))
    #expect(read.learnedFilms == Self.record() && read.manifest == model.manifest)
    let path = folder.file("model/learned-films.json")
    #expect(try FileHashes.sha256(ofFileAt: path) == read.manifest.learnedFilmsSHA256)
    // Calibrated for a site, it knows the site's films too.
    let threshold = OperatingThreshold(value: 0.3, wantedSensitivity: 0.9, chosenOn: "ours", studyCount: 1)
    let calibrated = try #require(try read.recalibrated(by: .threshold(threshold), on: [Self.fingerprint(9)]).learnedFilms)
    #expect(calibrated.part(of: Self.fingerprint(9)) == .calibration && calibrated.isWhole)
    #expect(try read.recalibrated(by: .threshold(threshold)).learnedFilms?.isWhole == false, "on films that nobody recorded")
    #expect(try bare.recalibrated(by: .threshold(threshold), on: [Self.fingerprint(9)]).learnedFilms == nil)

    // Of no films, of others, and none at all.
    let other = try JSONEncoder().encode(LearnedFilms([.train: [Self.fingerprint(50)]], isWhole: true))
    for damage in [Data("{}".utf8), other, nil] {
      try damage.map { try $0.write(to: URL(filePath: path)) } ?? FileManager.default.removeItem(atPath: path)
      let error = #expect(throws: ArtifactError.self) { try ModelArtifact(at: folder.file("model")) }
      #expect(error?.path == path)
    }
  }

  @Test func refusesWhatItDoesNotKnow() throws {
    let record = try JSONEncoder().encode(Self.record())
    #expect(try JSONDecoder().decode(LearnedFilms.self, from: record) == Self.record())
    for text in [
      #"{"formatVersion": 2, "isWhole": true, "films": {}}"#, #"{"formatVersion": 1, "isWhole": true, "films": {"train": "AAAA"}}"#,
      #"{"formatVersion": 1, "isWhole": true, "films": {"train": "?"}}"#,
    ] {
      #expect(throws: (any Error).self, "\(text)") { try JSONDecoder().decode(LearnedFilms.self, from: Data(text.utf8)) }
    }
  }

  @Test func aRunRecordsWhatItLearnedFromAndWasChosenOn() async throws {
    let folder = try TrainingRunTests.folderWithFilms()
    let run = try TrainingRun(try TrainingRunTests.recipe(folder, "epochs=1"), at: folder.file("run"))
    let result = try await TrainingRunTests.finish(run)
    let model = try ModelArtifact(at: result.artifactPath)
    let record = try #require(model.learnedFilms)
    #expect(record.count == 64 && record.isWhole)
    let split = try Split(csv: "\(run.path)/split.csv", dataset: try Dataset(at: folder.file("films")))
    for (part, studies) in [(LearnedFilms.Part.train, split.train), (.val, split.val), (nil, split.test)] as [(LearnedFilms.Part?, [Study])]
    {
      for study in studies {
        let picture = try model.manifest.preprocessing.picture(at: study.path)
        #expect(record.part(of: PictureFingerprint(of: picture)) == part, "\(study.id)")
      }
    }
    // A model that starts from this one learned from its films too.
    let next = try TrainingRun(
      try TrainingRunTests.recipe(folder, "epochs=1", "seed=9", "split.seed=8", "init=\(result.artifactPath)"), at: folder.file("next"))
    let second = try #require(try await TrainingRunTests.finish(next).artifact.learnedFilms)
    #expect(second.isWhole && second.count == 128 && second.fingerprints[.initial]?.count == 64)
  }
}
