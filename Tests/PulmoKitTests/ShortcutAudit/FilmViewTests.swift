import Imaging
import Testing

@testable import PulmoKit

@Suite struct FilmViewTests {
  private static let side = 224
  private static let lungs = LungPixels(columns: 15..<200, rows: 40..<190)

  private static func picture(_ level: (_ column: Int, _ row: Int) -> Int) -> GrayImage {
    GrayImage(width: side, height: side, pixels: (0..<side * side).map { UInt8(level($0 % side, $0 / side)) })
  }

  /// A slope without marks, so that every pixel is told from its neighbours.
  private static let film = picture { column, row in (column + 2 * row) % 7 + column / 2 + row / 4 }

  private static func isInLungs(_ column: Int, _ row: Int) -> Bool { lungs.columns ~= column && lungs.rows ~= row }

  private static func isBorder(_ column: Int, _ row: Int) -> Bool { min(column, row, 223 - column, 223 - row) < 22 }

  private static func isCorner(_ column: Int, _ row: Int) -> Bool { min(column, 223 - column) < 44 && min(row, 223 - row) < 44 }

  /// The film with what `isSeen` says, and the mean level of that elsewhere.
  private static func expected(_ isSeen: (Int, Int) -> Bool) -> GrayImage {
    let seen = film.pixels.enumerated().filter { isSeen($0.offset % side, $0.offset / side) }.map { Int($0.element) }
    let mean = (Double(seen.reduce(0, +)) / Double(seen.count)).rounded()
    return picture { column, row in isSeen(column, row) ? Int(film.pixels[row * side + column]) : Int(mean) }
  }

  private static func view(_ view: FilmView, of film: GrayImage = film, on background: GrayImage? = nil) -> GrayImage {
    view(AuditPicture(film, lungs: lungs), on: AuditPicture(background ?? film, lungs: LungPixels(columns: 50..<150, rows: 60..<160)))
  }

  /// Every pixel of every mask, against its definition written down again.
  @Test func masksAreWhatTheySay() {
    let cases: [(FilmView, (Int, Int) -> Bool)] = [
      (.asItIs, { _, _ in true }),
      (.borderOnly, { Self.isBorder($0, $1) && !Self.isInLungs($0, $1) }),
      (.cornersOnly, { Self.isCorner($0, $1) && !Self.isInLungs($0, $1) }),
      (.lungsHidden, { !Self.isInLungs($0, $1) }),
      (.markersCovered, { Self.isInLungs($0, $1) || !Self.isBorder($0, $1) && !Self.isCorner($0, $1) }),
      (.backgroundFlat, { Self.isInLungs($0, $1) }),
    ]
    for (view, isSeen) in cases {
      let isRight = Self.view(view) == Self.expected(isSeen)
      #expect(isRight, "\(view)")
    }
  }

  /// Two films that differ in the lungs alone are one where the lungs are hidden: not even the level that hides tells them apart.
  @Test func nothingOfTheLungsIsLeftWhereTheyAreHidden() {
    let sick = Self.picture { column, row in Self.isInLungs(column, row) ? 200 : Int(Self.film.pixels[row * 224 + column]) }
    for view in [FilmView.borderOnly, .cornersOnly, .lungsHidden] {
      let isSame = Self.view(view) == Self.view(view, of: sick)
      #expect(isSame, "\(view)")
    }
    let lettered = Self.picture { column, row in Self.isInLungs(column, row) ? Int(Self.film.pixels[row * 224 + column]) : 250 }
    for view in [FilmView.backgroundFlat, .backgroundOther] {
      let isSame = Self.view(view, on: sick) == Self.view(view, of: lettered, on: sick)
      #expect(isSame, "\(view)")
    }
  }

  /// A letter between corner and border is covered with two pixels around it, one on the lungs stays.
  @Test func marksOutsideTheLungsAreCovered() {
    let film = Self.picture { column, row in
      (100..<110 ~= column && 28..<34 ~= row) || (100..<110 ~= column && 100..<106 ~= row) ? 250 : 50
    }
    let covered = Self.view(.markersCovered, of: film)
    // All that is seen is at 50 but the 60 pixels of the mark on the lungs.
    #expect(covered.pixels.filter { $0 == 250 }.count == 60)
    let marks = BrightMarks(on: film).pixels
    for (column, row) in [(98, 26), (111, 35), (105, 30)] { #expect(marks.isHidden[row * 224 + column], "\(column), \(row)") }
    for (column, row) in [(97, 30), (112, 30), (105, 25), (105, 36)] { #expect(!marks.isHidden[row * 224 + column], "\(column), \(row)") }
    #expect(marks.isHidden.count { $0 } == 2 * 14 * 10)
    // Less than 60 levels above what is around is no mark.
    let faint = Self.picture { column, row in 100..<110 ~= column && 28..<34 ~= row ? 110 : 50 }
    #expect(!BrightMarks(on: faint).pixels.isHidden.contains(true))
  }

  @Test func lungsAreCarriedOntoAnotherFilm() {
    let view = Self.view(.backgroundOther, of: Self.picture { _, _ in 200 }, on: Self.picture { _, _ in 10 })
    let isRight = view == Self.picture { column, row in 50..<150 ~= column && 60..<160 ~= row ? 200 : 10 }
    #expect(isRight)
  }

  @Test func nothingSeenIsMidGrey() {
    var hidden = HiddenPixels()
    hidden.hide(columns: 0..<224, rows: 0..<224)
    #expect(Set(hidden.applied(to: Self.film).pixels) == [128])
    #expect(LungPixels(on: Self.picture { _, _ in 9 }) == LungPixels(on: Self.picture { _, _ in 200 }))
    #expect(!LungPixels(on: Self.picture { _, _ in 9 }).isRecognised)
  }

  /// The strengths the corruptions have, between them.
  @Test func sweepsChangeFilmsAsCorruptionsDo() {
    let study = Study(id: "a", patient: "a", path: "", label: .normal, folder: nil)
    for (sweep, step, corruption) in [
      (FilmSweep.brightness, 0.25, Corruption.brighter), (.brightness, -0.25, .darker), (.aspect, 1.15, .wider),
    ] {
      let isSame = sweep(Self.film, at: step) == corruption(Self.film, of: study)
      #expect(isSame, "\(sweep) \(step)")
    }
    for sweep in FilmSweep.allCases {
      let isSame = sweep(Self.film, at: sweep.neutral) == Self.film
      #expect(isSame && sweep.steps == sweep.steps.sorted() && !sweep.steps.contains(sweep.neutral))
    }
  }

  /// Where a chest is recognised its lungs are where they are, not where they usually lie.
  @Test func lungsAreThoseOfTheFilm() throws {
    let chest = SyntheticChest().film(width: 224, height: 224)
    let region = try #require(LungRegion(of: chest))
    let lungs = LungPixels(on: chest)
    #expect(lungs.isRecognised && lungs.columns == LungRegion.pixels(region.columns, of: 224))
    #expect(lungs.rows == LungRegion.pixels(region.rows, of: 224))
    #expect(LungPixels(on: Self.picture { _, _ in 9 }).columns == LungRegion.pixels(0.09...0.92, of: 224))
  }
}
