import Imaging

extension AuditPage {
  /// Films of each class that are shown.
  private static let shownFilms = 2

  /// Some films under every view.
  var pictureSection: PageSection {
    PageSection("pictures", "What was hidden", short: "Pictures") {
      HTML("p") {
        "The number is the probability of pneumonia that the model gives the picture, threshold \(FigureText.number(audit.threshold)). What is "
          + "hidden has the mean level of what is seen."
      }
      for film in shown {
        HTML("h3") { "\(film.study.label.rawValue): \(film.study.id)" }
        strip(of: film)
      }
    }
  }

  /// The first films of each class in order of a hash of their names: the same whatever the scores.
  private var shown: [AuditedFilm] {
    [false, true].flatMap { isPneumonia in
      findings.films.filter { $0.study.label.isPneumonia == isPneumonia }
        .sorted { ($0.study.augmentationKey, $0.study.id) < ($1.study.augmentationKey, $1.study.id) }.prefix(Self.shownFilms)
    }
  }

  private func strip(of film: AuditedFilm) -> HTML {
    do throws(ImagingError) {
      let picture = AuditPicture(of: try GrayImage(contentsOf: film.study.path))
      let background = try film.background.map { study throws(ImagingError) in AuditPicture(of: try GrayImage(contentsOf: study.path)) }
      var items: [HTML] = []
      for (view, probability) in zip(FilmView.allCases, film.views) {
        guard let probability else { continue }
        let thumbnail = try Thumbnail(of: view(picture, on: background ?? picture)).html("Film \(film.study.id), \(view.rawValue)")
        items.append(
          HTML("li") {
            thumbnail
            HTML("strong") { FigureText.number(probability) }
            HTML("br")
            view.rawValue
            if view == .backgroundOther, let behind = film.background { HTML("bdi") { "\(behind.label.rawValue): \(behind.id)" } }
          })
      }
      return HTML("ul", ["class": "films"]) { for item in items { item } }
    } catch {
      return HTML("p") { "no pictures: \(error.path): \(error.reason)" }
    }
  }
}
