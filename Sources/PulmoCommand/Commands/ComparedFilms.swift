import Imaging
import PulmoKit

/// The scores that are compared, as they are gathered from models and score files.
struct ComparedFilms {
  private var gathered: [Contestant] = []
  /// By contestant; nil for a score file.
  private(set) var manifests: [ModelManifest?] = []
  /// By contestant: whether a model knows the films; nil for a score file.
  private(set) var independence: [Independence?] = []
  /// The films that a model could not read.
  private(set) var failures: [ImagingError] = []
  private var unreadableIDs: Set<String> = []
  /// The films that models scored; none where score files alone are compared.
  private var studies: [Study] = []

  /// Each contestant with the scores of the films that every model could read.
  var contestants: [Contestant] {
    gathered.map { contestant in
      Contestant(
        name: contestant.name, threshold: contestant.threshold, scores: contestant.scores.filter { !unreadableIDs.contains($0.id) })
    }
  }

  /// The films that models scored and everybody has a score of.
  var scoredStudies: [Study] {
    let ids = contestants.map { Set($0.scores.map(\.id)) }
    return studies.filter { study in ids.allSatisfy { $0.contains(study.id) } }
  }

  /// Adds the scores of a file.
  mutating func add(_ name: String, threshold: Double, _ scores: [ScoredStudy]) {
    gathered.append(Contestant(name: name, threshold: threshold, scores: scores))
    manifests.append(nil)
    independence.append(nil)
  }

  /// Has the model `name` score `studies`, which are of `dataset`.
  mutating func add(_ name: String, studies: [Study], of dataset: [Study], threads: Int) async throws {
    let folder = try ModelLocator().folder(of: name)
    let artifact = try await orNothingDone { try ModelArtifact(at: folder) }
    self.studies = studies
    let films = try await ScoredFilms.score(studies, with: artifact, threads: threads)
    gathered.append(Contestant(name: name, threshold: artifact.manifest.threshold.value, scores: films.scores))
    manifests.append(artifact.manifest)
    independence.append(Independence(of: films.pictures, for: artifact, among: dataset))
    let unreadable = Set(films.failures.map(\.path))
    for study in studies where unreadable.contains(study.path) && unreadableIDs.insert(study.id).inserted {
      failures += films.failures.filter { $0.path == study.path }
    }
  }
}
