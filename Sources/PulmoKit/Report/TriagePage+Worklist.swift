import Imaging
import Statistics

extension TriagePage {
  /// The films, with the means to find some of them: without the page's script all stand there.
  var worklistSection: PageSection {
    PageSection("worklist", "Worklist") {
      HTML("div", ["class": "controls worklist-controls"]) {
        HTML("div", ["class": "control"]) {
          HTML("label", ["for": "search"]) { "Find by file name" }
          HTML("input", ["id": "search", "type": "search", "autocomplete": "off", "spellcheck": "false"])
        }
        HTML("fieldset") {
          HTML("legend") { "Films" }
          for group in groups {
            HTML("label") {
              HTML("input", ["type": "checkbox", "name": "group", "value": group.rawValue, "checked": "", "autocomplete": "off"])
              "\(group.title) (\(count(of: group)))"
            }
          }
        }
        if hasOverlays {
          HTML("button", ["id": "all-overlays", "type": "button", "aria-pressed": "false"]) { "Show all overlays" }
        }
      }
      HTML("p", ["id": "shown", "class": "note", "role": "status"]) { "All \(FigureText.count(count, "film"))." }
      HTML("p", ["class": "note"]) { overlayText }
      for group in groups { html(of: group) }
    }.running(.triage)
  }

  private func html(of group: TriageGroup) -> HTML {
    HTML("div", ["class": "group " + group.rawValue, "id": group.rawValue, "role": "group", "aria-labelledby": group.rawValue + "-title"]) {
      HTML("h3", ["id": group.rawValue + "-title"]) { "\(group.title) (\(count(of: group)))" }
      HTML("p", ["class": "note"]) { count(of: group) == 0 ? "No film." : group.meaning }
      HTML("ul", ["class": hasOverlays ? "films worklist explained" : "films worklist"]) {
        for reading in films[group] ?? [] { HTML("li", ["class": "film"]) { card(reading) } }
      }
    }
  }

  private func card(_ reading: Reading) -> HTML {
    HTML {
      picture(of: reading)
      if case .success? = reading.pictures?.overlay {
        HTML("button", ["class": "toggle", "type": "button", "aria-pressed": "false", "aria-label": "Overlay of \(reading.path)"]) {
          "Overlay"
        }
      }
      switch reading.result {
      case .success(let prediction): opinion(prediction)
      case .failure(let error):
        HTML("span", ["class": "zone"]) { "could not be read" }
        HTML("span", ["class": "reason"]) { error.reason }
      }
      name(of: reading.path)
      verdict(on: reading)
    }
  }

  private func picture(of reading: Reading) -> HTML {
    HTML("div", ["class": "picture"]) {
      if let thumbnail = reading.pictures?.thumbnail {
        thumbnail.html("Film \(reading.path)")
      } else {
        HTML("span", ["class": "no-picture"]) { "no picture" }
      }
      if case .success(let overlay)? = reading.pictures?.overlay {
        HTML("span", ["class": "overlay"]) {
          overlay.picture.html("What speaks for pneumonia on film \(reading.path)")
          if let stamp = overlay.verdict.stamp {
            HTML("span", ["class": overlay.verdict.outcome == .distrust ? "stamp wrong" : "stamp"]) { stamp }
          }
        }
      }
    }
  }

  /// The probability, what it means at the threshold, and where the film goes.
  private func opinion(_ prediction: Prediction) -> HTML {
    HTML {
      if let triage = prediction.triage { HTML("span", ["class": "zone"]) { triage.rawValue } }
      HTML("span", ["class": "opinion"]) {
        HTML("strong") { FigureText.number(prediction.probability) }
        ": \(prediction.decision.rawValue)"
      }
      if let classes = prediction.classes {
        HTML("span", ["class": "classes"]) {
          "normal \(FigureText.number(classes.normal)), bacterial \(FigureText.number(classes.bacterial)), viral \(FigureText.number(classes.viral))"
        }
      }
    }
  }

  /// The path, its last part the more readable.
  private func name(of path: String) -> HTML {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    return HTML("bdi", ["class": "path"]) {
      String(path.dropLast(name.count))
      HTML("span", ["class": "name"]) { String(name) }
    }
  }
}
