import FoundationEssentials
import NeuralNet

/// A training at one moment, in one file: a safetensors file whose metadata hold where the loop stands and what the run began with.
///
/// Tensors are named after what they are of: `parameters/conv1.weight`, `optimizer.0/conv1.weight`, `average/…`, `best/…`.
struct Checkpoint: Sendable, Hashable {
  var progress: TrainingProgress
  var state: TrainingState
  /// The weights of the best epoch so far.
  var best: Parameters?
  /// Nil in checkpoints made before they carried it.
  var origin: RunOrigin?

  /// Raised when a file of an older version would be misread.
  static let formatVersion = "1"

  /// - Throws: ``FileError`` where a number of the progress is not finite.
  func encoded() throws(FileError) -> Data {
    var tensors = Self.named("parameters", state.parameters)
    for (index, vector) in state.optimizer.enumerated() { tensors.merge(Self.named("optimizer.\(index)", vector)) { one, _ in one } }
    if let average = state.average { tensors.merge(Self.named("average", average)) { one, _ in one } }
    if let best { tensors.merge(Self.named("best", best)) { one, _ in one } }
    var metadata = ["pulmo.checkpoint": Self.formatVersion, "optimizerVectors": "\(state.optimizer.count)", "updates": "\(state.step)"]
    metadata["progress"] = try Self.json(progress)
    if !state.missedUpdates.isEmpty { metadata["missedUpdates"] = try Self.json(state.missedUpdates) }
    if let origin { metadata["origin"] = try Self.json(origin) }
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
    func value<Value: Decodable>(_ key: String) -> Value? {
      file.metadata[key].flatMap { try? JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
    }
    let origin: RunOrigin? = value("origin")
    let missedUpdates: [String: Int]? = value("missedUpdates")
    guard let progress: TrainingProgress = value("progress"), (origin == nil) == (file.metadata["origin"] == nil),
      (missedUpdates == nil) == (file.metadata["missedUpdates"] == nil),
      let vectors = file.metadata["optimizerVectors"].flatMap({ Int($0) }), let updates = file.metadata["updates"].flatMap({ Int($0) }),
      updates >= 0, missedUpdates?.values.allSatisfy({ (0...updates).contains($0) }) != false
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
      average: average.tensors.isEmpty ? nil : average, step: updates,
      missedUpdates: missedUpdates ?? [:])
    self.best = best.tensors.isEmpty ? nil : best
    self.origin = origin
  }

  init(progress: TrainingProgress, state: TrainingState, best: Parameters?, origin: RunOrigin?) {
    self.progress = progress
    self.state = state
    self.best = best
    self.origin = origin
  }

  private static func json(_ value: some Encodable) throws(FileError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw FileError(path: "checkpoint", reason: "cannot be written as JSON: \(error)")
    }
  }

  private static func named(_ prefix: String, _ parameters: Parameters) -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: parameters.tensors.map { ("\(prefix)/\($0.key)", $0.value) })
  }
}
