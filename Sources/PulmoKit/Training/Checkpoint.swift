import FoundationEssentials
import NeuralNet

/// A training at one moment, in one file: a safetensors file whose metadata hold where the loop stands.
///
/// Tensors are named after what they are of: `parameters/conv1.weight`, `optimizer.0/conv1.weight`, `average/…`, `best/…`.
struct Checkpoint: Sendable, Hashable {
  var progress: TrainingProgress
  var state: TrainingState
  /// The weights of the best epoch so far.
  var best: Parameters?

  /// Raised when a file of an older version would be misread.
  static let formatVersion = "1"

  func encoded() -> Data {
    var tensors = Self.named("parameters", state.parameters)
    for (index, vector) in state.optimizer.enumerated() { tensors.merge(Self.named("optimizer.\(index)", vector)) { one, _ in one } }
    if let average = state.average { tensors.merge(Self.named("average", average)) { one, _ in one } }
    if let best { tensors.merge(Self.named("best", best)) { one, _ in one } }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // Losses in it are finite: a loss that is not stops the training before anything is saved.
    let json = (try? encoder.encode(progress)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let metadata = [
      "pulmo.checkpoint": Self.formatVersion, "progress": json, "optimizerVectors": "\(state.optimizer.count)", "updates": "\(state.step)",
    ]
    return Safetensors(tensors: tensors, metadata: metadata).encoded()
  }

  /// - Throws: ``FileError`` where the file is no checkpoint, or a damaged one.
  init(contentsOf path: String) throws(FileError) {
    let file: Safetensors
    do {
      file = try Safetensors(contentsOf: path)
    } catch {
      throw FileError(path: path, reason: "\(error)")
    }
    guard file.metadata["pulmo.checkpoint"] == Self.formatVersion else {
      throw FileError(path: path, reason: "is no checkpoint of this version of pulmo")
    }
    guard let json = file.metadata["progress"], let progress = try? JSONDecoder().decode(TrainingProgress.self, from: Data(json.utf8)),
      let vectors = file.metadata["optimizerVectors"].flatMap({ Int($0) }), let updates = file.metadata["updates"].flatMap({ Int($0) })
    else { throw FileError(path: path, reason: "lacks where its training stands") }
    func parameters(_ prefix: String) -> Parameters {
      let start = prefix + "/"
      let entries = file.tensors.filter { $0.key.hasPrefix(start) }.map { (String($0.key.dropFirst(start.count)), $0.value) }
      return Parameters(tensors: Dictionary(uniqueKeysWithValues: entries))
    }
    let average = parameters("average")
    let best = parameters("best")
    self.progress = progress
    state = TrainingState(
      parameters: parameters("parameters"), optimizer: (0..<max(0, vectors)).map { parameters("optimizer.\($0)") },
      average: average.tensors.isEmpty ? nil : average, step: updates)
    self.best = best.tensors.isEmpty ? nil : best
  }

  init(progress: TrainingProgress, state: TrainingState, best: Parameters?) {
    self.progress = progress
    self.state = state
    self.best = best
  }

  private static func named(_ prefix: String, _ parameters: Parameters) -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: parameters.tensors.map { ("\(prefix)/\($0.key)", $0.value) })
  }
}
