import Foundation
import Testing

@testable import PulmoKit

@Suite struct IndependenceTests {
  private static func film(_ seed: UInt64, patient: String, folder: SplitName? = .test) -> (study: Study, fingerprint: PictureFingerprint) {
    (
      Study(id: "\(seed).png", patient: patient, path: "", label: .normal, folder: folder),
      PictureFingerprint(of: BlurredFilms.picture(seed: seed))
    )
  }

  private static let films = [film(1, patient: "a"), film(2, patient: "b"), film(3, patient: "b")]

  @Test func nothingToWarnOf() {
    let record = LearnedFilms([.train: [Self.film(9, patient: "z").fingerprint]], isWhole: true)
    let independence = Independence(of: Self.films, record: record, among: Self.films.map(\.study))
    #expect(independence.warnings.isEmpty && independence.recognised == [])
    #expect(independence.remark == "0 of 3 films are among the 1 that made this model" && independence.notices.isEmpty)
  }

  @Test func countsWhatFilmsDidForTheModel() {
    let record = LearnedFilms([.train: [Self.films[0].fingerprint], .calibration: [Self.films[2].fingerprint]], isWhole: false)
    let independence = Independence(of: Self.films, record: record, among: [])
    #expect(independence.recognised?.map(\.id) == ["1.png", "3.png"] && independence.recognised?.map(\.part) == ["train", "calibration"])
    #expect(
      independence.warnings == [
        "1 of 3 films were among those this model learned from; 1 of 3 were among those it was chosen on (epoch or threshold): figures on "
          + "them say nothing about new films. Measure it on films it never saw"
      ])
    #expect(independence.remark.hasSuffix("; the record does not hold all films that made it"))
    #expect(independence.notices.map(\.title) == ["2 of these 3 films made this model", "What the model learned from"])
  }

  @Test func childrenOfAnotherPart() {
    let others = [Self.film(7, patient: "b", folder: .train), Self.film(8, patient: "c", folder: .train)].map(\.study)
    let independence = Independence(of: Self.films, record: nil, among: Self.films.map(\.study) + others)
    #expect(independence.sharedPatients == ["b"] && independence.filmsOfSharedPatients == 2)
    #expect(
      independence.warnings.count == 1 && independence.warnings[0].hasPrefix("2 of 3 films are of 1 patient with films in another part"))
    #expect(independence.recognised == nil && independence.remark.hasPrefix("not known whether"))
    #expect(
      independence.notices.map(\.title) == ["1 patient has films in another part of these data", "What the model learned from"])
  }

  @Test func nothingRecognisedByAnIncompleteRecord() {
    let record = LearnedFilms([.train: [Self.film(9, patient: "z").fingerprint]], isWhole: false)
    let independence = Independence(of: Self.films, record: record, among: [])
    #expect(independence.warnings.isEmpty && independence.notices.map(\.kind) == [.information])
    #expect(independence.notices.first?.text.contains("does not hold all films") == true)
  }

  @Test func everyFilmRecognised() {
    let record = LearnedFilms([.train: Self.films.map(\.fingerprint)], isWhole: true)
    #expect(Independence(of: Self.films, record: record, among: []).notices.map(\.title) == ["These films made this model"])
  }

  @Test func aSplitThatDealtFilmsOneByOne() {
    let record = LearnedFilms([.train: [Self.film(9, patient: "z").fingerprint]], isWhole: true)
    let independence = Independence(of: Self.films, record: record, splitUnit: .film, among: [])
    #expect(independence.isDealtByFilm && independence.warnings.count == 1)
    #expect(independence.warnings.first?.contains("it is measured on children it knows") == true)
    #expect(Independence(of: Self.films, record: record, splitUnit: .patient, among: []).warnings.isEmpty)
  }
}
