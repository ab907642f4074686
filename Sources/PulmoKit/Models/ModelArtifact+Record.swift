import FoundationEssentials
import Imaging
import NeuralNet

extension ModelArtifact {
  /// Makes the record of its films for a model that has none, from the data it was trained on.
  ///
  /// The films are dealt as the model's own recipe says, or taken from the split file of its run. That they are the very films, dealt the
  /// very same way, is proved by the hashes in the manifest.
  /// - Parameters:
  ///   - data: the dataset of its training.
  ///   - splitFile: the `split.csv` of its run; nil deals anew, which needs the films that its run could read.
  ///   - progress: called with how many films are done, of how many.
  /// - Throws: ``ArtifactError`` where the films are not those of the manifest, ``DataError``, `CancellationError`.
  public func recordingFilms(
    of data: String, splitFile: String? = nil, progress: @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> ModelArtifact {
    let recipe: Recipe
    do throws(RecipeError) { recipe = try Recipe(yaml: manifest.recipe, path: Self.manifestName) } catch {
      throw ArtifactError(path: manifest.name, reason: "its recipe cannot be read (\(error)); train it anew, which makes the record")
    }
    guard splitFile != nil || recipe.split.file == nil else {
      throw ArtifactError(path: manifest.name, reason: "it was trained on a split of its own; give its run's split.csv")
    }
    let dataset = try Dataset(at: data)
    let studies = dataset.studies(in: Set(recipe.folders))
    let store = PictureStore(preprocessing: manifest.preprocessing.plain)
    let skipped = Set(try await store.load(studies, progress: progress).map(\.path))
    let split =
      if let splitFile { try Split(csv: splitFile, dataset: dataset, unit: recipe.split.unit) } else {
        try Split.dealt(studies.filter { !skipped.contains($0.path) }, by: recipe.split)
      }
    for (part, digest) in split.digests.sorted(by: { $0.key < $1.key }) where digest != manifest.dataHashes[part] {
      throw ArtifactError(
        path: data,
        reason: "its part \(part) is not what \(manifest.name) was made with (SHA-256 \(digest.prefix(12)), the manifest's is "
          + "\((manifest.dataHashes[part] ?? "missing").prefix(12))); give the data of its training, and the split.csv of its run")
    }
    let films = RunFilms(split: split, settings: nil, thresholdScores: nil, store: store, skipped: [])
    let record = LearnedFilms(
      try films.fingerprints(choosingTriage: manifest.triage != nil),
      isWhole: recipe.initialModel == nil && manifest.earlierThresholds.isEmpty)
    return try ModelArtifact(manifest: manifest, parameters: parameters, learnedFilms: record)
  }

  /// Writes the record of films and the manifest that names it into the model's folder; weights and card stay as they are.
  /// - Throws: ``ArtifactError`` where they cannot be written; the model that stood there can still be read.
  public func writeRecord(to directory: String) throws(ArtifactError) {
    guard let learnedFilms else { preconditionFailure("\(manifest.name) has no record of its films") }
    do throws(FileError) {
      // A manifest without a record passes over the file, so that a crash between the two does no harm.
      try DurableFile.write(try Self.encoded(learnedFilms), to: joinPath(directory, Self.learnedFilmsName))
      try DurableFile.write(try Self.encoded(manifest), to: joinPath(directory, Self.manifestName))
    } catch {
      throw ArtifactError(path: error.path, reason: error.reason)
    }
  }
}
