extension PageSection {
  /// The section of a film: its numbers, and it beside its explanations.
  init(film: ExplainedFilm, number: Int) {
    self.init("film", number, title: film.name, short: "Film \(number)") {
      HTML("dl", ["class": "figures"]) {
        Self.figure("Probability of \(film.label.rawValue), explained here", FigureText.number(film.probability))
        if film.label != .pneumonia { Self.figure("Probability of pneumonia", FigureText.number(film.prediction.probability)) }
        Self.figure("Decision at \(FigureText.number(film.prediction.threshold))", film.prediction.decision.rawValue)
        if let triage = film.prediction.triage { Self.figure("Triage", triage.rawValue) }
      }
      HTML("ul", ["class": "explanations"]) {
        HTML("li") {
          HTML("h3") { "The film" }
          film.picture.html("Film \(film.name)")
          HTML("p", ["class": "note"]) { "As it was read, without an explanation." }
        }
        for view in film.views { HTML("li") { Self.item(view, of: film) } }
      }
    }
  }

  private static func figure(_ name: String, _ value: String) -> HTML {
    HTML("div") {
      HTML("dt") { name }
      HTML("dd") { value }
    }
  }

  /// The film's first picture with its verdict, for a page of many films.
  static func picture(of film: ExplainedFilm) -> HTML {
    HTML {
      HTML("h3") { film.name }
      if let view = film.views.first {
        view.picture.html("\(view.title) of film \(film.name): what speaks for \(film.label.rawValue)")
        verdict(view)
      }
    }
  }

  private static func item(_ view: ExplanationView, of film: ExplainedFilm) -> HTML {
    HTML {
      HTML("h3") { view.title }
      view.picture.html("\(view.title) of film \(film.name): what speaks for \(film.label.rawValue)")
      HTML("p", ["class": "note"]) { view.meaning }
      if !view.figures.isEmpty {
        HTML("p") { view.figures.map { "\($0.name): \(FigureText.number($0.value))" }.joined(separator: " · ") }
      }
      verdict(view)
      if !view.checks.isEmpty {
        PageTable("Checks of this picture", columns: ["check", "figure", "limit", "result"], rows: view.checks.map(row)).html
      }
    }
  }

  private static func verdict(_ view: ExplanationView) -> HTML {
    switch view.verdict {
    case nil: HTML("p", ["class": "call"]) { "Verdict: not checked" }
    case let verdict?: HTML("p", ["class": verdict.isPassed ? "call right" : "call wrong"]) { "Verdict: \(verdict.text)" }
    }
  }

  private static func row(_ check: ExplanationView.Check) -> [String] {
    let result =
      switch check.isPassed {
      case true?: "passed"
      case false?: "not passed"
      case nil: "cannot tell"
      }
    return [check.name, FigureText.number(check.figure), check.limit, result]
  }
}
