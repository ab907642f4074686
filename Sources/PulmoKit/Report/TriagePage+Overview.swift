import Statistics

extension TriagePage {
  /// How many films went where, and what that promises to whom.
  var overviewSection: PageSection {
    PageSection("overview", "What came out", short: "Overview") {
      HTML("dl", ["class": "figures"]) {
        for group in groups {
          HTML("div", ["class": group.rawValue]) {
            HTML("dt") { HTML("a", ["href": "#" + group.rawValue]) { group.title } }
            HTML("dd") {
              "\(count(of: group))"
              HTML("span", ["class": "range"]) { group.meaning }
            }
          }
        }
      }
      HTML("p", ["class": "promise"]) {
        HTML("strong") { "What the zones promise. " }
        promise.joined(separator: " ")
      }
    }
  }

  /// What the thresholds promise and on whom, sentence by sentence.
  var promise: [String] {
    guard let triage = model.triage else {
      return [
        "This model has no thresholds of triage: films are sorted by its decision and their probability, and nothing is promised of either.",
        "pulmo calibrate chooses thresholds on a site's own films. Not for diagnosis.",
      ]
    }
    let (missRate, alarmRate) = (FigureText.percent(triage.promise.missRate), FigureText.percent(triage.promise.alarmRate))
    return [
      triage.clearBelow == nil
        ? "No film is clear: too few children with a pneumonia were there to promise that at most \(missRate) of them are cleared."
        : "Of children with a pneumonia, \(missRate) at most, in expectation, have a film among the clear ones.",
      triage.urgentAbove == nil
        ? "No film is urgent: too few normal children were there to promise that at most \(alarmRate) of them are called so."
        : "Of normal children, \(alarmRate) at most, in expectation, have a film among the urgent ones.",
      "This holds on average for patients like those the thresholds were chosen on (\(triage.chosenOn): \(triage.pneumoniaPatients) with a "
        + "pneumonia, \(triage.normalPatients) normal), and for no single child. For films from another hospital, machine, view or age it promises "
        + "nothing until pulmo calibrate has chosen thresholds on films of that place. Not for diagnosis.",
    ]
  }
}
