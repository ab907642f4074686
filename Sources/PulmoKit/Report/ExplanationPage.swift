public import FoundationEssentials

/// Explanations as a page to read, print and keep: each film beside the pictures that say where a model saw what speaks for a class, with the
/// numbers that say whether to believe them.
///
/// ```swift
/// let view = try ExplanationView(title: "Grad-CAM", meaning: ExplanationMethod.gradCAM.meaning, picture: picture.captioned(caption))
/// let film = try ExplainedFilm(name: path, film: seen, label: .pneumonia, probability: 0.97, prediction: prediction, views: [view])
/// try ExplanationPage([film], model: "lite-three-class 1.0.0").html.write(toFile: "explanation.html", atomically: true, encoding: .utf8)
/// ```
public struct ExplanationPage: Sendable {
  let films: [ExplainedFilm]
  let model: String
  let date: Date

  /// - Parameters:
  ///   - films: at least one.
  ///   - model: the model's name and version.
  ///   - date: when the explanations were made.
  public init(_ films: [ExplainedFilm], model: String, date: Date = Date()) {
    precondition(!films.isEmpty, "a page of explanations without films")
    self.films = films
    self.model = model
    self.date = date
  }

  /// The page's file.
  public var html: String { page.document }

  package var page: Page {
    Page(
      title: "Explanations: \(model)", subtitle: "\(FigureText.count(films.count, "film")) · \(date.utcText)", notices: notices,
      sections: films.enumerated().map { PageSection(film: $1, number: $0 + 1) } + [Self.readingSection])
  }

  /// Pictures not to be trusted come first of all.
  private var notices: [PageNotice] {
    let views = films.flatMap(\.views)
    let doubtful = views.count { $0.verdict?.isPassed == false }
    let unchecked = views.count { $0.verdict == nil && $0.meaning != ExplanationView.featureMapMeaning }
    var notices: [PageNotice] = []
    if doubtful > 0 {
      notices.append(
        PageNotice(
          .warning, title: "\(FigureText.count(doubtful, "picture")) of \(views.count) did not pass the checks",
          text: "Each has its verdict below it. Do not draw conclusions from them."))
    }
    if unchecked > 0 {
      notices.append(
        PageNotice(
          .information, title: "\(FigureText.count(unchecked, "picture")) of \(views.count) not checked",
          text: "Nothing here says whether they follow the network: pulmo explain --check does."))
    }
    return notices + [
      PageNotice(
        .information, title: "Not for diagnosis",
        text: "A picture here shows what a network reacts to. It does not show where a disease is, and a convincing one can be wrong.")
    ]
  }

  private static var readingSection: PageSection {
    PageSection("reading", "How to read the pictures", short: "Reading") {
      HTML("p") {
        "A picture explains the network, not the child. Where it lights up shoulders, belly, letters or the film's border, the network may be reading "
          + "the machine or the department instead of the lungs."
      }
      HTML("p") {
        "Every picture goes by the film as the network sees it, much smaller than the film itself: outlines finer than that mean nothing. A "
          + "frame marks the part that the network sees, where it is not the whole film."
      }
      HTML("p") { "Figures that are not defined are written n/a. Limits of the checks were fixed before the first figure was seen." }
    }
  }
}
