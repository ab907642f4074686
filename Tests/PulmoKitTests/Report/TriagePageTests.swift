import Foundation
import Imaging
import Testing

@testable import PulmoKit

@Suite struct TriagePageTests {
  static let thresholds = TriageThresholds(
    clearBelow: 0.1, urgentAbove: 0.8, promise: TriagePromise(missRate: 0.01, alarmRate: 0.02), chosenOn: "films of 300 children",
    pneumoniaPatients: 200, normalPatients: 100)

  /// A reading as screening makes it, with a picture of its own grey level.
  static func reading(_ path: String, _ probability: Double, hasTriage: Bool = true, classes: Bool = false) throws -> Reading {
    let kinds = ClassProbabilities(normal: 1 - probability, bacterial: probability * 0.75, viral: probability * 0.25)
    let prediction = Prediction(
      probability: probability, classes: classes ? kinds : nil, threshold: 0.5, triage: hasTriage ? thresholds(probability) : nil)
    var reading = Reading(path: path, result: .success(prediction))
    let level = UInt8(min(255, 255 * probability))
    let film = GrayImage(width: 320, height: 240, pixels: Array(repeating: level, count: 320 * 240))
    reading.pictures = FilmPictures(thumbnail: try Thumbnail(of: film), overlay: nil)
    return reading
  }

  static func unreadable(_ path: String) -> Reading {
    Reading(path: path, result: .failure(ImagingError(path: path, reason: "the file is truncated")))
  }

  /// Seven films in no order.
  static func readings(hasTriage: Bool = true, classes: Bool = false) throws -> [Reading] {
    [
      try reading("day/b-clear.png", 0.02, hasTriage: hasTriage, classes: classes), unreadable("day/broken.png"),
      try reading("day/urgent-less.png", 0.85, hasTriage: hasTriage, classes: classes),
      try reading("day/grey.png", 0.6, hasTriage: hasTriage, classes: classes),
      try reading("day/urgent-most.png", 0.99, hasTriage: hasTriage, classes: classes),
      try reading("day/grey-low.png", 0.3, hasTriage: hasTriage, classes: classes),
      try reading("day/a-clear.png", 0.02, hasTriage: hasTriage, classes: classes),
    ]
  }

  static func page(_ readings: [Reading], hasTriage: Bool = true, filmCount: Int? = nil, skipped: Int = 0) throws -> TriagePage {
    var manifest = try ScreeningModels.logistic(weight: 0.01, bias: 0).manifest
    if hasTriage { manifest.triage = thresholds }
    let source = TriageSource(paths: ["day"], filmCount: filmCount ?? readings.count, skippedCount: skipped)
    return TriagePage(readings, of: manifest, source: source)
  }

  /// The names of the page's films, in its order.
  static func names(_ html: String) -> [String] { html.matches(of: /<span class="name">([^<]*)</).map { String($0.output.1) } }

  @Test func filmsStandInOrderOfUrgency() throws {
    let html = try Self.page(Self.readings()).html
    // Of the same probability, the one that came first.
    #expect(
      Self.names(html)
        == ["broken.png", "urgent-most.png", "urgent-less.png", "grey.png", "grey-low.png", "b-clear.png", "a-clear.png"])
    let text = PageText(html)
    #expect(
      text.contains(
        inOrder: "<h3 id=\"unreadable-title\">Could not be read (1)", "broken.png", "<h3 id=\"urgent-title\">Urgent (2)", "urgent-most.png",
        "<h3 id=\"grey-zone-title\">Grey zone (2)", "grey.png", "<h3 id=\"clear-title\">Clear (2)", "b-clear.png"))
    #expect(text.contains("<dd>2<span class=\"range\">A pneumonia is most likely: read first."))
  }

  @Test func aFilmSaysWhatTheNetworkSays() throws {
    let text = PageText(try Self.page(Self.readings(classes: true)).html)
    #expect(text.contains("<span class=\"zone\">grey zone</span><span class=\"opinion\"><strong>0.600</strong>: pneumonia</span>"))
    #expect(text.contains("<span class=\"zone\">grey zone</span><span class=\"opinion\"><strong>0.300</strong>: normal</span>"))
    #expect(text.contains("<span class=\"classes\">normal 0.400, bacterial 0.450, viral 0.150</span>"))
    #expect(text.contains("<bdi class=\"path\">day/<span class=\"name\">grey.png</span></bdi>"))
    #expect(!PageText(try Self.page(Self.readings()).html).contains("class=\"classes\""))
  }

  /// What nobody judged has neither a probability nor a decision, and stands beside nothing that has.
  @Test func unreadableFilmsStandApart() throws {
    let page = try Self.page(Self.readings())
    #expect(page.films[.unreadable]?.map(\.path) == ["day/broken.png"])
    let text = PageText(page.html)
    #expect(text.contains(inOrder: "Warning: 1 film could not be read", "id=\"overview\""))
    #expect(text.contains("<span class=\"zone\">could not be read</span><span class=\"reason\">the file is truncated</span><bdi"))
    #expect(text.contains("no picture"))
    let readable = PageText(try Self.page(Self.readings().filter { $0.path != "day/broken.png" }).html)
    #expect(!readable.contains("ould not be read"))
  }

  @Test func whatTheThresholdsPromiseAndToWhom() throws {
    let text = PageText(try Self.page(Self.readings()).html)
    #expect(text.contains("Of children with a pneumonia, 1.0% at most, in expectation, have a film among the clear ones."))
    #expect(text.contains("Of normal children, 2.0% at most, in expectation, have a film among the urgent ones."))
    #expect(text.contains("films of 300 children: 200 with a pneumonia, 100 normal"))
    #expect(text.contains("Not for diagnosis"))
    var page = try Self.page(Self.readings())
    var manifest = page.model
    manifest.triage?.clearBelow = nil
    page = TriagePage([], of: manifest, source: page.source)
    #expect(PageText(page.html).contains("No film is clear: too few children with a pneumonia were there to promise that at most 1.0%"))
    manifest.triage?.urgentAbove = nil
    page = TriagePage([], of: manifest, source: page.source)
    #expect(PageText(page.html).contains("No film is urgent: too few normal children were there to promise that at most 2.0%"))
    #expect(PageText(page.html).contains(inOrder: "id=\"method\"", "Clear", "no film", "Urgent", "no film"))
  }

  @Test func theMethodNamesEveryThreshold() throws {
    let text = PageText(try Self.page(Self.readings()).html)
    #expect(
      text.contains(
        inOrder: "id=\"method\"", "Threshold", "0.5000: from this probability on", "Clear", "below 0.1000", "Urgent", "above 0.8000",
        "Triage chosen on", "films of 300 children"))
  }

  @Test func withoutThresholdsOfTriageTheDecisionSorts() throws {
    let html = try Self.page(Self.readings(hasTriage: false), hasTriage: false).html
    #expect(Self.names(html).prefix(4) == ["broken.png", "urgent-most.png", "urgent-less.png", "grey.png"])
    let text = PageText(html)
    #expect(text.contains(inOrder: "Called pneumonia (3)", "Called normal (3)", "grey-low.png"))
    #expect(text.contains("This model has no thresholds of triage") && !text.contains("id=\"urgent\""))
  }

  @Test func whatIsMissingIsSaid() throws {
    let text = PageText(try Self.page(Self.readings(), filmCount: 40, skipped: 3).html)
    #expect(text.contains(inOrder: "Warning: The screening was interrupted", "33 films of 40 are not on this page"))
    #expect(text.contains("3 other files in the folders"))
    #expect(!PageText(try Self.page(Self.readings()).html).contains("interrupted"))
  }

  @Test func hostileNamesAreOnlyText() throws {
    let nasty = "x/<img src=x onerror=alert(1)>\"'&\u{1B}.png"
    let text = PageText(try Self.page([try Self.reading(nasty, 0.9), Self.unreadable("<script>alert(1)</script>")]).html)
    #expect(!text.contains("<img src=x") && !text.contains("<script>alert") && !text.contains("\u{1B}"))
    #expect(text.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\u{FFFD}.png"))
    #expect(text.contains("&lt;script&gt;alert(1)&lt;/"))
  }
}
