import Imaging

extension EvaluationPage {
  /// What the checks say of the model's explanations; nil where nobody asked.
  var explanationSection: PageSection? {
    guard let survey = explanations else { return nil }
    return PageSection("explanations", "Whether its explanations can be believed", short: "Explanations") {
      HTML("p") {
        "\(survey.method.title) for pneumonia on \(FigureText.count(survey.films.count, "film")), spread evenly over what the model says: "
          + "\(survey.count(.trust)) to be trusted, \(survey.count(.doubt)) to be doubted, \(survey.count(.distrust)) not to be trusted. "
          + "\(survey.method.meaning) A film that the model finds as unlikely as a grey picture has no probability to lose, and fails the check of "
          + "hiding whatever its map shows."
      }
      if let leftOut = survey.leftOut {
        HTML("p") { leftOut }
        HTML("ul") { for error in survey.failures { HTML("li") { "\(error.path): \(error.reason)" } } }
      }
      PageTable("Checks of these maps", columns: ["check"] + ExplanationSurvey.outcomes.map(\.rawValue), rows: survey.rows).html
      HTML("ul", ["class": "explanations"]) {
        for film in survey.films { HTML("li") { PageSection.picture(of: film) } }
      }
    }
  }
}
