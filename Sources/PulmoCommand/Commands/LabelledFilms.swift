import ArgumentParser
import Imaging
import PulmoKit

/// Which labelled films a command takes.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Labelled films: a folder (NORMAL and PNEUMONIA, or train, val and test above them, or names that say the label) or a CSV manifest.",
      valueName: "dir"))
  var data: String?

  @Option(help: ArgumentHelp("The part to take, train, val or test; required where the films come in such folders.", valueName: "part"))
  var split: SplitName?

  @Option(
    help: ArgumentHelp("The split.csv of a training run: --split then names a part of that run's split.", valueName: "file"))
  var splitFile: String?

  func validate() throws {
    if splitFile != nil, split == nil { throw ValidationError("--split-file needs --split: train, val or test.") }
    if split != nil, data == nil { throw ValidationError("--split needs --data.") }
  }

  /// The labelled films that the options name.
  func studies(at data: String) async throws -> [Study] { try await films(at: data).studies }

  /// The labelled films that the options name, and all films that stand in parts beside them: none with a split file, which keeps patients
  /// apart.
  func films(at data: String) async throws -> (studies: [Study], dataset: [Study]) {
    let dataset = try await orNothingDone { try Dataset(at: data) }
    if let splitFile, let split {
      return (try await orNothingDone { try Split(csv: splitFile, dataset: dataset)[split] }, [])
    }
    return (try studies(of: dataset, at: data), dataset.studies)
  }

  private func studies(of dataset: Dataset, at data: String) throws(CommandError) -> [Study] {
    guard let split else {
      let folders = SplitName.allCases.filter { name in dataset.studies.contains { $0.folder == name } }
      guard folders.isEmpty else {
        let names = folders.map { "\($0.rawValue)" }.joined(separator: ", ")
        throw CommandError.usage(
          "\(data) has the parts \(names). A model may have learned from some of them, so say which to take: --split \(folders[0].rawValue)"
        )
      }
      return dataset.studies
    }
    let studies = dataset.studies.filter { $0.folder == split }
    guard !studies.isEmpty else {
      throw CommandError.nothingDone("\(data) has no films in a folder \(split.rawValue); leave --split out to take all its films")
    }
    return studies
  }
}

/// Labelled films with their scores, and those that could not be read.
struct ScoredFilms {
  private(set) var films: [EvaluatedFilm] = []
  /// What each scored film looks like to the model.
  private(set) var pictures: [(study: Study, fingerprint: PictureFingerprint)] = []
  private(set) var failures: [ImagingError] = []

  var scores: [ScoredStudy] { films.map(\.score) }

  /// Scores `studies` on the road that screening takes; names on standard error what cannot be read.
  /// - Parameter onScore: called with each score as it comes.
  static func score(
    _ studies: [Study], with artifact: ModelArtifact, threads: Int, onScore: (ScoredStudy) throws -> Void = { _ in }
  ) async throws -> ScoredFilms {
    let meter = ProgressMeter("scoring", unit: "films")
    defer { meter.finish() }
    var screening = Screening(artifact, threads: threads)
    screening.takesFingerprints = true
    var films = ScoredFilms()
    var index = 0
    try await orNothingDone {
      try await screening.read(studies.map(\.path)) { reading in
        let study = studies[index]
        index += 1
        switch reading.result {
        case .success(let prediction):
          let score = ScoredStudy(study, prediction.probabilities)
          films.films.append(EvaluatedFilm(score, path: study.path, picture: prediction.picture))
          if let fingerprint = reading.fingerprint { films.pictures.append((study, fingerprint)) }
          try onScore(score)
        case .failure(let error):
          films.failures.append(error)
          Console.shared.note("pulmo: \(error.path.printable): \(error.reason.printable)")
        }
        meter.update(index, of: studies.count)
      }
    }
    guard !films.films.isEmpty else { throw CommandError.nothingDone("none of the \(studies.count) films could be read") }
    return films
  }
}

extension [ImagingError] {
  /// What a report says of films that could not be read; nil where there are none.
  var unreadableLine: String? {
    isEmpty ? nil : "\(count) \(count == 1 ? "film" : "films") could not be read and \(count == 1 ? "is" : "are") in no figure."
  }
}
