import Statistics

extension ModelCard {
  /// Where the model fails or may fail, and what makes the figures above say less than they seem to.
  var limits: String {
    let number =
      manifest.calibration.map { "Its probability is calibrated on \($0.fittedOn)" } ?? "Its number is the network's, not a calibrated risk"
    let lines = [
      "It says pneumonia, bacterial or viral where it tells them apart, or normal. It knows no other finding: a film with another disease is "
        + "still called one of these.",
      "\(number); at a site with another share of sick children it means something else.",
      "A threshold chosen on one hospital's films may give another sensitivity on another's: `pulmo calibrate` chooses one on your own.",
      "Networks learn how a film was taken, letters and borders included, where that goes along with the disease. This one may have.",
    ]
    let counted =
      countsFilms
      ? ["Films of one child are alike, and the intervals of training's own figures count films: they are narrower than the truth."] : []
    return (lines + counted + evaluations.flatMap(doubts)).map { "- \($0)" }.joined(separator: "\n")
  }

  /// What puts one evaluation in doubt.
  private func doubts(of evaluation: EvaluationRecord) -> [String] {
    var doubts = evaluation.warnings.map { "\($0.markdownText)." }
    if let part = evaluation.part(of: manifest), part != .test {
      let use = part == .train ? "learned from" : "was chosen on"
      doubts.append("These are the films of the part `\(part.rawValue)`, which the model \(use): the figures say nothing about new films.")
    }
    if evaluation.unreadableCount > 0 {
      doubts.append("\(FigureText.count(evaluation.unreadableCount, "film")) could not be read and are in no figure.")
    }
    let confusion = evaluation.confusion
    for (name, count) in [("pneumonia", confusion.positive.support), ("normal film", confusion.negative.support)] where count < 30 {
      doubts.append(
        count == 0 ? "No \(name) was among them." : "Only \(FigureText.count(count, name)): the intervals are wide, and mean what they say."
      )
    }
    return doubts.map { "On \(evaluation.title): \($0)" }
  }

  /// What no file can tell: listed for people to answer, never answered here.
  var open: String {
    let films = manifest.trainedOn == ModelManifest.notStated ? ["What the films it learned from show, and of whom they are"] : []
    let questions =
      films + [
        "Who is responsible for this model, and whom to ask",
        "The licence of the films it learned from, and whether it allows this use",
        "The licence of the model",
        "Whether the patients' consent, or an ethics committee's approval, covers this use",
        "Whether it is approved where it is to be used: as it comes, it is no medical device",
        "Local validation: on which films of the site, by whom, when, with which result, at which threshold",
        "How it does by sex, age within the range above, machine and severity, of which the films' data say nothing",
        "Who reads every film whatever the model says, and what happens when the two disagree",
        "When it is measured again, and who may take it out of use",
      ]
    return """
      \(Self.openHeading)
      What only those who use the model can know. Until each has an answer, it stays a research model.

      \(questions.map { "- [ ] \($0)." }.joined(separator: "\n"))
      """
  }

  private static let openHeading = "## Open"

  /// Whether somebody has written answers into the card `text`, which a new one would lose.
  public func isAnswered(in text: String) -> Bool {
    text.split(separator: "\n").contains { $0 == Self.openHeading } && !text.contains(open)
  }
}
