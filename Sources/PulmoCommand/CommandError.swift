import Imaging
import NeuralNet
import PulmoKit

/// Why a command ends with another exit code than 0.
enum CommandError: Error {
  /// Some inputs failed, and each was named when it did; the rest is done.
  case someFailed
  /// Nothing could be done: what, why and the way out.
  case nothingDone(String)
  /// The arguments do not go together with what was found: why and the way out.
  case usage(String)
  /// Ctrl-C: what was kept and how to go on. Nil where nobody reads any more.
  case interrupted(String?)

  static let interruptedCode: Int32 = 130

  var exitCode: Int32 {
    switch self {
    case .someFailed: 1
    case .nothingDone: 3
    case .usage: 64
    case .interrupted: Self.interruptedCode
    }
  }

  var message: String? {
    switch self {
    case .someFailed: nil
    case .nothingDone(let text), .usage(let text): text
    case .interrupted(let text): text
    }
  }
}

/// Runs `body`; an error of a library that leaves nothing to be done becomes ``CommandError/nothingDone(_:)`` with its text.
func orNothingDone<Result>(_ body: () async throws -> Result) async throws -> Result {
  do {
    return try await body()
  } catch let error as DataError {
    throw CommandError.nothingDone("\(error)")
  } catch let error as ArtifactError {
    throw CommandError.nothingDone("\(error.path): \(error.reason)")
  } catch let error as ImagingError {
    throw CommandError.nothingDone("\(error.path): \(error.reason)")
  } catch let error as TrainingError {
    throw CommandError.nothingDone("\(error)")
  } catch let error as GradientError {
    throw CommandError.nothingDone("\(error)")
  } catch let error as NeuralNetError {
    throw CommandError.nothingDone("the engine failed: \(error)")
  }
}
