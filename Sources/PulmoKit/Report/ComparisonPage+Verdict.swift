import Statistics

extension ComparisonPage {
  /// What came out, in plain words.
  var verdictSection: PageSection {
    PageSection("verdict", "What came out", short: "Verdict") {
      HTML("div", ["class": "verdict"]) {
        for sentence in verdict { HTML("p") { sentence } }
      }
      HTML("dl", ["class": "figures"]) {
        for (letter, model) in zip(letters, comparison.models) {
          HTML("div") {
            HTML("dt") {
              "\(letter) is "
              HTML("bdi") { model.name }
            }
            HTML("dd") {
              "\(FigureText.percent(model.figures[.sensitivity]?.value)) found, \(FigureText.percent(model.figures[.specificity]?.value)) cleared"
              HTML("span", ["class": "range"]) {
                "\(model.confusion.tp) of \(FigureText.count(pneumoniaCount, "pneumonia")), \(model.confusion.tn) of "
                  + "\(FigureText.count(normalCount, "normal film")); intervals below"
              }
              HTML("span", ["class": "range"]) { "at its threshold \(FigureText.number(model.threshold, decimals: 4))" }
            }
          }
        }
      }
    }
  }

  /// The verdict, sentence by sentence: of every pair where there are few.
  var verdict: [String] {
    let told = comparison.pairs.count <= 3 ? comparison.pairs.flatMap(sentences) : []
    let count = comparison.disagreements.count
    let disagreement =
      count == 0
      ? "They call every film alike."
      : "\(count) of \(comparison.count) films are called pneumonia by some and normal by others; they are below, missed pneumonias first."
    return told + [disagreement, "This holds for films like these, each model at its own threshold. Not for diagnosis."]
  }

  private func sentences(of pair: Comparison.Pair) -> [String] {
    let (first, second) = (letters[pair.first], letters[pair.second])
    let (one, other) = (comparison.models[pair.first].confusion, comparison.models[pair.second].confusion)
    func text(
      _ figure: Figure, _ films: String, _ verb: String, _ counts: (Int, Int), _ test: McNemarTest, _ more: String
    ) -> String? {
      guard let difference = pair.differences[figure] else { return nil }
      return "Of \(films), \(first) \(verb) \(counts.0) and \(second) \(counts.1): \(test.onlyFirstRight) that only \(first) \(verb), "
        + "\(test.onlySecondRight) that only \(second) did. "
        + conclusion(difference, "\(first) \(more)", "\(second) \(more)", "which of them \(more)") { "\(FigureText.points($0)) points" }
    }
    let areas = [pair.first, pair.second].map { FigureText.number(comparison.models[$0].figures[.auroc]?.value) }
    return [
      text(
        .sensitivity, FigureText.count(pneumoniaCount, "pneumonia"), "found", (one.tp, other.tp), pair.mcNemarOfPneumonias, "finds more"),
      text(
        .specificity, FigureText.count(normalCount, "normal film"), "cleared", (one.tn, other.tn), pair.mcNemarOfNormal, "clears more"),
      pair.differences[.auroc].map {
        "The AUROC, which needs no threshold, is \(areas[0]) for \(first) and \(areas[1]) for \(second). "
          + conclusion(
            $0, "\(first) tells the two apart better", "\(second) tells the two apart better", "which tells the two apart better"
          ) {
            FigureText.signed($0)
          }
      },
    ].compactMap(\.self)
  }

  /// What an interval of a difference allows to say, and no more.
  private func conclusion(
    _ difference: QuotedInterval, _ positive: String, _ negative: String, _ open: String, _ text: (Double) -> String
  ) -> String {
    let value = "The difference is \(text(difference.value))"
    guard let interval = difference.quoted else { return "\(value), without an interval: nothing varies among these films." }
    let range = "\(value) (95% interval \(text(interval.lower)) to \(text(interval.upper)))"
    if interval.lower > 0 { return "\(range): \(positive) on films like these." }
    if interval.upper < 0 { return "\(range): \(negative) on films like these." }
    return "\(range): these films do not tell \(open)."
  }
}
