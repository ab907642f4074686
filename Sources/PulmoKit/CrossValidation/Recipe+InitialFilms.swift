extension Recipe {
  /// Refuses a model to start from that learned from one of `films`, or of which that is not known: a cross-validation would measure it on
  /// films it knows. A file of weights is no model, and is told of (``initialWeightsWarning``).
  /// - Throws: ``TrainingError``, ``ArtifactError`` where the model cannot be read.
  func refuseInitialModel(thatKnows films: [(study: Study, miniature: Miniature)]) throws {
    guard let initialModel, initialWeightsWarning == nil else { return }
    let wayOut = "leave init out, or start from a model or file of weights that other films made"
    guard let record = try ModelArtifact(at: initialModel).learnedFilms, record.isWhole else {
      throw TrainingError.recipe(
        key: "init",
        reason: "\(initialModel) has no whole record of the films that made it, so folds may be measured on films it knows; "
          + "pulmo model record makes one where it can, else \(wayOut)")
    }
    let known = films.filter { record.part(of: PictureFingerprint($0.miniature)) != nil }.map(\.study.id)
    guard let first = known.first else { return }
    throw TrainingError.recipe(
      key: "init",
      reason:
        "\(known.count) of \(films.count) films made \(initialModel), such as \(first), so folds would be measured on films it knows; "
        + wayOut)
  }

  /// What is to be said of figures where the recipe starts from a file of weights; nil where it does not.
  var initialWeightsWarning: String? {
    guard let initialModel, initialModel.hasSuffix(Self.weightsSuffix) else { return nil }
    return
      "every training began from \(initialModel), and which films made these weights is not known: if films of the folds are among them, "
      + "all figures flatter"
  }
}
