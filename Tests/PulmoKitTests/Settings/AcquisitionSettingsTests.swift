import Foundation
import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct AcquisitionSettingsTests {
  @Test func plantedSettingsAreFound() async throws {
    let folder = try TestFolder()
    let machines = try PlantedFilms.write(96, to: folder.file("films"))
    let studies = try Dataset(at: folder.file("films")).studies
    let (settings, unreadable) = try await AcquisitionSettings.find(in: studies, count: 3)
    #expect(unreadable.isEmpty && settings.names.count == 96)
    // Half of the films are plain, a third framed, a sixth lettered: numbered so.
    let numbers: [PlantedFilms.Machine: String] = [.plain: "1", .framed: "2", .lettered: "3"]
    for (id, machine) in machines { #expect(settings.names[id] == numbers[machine], "\(id) of \(machine)") }
    let tallies = settings.tallies(of: studies)
    #expect(tallies.map(\.name) == ["1", "2", "3"] && tallies.map(\.count) == [48, 32, 16])
    #expect(tallies[0].films == [.normal: 24, .viral: 24] && tallies[0].normalShare == 0.5)
    #expect(tallies.map(\.isMeasurable) == [true, false, false])
    #expect(
      settings.table(of: studies) == """
        setting  films  normal  bacterial  viral  share of normals
        1           48      24          0     24             50.0%
        2           32      16          0     16             50.0%
        3           16       8          0      8             50.0%

        With at least 20 normal films and 20 pneumonias, so that models can be measured on them: 1 (48 of 96 films).
        """)
  }

  /// Films that are noise alike, so that nothing but order and seed decides.
  @Test func sameFilmsGiveTheSameSettingsInAnyOrder() async throws {
    let films = try Films(40)
    let studies = films.studies
    let settings = try await AcquisitionSettings.find(in: studies, count: 6).settings
    #expect(try await AcquisitionSettings.find(in: studies.reversed(), count: 6).settings == settings)
    #expect(try await AcquisitionSettings.find(in: studies, count: 6, seed: 2).settings != settings)
    let sizes = settings.tallies(of: studies).map(\.count)
    #expect(sizes == sizes.sorted(by: >) && sizes.reduce(0, +) == 40)
  }

  @Test func unreadableFilmsHaveNoSetting() async throws {
    let films = try Films(6)
    try films.damage(2)
    let (settings, unreadable) = try await AcquisitionSettings.find(in: films.studies, count: 2)
    #expect(unreadable.map(\.path) == [films.studies[2].path] && settings.names.count == 5 && settings[films.studies[2]] == nil)
    let error = await #expect(throws: DataError.self) { try await AcquisitionSettings.find(in: films.studies, count: 6) }
    #expect("\(try #require(error))".contains("5 films that can be read do not make 6 settings"))
  }

  /// What stands inside the border moves neither the border's traits nor, where its levels are the same, any other but sharpness.
  @Test func traitsDoNotSeeWhereTheBlobIs() {
    var picture = GrayImage(width: 224, height: 224, pixels: (0..<50176).map { UInt8($0 / 224 / 2) })
    let empty = SettingTraits(of: picture)
    #expect(empty.border.count == 108 && empty.tone.count == 21 && empty.sharpness.count == 2)
    #expect(empty.tone.first == 0 && empty.tone.last == 111 && abs(empty.tone[10] - 55.5) <= 0.5)
    for y in 60..<160 { for x in 60..<160 { picture.pixels[y * 224 + x] = 200 } }
    let filled = SettingTraits(of: picture)
    #expect(filled.border == empty.border && filled.tone != empty.tone)
    // A ramp of one level in two rows: its differences down are 0 and 1 in turn, and its Laplacian ±1 everywhere.
    #expect(abs(empty.sharpness[0] - 1) < 1e-12 && abs(empty.sharpness[1] - 0.5) < 1e-12)
  }

  @Test func kindsOfTraitsWeighAlike() {
    var generator = SplitMix64(seed: 2)
    let traits = (0..<50).map { _ in
      SettingTraits(of: GrayImage(width: 32, height: 32, pixels: (0..<1024).map { _ in UInt8(generator.next() % 200) }))
    }
    let points = SettingTraits.points(of: traits)
    func variance(_ columns: Range<Int>) -> Double {
      columns.reduce(0) { sum, column in sum + points.reduce(0) { $0 + $1[column] * $1[column] } / 50 }
    }
    #expect(points[0].count == 131)
    for kind in [0..<108, 129..<131] { #expect(abs(variance(kind) - 1) < 1e-9, "\(kind)") }
    // A level that all films share says nothing.
    #expect(variance(108..<129) <= 1 + 1e-9)
  }

  @Test func csvComesBackAndIsHeldToTheData() throws {
    let films = try Films(4)
    let dataset = try Dataset(directory: films.directory, studies: films.studies)
    let settings = AcquisitionSettings(names: ["film0.png": "2", "film1.png": "Ward, east", "film3.png": "1"])
    let path = films.directory + "/settings.csv"
    func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
    try write(settings.csv)
    #expect(try AcquisitionSettings(csv: path, dataset: dataset) == settings)
    #expect(settings.tallies(of: films.studies).map(\.name) == ["1", "2", "Ward, east"])
    for (text, reason) in [
      ("id,setting\nfilm9.png,1\n", "row 1: the film film9.png is not in"),
      ("id,machine\nfilm1.png,1\n", "has no column setting"),
      ("film,setting\nfilm1.png,1\n", "has no column id"),
      ("id,setting\nfilm1.png,1\nfilm1.png,2\n", "row 2: the film film1.png is listed twice"),
      ("id,setting\nfilm1.png,\n", "row 1: the film film1.png has no setting"),
      ("id,setting\n", "names no film"),
    ] {
      try write(text)
      let error = #expect(throws: DataError.self) { try AcquisitionSettings(csv: path, dataset: dataset) }
      #expect("\(try #require(error))".contains(reason), "\(String(describing: error))")
      #expect("\(try #require(error))".contains("settings.csv"))
    }
  }
}
