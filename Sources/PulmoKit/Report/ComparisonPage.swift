/// A comparison as a page to read, print and keep: `pulmo compare --report`.
///
/// ```swift
/// let comparison = try Comparison([old, new])
/// let source = ComparisonSource(origins: [.scores(sha256: oldHash), .scores(sha256: newHash)])
/// try ComparisonPage(comparison, source: source).html.write(toFile: "comparison.html", atomically: true, encoding: .utf8)
/// ```
///
/// Models go by letters, A for the first; the page says which is which. Every figure stands beside the interval that ``Comparison`` quotes.
public struct ComparisonPage: Sendable {
  /// What a reader has to know first; they stand above everything else.
  package var notices: [PageNotice] = []
  let comparison: Comparison
  let source: ComparisonSource

  /// - Parameters:
  ///   - comparison: of any number of models.
  ///   - source: where their scores come from, an origin for each model.
  public init(_ comparison: Comparison, source: ComparisonSource) {
    precondition(source.origins.count == comparison.models.count, "\(source.origins.count) origins of \(comparison.models.count) models")
    self.comparison = comparison
    self.source = source
  }

  /// The page's file.
  public var html: String { page.document }

  package var page: Page {
    let names = comparison.models.map(\.name)
    let films = FigureText.count(comparison.count, "film")
    let data = source.data.map { " of \($0)" + (source.split.map { ", part \($0.rawValue)" } ?? "") } ?? ""
    return Page(
      title: "Comparison: " + (names.count <= 3 ? names.joined(separator: " and ") : "\(names.count) models"),
      subtitle: "\(films)\(data) · \(source.date.utcText)", notices: notices + ownNotices,
      sections: [verdictSection, sourceSection, modelSection, differenceSection, filmSection, methodSection])
  }

  var pneumoniaCount: Int { comparison.pneumoniaCount }
  var normalCount: Int { comparison.count - comparison.pneumoniaCount }
  var letters: [String] { comparison.models.indices.map(Comparison.letter) }

  private var ownNotices: [PageNotice] {
    var notices = PageNotice.about(pneumonias: pneumoniaCount, normal: normalCount, unreadable: source.unreadableCount)
    let leaving = zip(letters, comparison.models).filter { $0.1.leftOut > 0 }
    if !leaving.isEmpty {
      notices.append(
        PageNotice(
          .warning, title: "Not all films are compared",
          text: leaving.map { "\(FigureText.count($0.1.leftOut, "film")) that \($0.0) scored" }.joined(separator: ", ")
            + " were not scored by all, and are in no figure of this page."))
    }
    if comparison.pairs.count > 1 {
      notices.append(
        PageNotice(
          .information, title: "\(comparison.pairs.count) pairs are compared",
          text: "Nothing is adjusted for that: among several pairs, one differs by chance more easily than an interval or a test says."))
    }
    return notices
  }
}
