import Imaging
import NeuralNet

/// Reads films with a model, in order, several at a time.
///
/// ```swift
/// let screening = Screening(try ModelArtifact(at: "Models/lite-three-class"), threads: 2)
/// try await screening.read(FilmSearch(["films"]).films) { reading in print(reading) }
/// ```
///
/// Each of ``threads`` workers takes one film from the file to its probability, with a predictor of its own that computes its views
/// on one thread. Workers never wait for each other, so they stay fast where other work shares the processors, and a film's
/// probability is the same to the bit whatever stands beside it and however many workers there are. Memory does not grow with
/// the number of films.
public struct Screening: Sendable {
  public let artifact: ModelArtifact
  /// Films worked on at the same time.
  public let threads: Int
  /// Whether each reading carries what its film looks like, by which copies of it are recognised.
  public var takesFingerprints = false
  /// Whether each reading carries small pictures of its film, some kilobytes, for a ``TriagePage``: the film, and over it what speaks for
  /// pneumonia, which takes the network another run forward and one back. Probabilities stay the same to the bit.
  public var takesPictures = false

  public init(_ artifact: ModelArtifact, threads: Int) {
    precondition(threads >= 1, "at least one film is worked on at a time, not \(threads)")
    self.artifact = artifact
    self.threads = threads
  }

  /// Reads each film of `paths` and hands the readings on in that order, each as soon as it and those before it are done.
  ///
  /// - Parameters:
  ///   - paths: the films.
  ///   - onReading: called once per film; what it throws ends the screening.
  /// - Throws: `NeuralNetError` where the engine fails, `CancellationError` when the task is cancelled, and what `onReading` throws.
  ///   What was handed on stays valid.
  public func read(_ paths: [String], onReading: (Reading) throws -> Void) async throws {
    let workers = min(threads, paths.count)
    try await withThrowingTaskGroup(of: WorkerReport.self) { group in
      var idle = (0..<workers).map { _ in nil as Worker? }
      var waiting: [Int: Reading] = [:]
      var started = 0
      var handedOn = 0
      while handedOn < paths.count {
        try Task.checkCancellation()
        while started < min(paths.count, handedOn + Self.window * workers), let worker = idle.popLast() {
          let index = started
          group.addTask { try await report(index, paths[index], worker) }
          started += 1
        }
        guard let report = try await group.next() else { preconditionFailure("films are left but nobody works on them") }
        idle.append(report.worker)
        waiting[report.index] = report.reading
        while let reading = waiting.removeValue(forKey: handedOn) {
          handedOn += 1
          try onReading(reading)
        }
      }
    }
  }

  /// How far, in films a worker, the others may run ahead of a film that takes long.
  private static let window = 64

  /// What a worker computes with.
  private struct Worker: Sendable {
    let predictor: Predictor
    /// Nil where no pictures are taken.
    let photographer: FilmPhotographer?
  }

  private struct WorkerReport: Sendable {
    let index: Int
    let reading: Reading
    let worker: Worker
  }

  /// - Parameter worker: nil for its first film.
  private func report(_ index: Int, _ path: String, _ worker: Worker?) async throws -> WorkerReport {
    let worker: Worker = if let worker { worker } else { try await newWorker() }
    return WorkerReport(index: index, reading: try await reading(path, worker), worker: worker)
  }

  private func newWorker() async throws -> Worker {
    Worker(
      predictor: try await Predictor(artifact, threads: 1),
      photographer: takesPictures ? try await FilmPhotographer(ExplainedNetwork(artifact, threads: 1)) : nil)
  }

  private func reading(_ path: String, _ worker: Worker) async throws -> Reading {
    let film: GrayImage
    do {
      film = try GrayImage(contentsOf: path)
    } catch {
      return Reading(path: path, result: .failure(error))
    }
    let (picture, plain) = worker.predictor.preprocessing.pictures(of: film)
    let probabilities = try await worker.predictor.probabilities(of: [picture])[0]
    var reading = reading(path, film, plain, probabilities)
    reading.pictures = try await worker.photographer?.pictures(of: film, shown: picture)
    return reading
  }

  /// - Parameter plain: by which copies of the film are recognised.
  private func reading(_ path: String, _ film: GrayImage, _ plain: GrayImage, _ probabilities: FilmProbabilities) -> Reading {
    // What is no number must not pass for a normal film.
    guard probabilities.pneumonia.isFinite else {
      let error = ImagingError(path: path, reason: "the model gives no number for this film; its weights may be damaged")
      return Reading(path: path, result: .failure(error))
    }
    let meanLevel = Double(plain.pixels.reduce(0) { $0 + Int($1) }) / Double(plain.pixels.count)
    let facts = PictureFacts(width: film.width, height: film.height, meanLevel: meanLevel)
    let prediction = Prediction(probabilities, by: artifact.manifest, picture: facts)
    return Reading(path: path, result: .success(prediction), fingerprint: takesFingerprints ? PictureFingerprint(of: plain) : nil)
  }
}
