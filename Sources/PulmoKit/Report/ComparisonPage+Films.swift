extension ComparisonPage {
  /// Films in one list, at most.
  static let filmCount = 24

  /// The films on which they disagree: pneumonias that some miss before normal films that some alarm on, for a missed pneumonia is the worse
  /// mistake; in both, those whose scores lie farthest apart first.
  var filmSection: PageSection {
    PageSection("films", "Films on which they disagree", short: "Films") {
      list(
        "Pneumonias that some find and some miss", comparison.disagreements.filter(\.label.isPneumonia),
        none: "They call every pneumonia alike.")
      list(
        "Normal films that some clear and some alarm on", comparison.disagreements.filter { !$0.label.isPneumonia },
        none: "They call every normal film alike.")
    }
  }

  private func list(_ title: String, _ films: [Comparison.Disagreement], none: String) -> HTML {
    let shown = films.prefix(Self.filmCount)
    return HTML {
      HTML("h3") { title + (films.isEmpty ? "" : " (\(shown.count < films.count ? "\(shown.count) of " : "")\(films.count))") }
      if films.isEmpty {
        HTML("p") { none }
      } else {
        HTML("ul", ["class": "films"]) {
          for film in shown { HTML("li") { item(film) } }
        }
      }
    }
  }

  private func item(_ film: Comparison.Disagreement) -> HTML {
    HTML {
      if let path = source.paths[film.id] { Thumbnail.html(ofFilmAt: path, "Film \(film.id), \(film.label.rawValue)") }
      for (letter, (probability, decision)) in zip(letters, zip(film.probabilities, film.decisions)) {
        let isRight = (decision == .pneumonia) == film.label.isPneumonia
        HTML("span", ["class": isRight ? "call right" : "call wrong"]) {
          "\(letter) \(FigureText.number(probability)): \(decision.rawValue)" + (isRight ? "" : ", wrong")
        }
      }
      "is \(film.label.rawValue)"
      HTML("bdi") { film.id }
    }
  }
}
