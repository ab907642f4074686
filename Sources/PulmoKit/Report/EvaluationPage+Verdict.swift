import Statistics

extension EvaluationPage {
  /// What came out, in plain words, then the figures.
  var verdictSection: PageSection {
    PageSection("verdict", "What came out", short: "Verdict") {
      HTML("div", ["class": "verdict"]) {
        for sentence in verdict { HTML("p") { sentence } }
      }
      HTML("dl", ["class": "figures"]) {
        card("Sensitivity", evaluation[.sensitivity], "\(evaluation.confusion.tp) of \(curve.positives) pneumonias found")
        card("Specificity", evaluation[.specificity], "\(evaluation.confusion.tn) of \(curve.negatives) normal films cleared")
        card("AUROC", evaluation[.auroc], "needs no threshold", isPercent: false)
        card("Positive predictive value", evaluation[.positivePredictiveValue], "of alarms are pneumonia, in this mix of films")
        card("Negative predictive value", evaluation[.negativePredictiveValue], "of cleared films are normal, in this mix of films")
        card("Accuracy", evaluation[.accuracy], "of films called what they are, in this mix")
      }
      HTML("p", ["class": "note"]) {
        "Ranges are 95% intervals: the wider of one that takes films as independent and one that resamples the \(patients)."
      }
    }
  }

  /// The verdict, sentence by sentence.
  var verdict: [String] {
    let confusion = evaluation.confusion
    var sentences: [String] = []
    let threshold = FigureText.number(evaluation.threshold, decimals: 4)
    if let sensitivity = evaluation[.sensitivity] {
      sentences.append(
        "At the threshold \(threshold), \(confusion.tp) of \(FigureText.count(curve.positives, "pneumonia")) were found"
          + (confusion.fn == 0 ? ": none was missed here" : " and \(confusion.fn) missed")
          + ". In the long run \(range(sensitivity)) of every hundred films of pneumonia like these are found (95% interval).")
    }
    if let specificity = evaluation[.specificity] {
      sentences.append(
        "Of \(FigureText.count(curve.negatives, "normal film")), \(confusion.tn) were cleared and \(confusion.fp) raised a false alarm. "
          + "In the long run \(range(specificity)) of every hundred normal films like these are cleared (95% interval).")
    }
    if let auroc = evaluation[.auroc] {
      sentences.append(
        "A film with pneumonia scored above a normal one in \(FigureText.percent(auroc.value)) of pairs, ties counting half"
          + (auroc.quoted.map { " (95% interval \(FigureText.percents($0)))." } ?? "; too clear or too few for an interval."))
    }
    sentences.append(
      "This holds for films like these: other ages, views, machines or hospitals have to be measured on their own. Not for diagnosis.")
    return sentences
  }

  /// `98 to 100`: in whole films, rounded outwards.
  private func range(_ figure: QuotedInterval) -> String {
    guard let interval = figure.quoted else { return "about \((100 * figure.value).formatted(decimals: 0))" }
    return
      "\((100 * interval.lower).rounded(.down).formatted(decimals: 0)) to \((100 * interval.upper).rounded(.up).formatted(decimals: 0))"
  }

  private func card(_ name: String, _ figure: QuotedInterval?, _ of: String, isPercent: Bool = true) -> HTML {
    HTML("div") {
      HTML("dt") { name }
      HTML("dd") {
        isPercent ? FigureText.percent(figure?.value) : FigureText.number(figure?.value)
        HTML("span", ["class": "range"]) {
          figure?.quoted == nil ? "no interval" : isPercent ? FigureText.percents(figure?.quoted) : FigureText.numbers(figure?.quoted)
        }
        HTML("span", ["class": "range"]) { of }
      }
    }
  }

  /// `412 children`
  var patients: String {
    let count = evaluation.resampling.patients
    let perFilm = count == films.count
    return "\(count) \(count == 1 ? "child" : "children")" + (perFilm ? " (each film counts as one child)" : "")
  }
}
