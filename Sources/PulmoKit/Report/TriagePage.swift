import Imaging
import Statistics

/// A screening as the page a radiologist works from: `pulmo screen --report`.
///
/// ```swift
/// var screening = Screening(artifact, threads: 2)
/// screening.takesPictures = true
/// var readings: [Reading] = []
/// try await screening.read(paths) { readings.append($0) }
/// let page = TriagePage(readings, of: artifact.manifest, source: TriageSource(paths: ["films"], filmCount: paths.count))
/// try page.html.write(toFile: "triage.html", atomically: true, encoding: .utf8)
/// ```
///
/// Films stand in order of urgency; those that could not be read stand apart, before all others. Readings that carry no picture have a card
/// without one.
public struct TriagePage: Sendable {
  /// Films that a page is good for: with their pictures and overlays some 55 MB.
  public static let filmLimit = 5_000

  let model: ModelManifest
  let source: TriageSource
  let count: Int
  let films: [TriageGroup: [Reading]]
  let groups: [TriageGroup]

  /// - Parameters:
  ///   - readings: in any order, made by one model.
  ///   - model: that model.
  ///   - source: where the films come from.
  public init(_ readings: [Reading], of model: ModelManifest, source: TriageSource) {
    self.model = model
    self.source = source
    count = readings.count
    films = TriageGroup.sorted(readings)
    groups = TriageGroup.all(hasTriage: model.triage != nil, hasUnreadable: films[.unreadable] != nil)
  }

  /// The page's file.
  public var html: String { page.document }

  var page: Page {
    Page(
      title: "Triage of \(FigureText.count(count, "film"))",
      subtitle: "\(source.paths.joined(separator: ", ")) · read by \(model.name) \(model.version) · \(source.date.utcText)",
      notices: notices, sections: [overviewSection, worklistSection, methodSection])
  }

  /// What a reader has to know first: that films are missing, and that some could not be read.
  private var notices: [PageNotice] {
    var notices: [PageNotice] = []
    let missing = source.filmCount - count
    if missing > 0 {
      notices.append(
        PageNotice(
          .warning, title: "The screening was interrupted",
          text: "\(FigureText.count(missing, "film")) of \(source.filmCount) \(missing == 1 ? "is" : "are") not on this page, "
            + "and nobody has judged \(missing == 1 ? "it" : "them"). Screen again to have all."))
    }
    if let unreadable = films[.unreadable]?.count {
      notices.append(
        PageNotice(
          .warning, title: "\(FigureText.count(unreadable, "film")) could not be read",
          text: "First in the worklist, with the reason and without a probability: look at \(unreadable == 1 ? "it" : "each") by hand."))
    }
    if source.skippedCount > 0 {
      notices.append(
        PageNotice(
          .information, title: "\(FigureText.count(source.skippedCount, "other file")) in the folders",
          text: "Neither JPEG nor PNG by name, left out and not on this page. DICOM files are not read."))
    }
    return notices
  }

  /// The overlays that there are.
  var overlays: [FilmOverlay] { films.values.joined().compactMap { try? $0.pictures?.overlay?.get() } }

  var hasOverlays: Bool { !overlays.isEmpty }

  /// How many films `group` has.
  func count(of group: TriageGroup) -> Int { films[group]?.count ?? 0 }
}
