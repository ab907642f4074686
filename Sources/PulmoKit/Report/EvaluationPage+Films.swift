import Statistics

extension EvaluationPage {
  /// The errors the model was surest of, and the films it was least sure of.
  var filmSection: PageSection? {
    PageSection("films", "Films to look at", short: "Films") {
      list(
        "Pneumonias it called normal, the surest first", selection.missed, of: evaluation.confusion.fn,
        none: "No pneumonia was missed among these films.")
      list(
        "Normal films it called pneumonia, the surest first", selection.falseAlarms, of: evaluation.confusion.fp,
        none: "No normal film raised an alarm among these films.")
      list("Nearest the threshold", selection.nearest, of: films.count, none: "")
    }
  }

  private func list(_ title: String, _ films: [EvaluatedFilm], of all: Int, none: String) -> HTML {
    HTML {
      HTML("h3") { title + (films.count < all ? " (\(films.count) of \(all))" : "") }
      if films.isEmpty {
        HTML("p") { none }
      } else {
        HTML("ul", ["class": "films"]) {
          for film in films { HTML("li") { item(film) } }
        }
      }
    }
  }

  private func item(_ film: EvaluatedFilm) -> HTML {
    let score = film.score
    let called = score.probability >= evaluation.threshold ? "pneumonia" : "normal"
    return HTML {
      if let path = film.path { Thumbnail.html(ofFilmAt: path, "Film \(score.id), \(score.label.rawValue), called \(called)") }
      HTML("strong") { "\(FigureText.number(score.probability)): \(called)" }
      HTML("br")
      "is \(score.label.rawValue)"
      HTML("bdi") { score.id }
    }
  }
}
