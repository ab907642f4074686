import Foundation
import Imaging
import Testing

@testable import PulmoKit

@Suite struct TriageOverlayTests {
  /// A reading with a made-up map over its picture.
  static func reading(
    _ path: String, _ probability: Double, _ outcome: CheckOutcome, because reason: String = "of a reason"
  ) throws -> Reading {
    var reading = try TriagePageTests.reading(path, probability)
    let film = GrayImage(width: 160, height: 120, pixels: Array(repeating: 90, count: 160 * 120))
    let map = Heatmap(width: 8, height: 8, values: (0..<64).map { Float($0 % 8) })
    let overlay = try FilmOverlay(
      map, of: SeenFilm(film, columns: 0..<160, rows: 0..<120), on: film, verdict: OverlayVerdict(outcome, reason: reason))
    reading.pictures = FilmPictures(thumbnail: try Thumbnail(of: film), overlay: .success(overlay))
    return reading
  }

  /// Five films, one of them unreadable and one without an overlay.
  static func readings() throws -> [Reading] {
    var without = try TriagePageTests.reading("day/without.png", 0.3)
    without.pictures = FilmPictures(
      thumbnail: try #require(without.pictures?.thumbnail), overlay: .failure(.notFinite(label: .pneumonia)))
    return [
      try reading("day/good.png", 0.97, .trust), try reading("day/marker.png", 0.95, .distrust, because: "it dwells in the <corners>"),
      try reading("day/odd.png", 0.02, .doubt), without, TriagePageTests.unreadable("day/broken.png"),
    ]
  }

  @Test func anOverlayHasItsVerdictAndTheReason() throws {
    let text = PageText(try TriagePageTests.page(Self.readings()).html)
    #expect(text.contains("Of 3: 1 passed the quick checks, 1 doubtful, 1 not to be trusted."))
    #expect(
      text.contains(
        inOrder: "aria-label=\"Overlay of day/good.png\"",
        "<span class=\"believed\"><strong>Overlay passes the quick checks</strong>",
        "<span class=\"stamp wrong\">do not trust</span>", "aria-label=\"Overlay of day/marker.png\"",
        "<span class=\"believed wrong\"><strong>Do not trust the overlay</strong>: it dwells in the &lt;corners&gt;</span>",
        "No overlay: the network", "<span class=\"stamp\">doubtful</span>", "aria-label=\"Overlay of day/odd.png\"",
        "<span class=\"believed doubtful\"><strong>Doubtful overlay</strong>: of a reason</span>"))
    #expect(text.text.matches(of: /<span class="overlay">/).count == 3 && text.text.matches(of: /class="stamp[^>]*>/).count == 2)
    // What was asked, with the limits in force, and what was not.
    #expect(text.contains("outside the lungs up to 0.8 passes, above 1.0 fails") && text.contains("pulmo explain --check"))
  }

  @Test func aNetworkWithoutPicturesSaysWhyOnce() throws {
    var reading = try TriagePageTests.reading("a.png", 0.9)
    reading.pictures = FilmPictures(thumbnail: try #require(reading.pictures?.thumbnail), overlay: .failure(.noSpatialLayer))
    let text = PageText(try TriagePageTests.page([reading, reading]).html)
    #expect(text.text.matches(of: /the network has no convolution/).count == 1)
    #expect(!text.contains("id=\"all-overlays\"") && !text.contains("class=\"toggle\""))
  }

  /// Where a map lies decides; an empty one, or one of the lungs alone, has no answer.
  @Test func verdictsFollowWhereAMapLies() throws {
    let chest = SyntheticChest().film(width: 96, height: 96)
    let lungs = try #require(LungRegion(of: chest))
    func map(where isHot: (_ row: Int, _ column: Int) -> Bool) -> Heatmap {
      Heatmap(width: 96, height: 96, values: (0..<96 * 96).map { Float(isHot($0 / 96, $0 % 96) ? 1 : 0) })
    }
    func verdict(_ region: PictureRegion = .whole, where isHot: (_ row: Int, _ column: Int) -> Bool) -> OverlayVerdict {
      OverlayVerdict(of: map(where: isHot), on: chest, region)
    }
    let (rows, columns) = (LungRegion.pixels(lungs.rows, of: 96), LungRegion.pixels(lungs.columns, of: 96))
    let middle = (rows: rows.dropFirst(8).dropLast(8), columns: columns.dropFirst(8).dropLast(8))
    let inside = verdict { middle.rows.contains($0) && middle.columns.contains($1) }
    #expect(inside.outcome == .trust && inside.reason.hasPrefix("100.0% of it is in the lungs' rectangle"), "\(inside)")
    let corner = verdict { $0 < 12 && $1 < 12 }
    #expect(corner.outcome == .distrust && corner.reason.contains("it dwells in the corners"), "\(corner)")
    #expect(verdict { _, _ in false }.outcome == .unknown)
    #expect(verdict(.lungs) { $0 < 12 && $1 < 12 }.outcome == .unknown)
    let noChest = GrayImage(width: 96, height: 96, pixels: (0..<96 * 96).map { UInt8(($0 * 7919) % 251) })
    #expect(LungRegion(of: noChest) == nil)
    #expect(OverlayVerdict(of: map { (40..<56).contains($0) && (40..<56).contains($1) }, on: noChest, .whole).outcome == .doubt)
  }

  /// Of a film that the network sees in part, only that part is painted, at the thumbnail's scale, and most where the map is greatest.
  @Test func paintStaysWithinWhatTheNetworkSaw() {
    let film = GrayImage(width: 400, height: 200, pixels: Array(repeating: 100, count: 80_000))
    let small = film.fitted(to: Thumbnail.side)
    #expect(small.width == 160 && small.height == 80)
    let map = Heatmap(width: 2, height: 1, values: [0, 1])
    let painted = FilmOverlay.painted(map, SeenFilm(film, columns: 100..<300, rows: 0..<200), on: small)
    #expect(painted.width == 160 && painted.height == 80)
    let gray = RGBColor(gray: 100)
    #expect(painted[20, 40] == gray && painted[140, 40] == gray)
    // Inside its frame: nothing at the map's 0, yellow at its end.
    #expect(painted[44, 40] == gray)
    #expect(painted[115, 40].red > painted[115, 40].blue && painted[115, 40] != gray)
  }

  @Test func overlaysRideAlongAndChangeNothing() async throws {
    let films = try Films(4)
    try films.damage(2)
    let paths = films.studies.map(\.path)
    let model = try ScreeningModels.drawn(.smallCNN(SmallCNN()), side: 32)
    let plain = try await ScreeningTests.readings(paths, model, threads: 2)
    #expect(plain.allSatisfy { $0.pictures == nil })
    let readings = try await Self.readings(of: paths, model)
    #expect(readings.map(\.result) == plain.map(\.result))
    let explainer = try await GradCAM(ExplainedNetwork(model, threads: 1))
    for (path, reading) in zip(paths, readings) where path != paths[2] {
      let film = try GrayImage(contentsOf: path)
      let shown = model.manifest.preprocessing.picture(of: film)
      let map = try await explainer.heatmap(of: shown, for: .pneumonia)
      let expected = try FilmOverlay(
        map, of: SeenFilm(film, model.manifest.preprocessing), on: film, verdict: OverlayVerdict(of: map, on: shown, .whole))
      #expect(reading.pictures == FilmPictures(thumbnail: try Thumbnail(of: film), overlay: .success(expected)), "\(path)")
    }
    #expect(readings[2].pictures == nil)
    let dense = try await Self.readings(of: paths, try ScreeningModels.logistic(weight: 0.01, bias: 0))
    #expect(dense[0].pictures?.overlay == .failure(.noSpatialLayer))
  }

  /// A network that asks for the lungs is shown all of a film without a chest: there the map is asked where it lies.
  @Test func aFilmWithoutAChestIsShownWhole() async throws {
    let films = try Films(1)
    let chest = films.directory + "/chest.png"
    try SyntheticChest().film().write(to: chest, as: .png)
    let model = try ScreeningModels.drawn(.smallCNN(SmallCNN()), Preprocessing(width: 32, height: 32, region: .lungs))
    let readings = try await Self.readings(of: [films.studies[0].path, chest], model)
    let reasons = try readings.map { try #require($0.pictures?.overlay).get().verdict.reason }
    #expect(reasons[0].contains("not asked: no chest found"), "\(reasons)")
    #expect(reasons[1].contains("shown the lungs alone"), "\(reasons)")
  }

  private static func readings(of paths: [String], _ model: ModelArtifact) async throws -> [Reading] {
    var screening = Screening(model, threads: 2)
    screening.takesPictures = true
    var readings: [Reading] = []
    try await screening.read(paths) { readings.append($0) }
    return readings
  }
}
