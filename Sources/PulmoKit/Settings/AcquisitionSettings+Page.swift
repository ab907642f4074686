package import Imaging

extension AcquisitionSettings {
  /// Films of each setting that a page shows.
  private static let shownFilms = 8

  /// The settings as a page: the films counted by setting and label, and some films of each, for a reader to judge what a setting is.
  /// - Parameters:
  ///   - studies: films with their labels.
  ///   - directory: where they are, for the subtitle.
  /// - Throws: `ImagingError` where a film that is to be shown cannot be read.
  package func page(of studies: [Study], in directory: String) throws(ImagingError) -> Page {
    let tallies = tallies(of: studies)
    let bySetting = Dictionary(grouping: studies.sorted { $0.id < $1.id }) { self[$0] }
    var shown: [(tally: SettingTally, films: [(study: Study, thumbnail: Thumbnail)])] = []
    for tally in tallies {
      let films = bySetting[tally.name, default: []]
      let count = min(Self.shownFilms, films.count)
      var thumbnails: [(study: Study, thumbnail: Thumbnail)] = []
      for place in 0..<count {
        let study = films[place * films.count / count]
        thumbnails.append((study, try Thumbnail(of: try GrayImage(contentsOf: study.path))))
      }
      shown.append((tally, thumbnails))
    }
    return Page(
      title: "Acquisition settings",
      subtitle: "\(directory): \(FigureText.count(studies.count, "film")) in \(FigureText.count(tallies.count, "setting"))",
      sections: [Self.countSection(tallies), Self.filmSection(shown)])
  }

  private static func countSection(_ tallies: [SettingTally]) -> PageSection {
    let rows = tallies.map { tally in
      [tally.name] + Label.allCases.map { "\(tally.films[$0] ?? 0)" } + ["\(tally.count)", FigureText.percent(tally.normalShare)]
        + [tally.isMeasurable ? "yes" : "no"]
    }
    return PageSection("settings", "Films by setting and label", short: "Settings") {
      HTML("p") {
        "A setting is a cluster of films that look as if made alike: by their border, grey levels and sharpness. Shares of normal films "
          + "that lie far apart are ties a network can learn in place of the lungs. Settings with \(SettingTally.leastFilms) films of "
          + "each side can be held out of a cross-validation."
      }
      PageTable(
        "Films", columns: ["setting"] + Label.allCases.map(\.rawValue) + ["all", "share of normals", "can be held out"], rows: rows
      ).html
    }
  }

  private static func filmSection(_ shown: [(tally: SettingTally, films: [(study: Study, thumbnail: Thumbnail)])]) -> PageSection {
    PageSection("films", "Films of each setting", short: "Films") {
      for (tally, films) in shown {
        HTML("h3") { "Setting \(tally.name)" }
        HTML("p") {
          for (study, thumbnail) in films { thumbnail.html("\(study.id), \(study.label.rawValue)") }
        }
      }
    }
  }
}
