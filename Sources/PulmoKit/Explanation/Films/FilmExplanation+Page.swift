public import Imaging

extension FilmExplanation {
  /// The film as an ``ExplanationPage`` shows it.
  /// - Parameters:
  ///   - model: the model's name and version.
  ///   - channel: the feature maps' channel that is shown across the layers.
  /// - Throws: `ImagingError` where memory is short.
  public func onPage(model: String, channel: Int) throws(ImagingError) -> ExplainedFilm {
    var views: [ExplanationView] = []
    for explanation in explanations {
      for view in self.views(of: explanation) {
        let caption = caption(view.title, explanation.verdict, model: model)
        views.append(
          try ExplanationView(
            title: view.title, meaning: view.meaning, picture: view.picture.captioned(caption), figures: explanation.detail.figures,
            checks: explanation.verdict?.checks.map(ExplanationView.Check.init) ?? [], verdict: caption.verdict))
      }
    }
    for (_, grid) in featureMapGrids(channel: channel) {
      views.append(try ExplanationView(title: grid.title, meaning: ExplanationView.featureMapMeaning, picture: grid.picture))
    }
    return try ExplainedFilm(name: path, film: film, label: label, probability: probability, prediction: prediction, views: views)
  }
}

extension MethodExplanation.Detail {
  /// What the method says of itself.
  fileprivate var figures: [ExplanationView.Figure] {
    switch self {
    case .lime(let lime, let stability): [.fit(lime.explanation.determination), .stability(stability.rankCorrelation)]
    case .gradCAM, .occlusion: []
    case .integratedGradients(let attribution): [.completenessGap(attribution.relativeCompletenessGap)]
    }
  }
}

extension ExplanationView.Check {
  fileprivate init(_ check: ExplanationCheck) {
    let (trusted, doubted) = (check.limit.trusted, check.limit.doubted)
    let limit = "\(trusted < doubted ? "at most" : "at least") \(FigureText.number(trusted)), doubt to \(FigureText.number(doubted))"
    self.init(
      check.finding, figure: check.figure, limit: limit, isPassed: check.outcome == .unknown ? nil : check.outcome == .trust)
  }
}
