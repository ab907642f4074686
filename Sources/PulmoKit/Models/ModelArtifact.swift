import Crypto
import FoundationEssentials
public import NeuralNet

/// A model as a folder: `manifest.json`, `weights.safetensors`, `MODEL_CARD.md`, and `learned-films.json`, which older ones lack.
///
/// ```swift
/// let artifact = try ModelArtifact(at: "Models/lite-three-class")
/// print(artifact.manifest.threshold.value)
/// ```
///
/// A model that can be held is whole: its weights fit its network, and their hash is the manifest's.
public struct ModelArtifact: Sendable {
  public let manifest: ModelManifest
  public let graph: Graph
  public let parameters: Parameters
  /// By what the model's films can be recognised; nil where it has no record of them.
  public let learnedFilms: LearnedFilms?

  static let manifestName = "manifest.json"
  static let weightsName = "weights.safetensors"
  static let cardName = "MODEL_CARD.md"
  static let learnedFilmsName = "learned-films.json"
}

extension ModelArtifact {
  /// Puts a model together; the manifest's hashes are set to those of `parameters` and `learnedFilms`.
  /// - Throws: ``ArtifactError`` where the parameters do not fit the architecture or a value of the manifest is out of its range.
  public init(manifest: ModelManifest, parameters: Parameters, learnedFilms: LearnedFilms? = nil) throws(ArtifactError) {
    var manifest = manifest
    manifest.weightsSHA256 = Self.sha256(Safetensors(tensors: parameters.tensors).encoded())
    do throws(FileError) {
      manifest.learnedFilmsSHA256 = try learnedFilms.map { films throws(FileError) in Self.sha256(try Self.encoded(films)) }
    } catch { throw ArtifactError(path: manifest.name, reason: error.reason) }
    try self.init(manifest, parameters, learnedFilms, path: manifest.name)
  }

  /// Checks everything but the hash.
  private init(
    _ manifest: ModelManifest, _ parameters: Parameters, _ learnedFilms: LearnedFilms?, path: String
  ) throws(ArtifactError) {
    let manifestPath = joinPath(path, Self.manifestName)
    guard let scheme = manifest.scheme else {
      let known = LabelScheme.allCases.map { "\($0.labels)" }.joined(separator: " or ")
      throw ArtifactError(path: manifestPath, reason: "its labels are \(manifest.labels); this version of pulmo runs models of \(known)")
    }
    if let calibration = manifest.calibration,
      !(calibration.temperature > 0 && calibration.temperature.isFinite && calibration.bias.isFinite)
    {
      throw ArtifactError(
        path: manifestPath,
        reason: "its temperature \(calibration.temperature) is not above 0 and finite, or its bias \(calibration.bias) is not finite; "
          + "get the model again")
    }
    for threshold in [manifest.threshold] + manifest.earlierThresholds {
      for (name, value) in [("threshold", threshold.value), ("wanted sensitivity", threshold.wantedSensitivity)]
      where !(0...1).contains(value) {
        throw ArtifactError(path: manifestPath, reason: "its \(name) \(value) is no probability; get the model again")
      }
    }
    for value in [manifest.triage?.clearBelow, manifest.triage?.urgentAbove].compactMap({ $0 }) where !(0...1).contains(value) {
      throw ArtifactError(path: manifestPath, reason: "its triage threshold \(value) is no probability; get the model again")
    }
    if let clear = manifest.triage?.clearBelow, let urgent = manifest.triage?.urgentAbove, clear > urgent {
      throw ArtifactError(
        path: manifestPath, reason: "its triage clears films below \(clear) that are urgent above \(urgent); get the model again")
    }
    // A double holds every whole number up to 2⁵³.
    for name in ["count", "tn", "fp", "fn", "tp"] {
      guard let value = manifest.metrics[name], !(0...0x1p53).contains(value) else { continue }
      throw ArtifactError(path: manifestPath, reason: "its figure \(name), \(value), is no number of films; get the model again")
    }
    let graph: Graph
    do {
      graph = try manifest.architecture.graph(input: manifest.preprocessing.inputShape)
    } catch {
      throw ArtifactError(path: manifestPath, reason: "its network does not take its input (\(error)); get the model again")
    }
    guard LabelScheme(outputs: graph.outputShape) == scheme else {
      let wanted = scheme == .binary ? "one logit makes" : "three logits make"
      throw ArtifactError(
        path: manifestPath,
        reason: "its network ends in \(graph.outputShape) outputs, where \(wanted) \(manifest.labels); get the model again")
    }
    if let misfit = parameters.misfit(with: graph) {
      throw ArtifactError(
        path: joinPath(path, Self.weightsName), reason: "\(misfit); weights and manifest are not of one model, get both again")
    }
    self.init(manifest: manifest, graph: graph, parameters: parameters, learnedFilms: learnedFilms)
  }
}

// MARK: - Reading

extension ModelArtifact {
  /// Reads and verifies the folder: format version, hash, names and shapes of the weights.
  /// - Throws: ``ArtifactError`` naming the file, the reason and the way out.
  public init(at directory: String) throws(ArtifactError) {
    let manifest = try Self.manifest(at: directory)
    let path = joinPath(directory, Self.weightsName)
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
      throw ArtifactError(path: path, reason: "cannot be read; a model's folder holds its weights beside the manifest, get it whole")
    }
    let found = Self.sha256(bytes)
    guard found == manifest.weightsSHA256.lowercased() else {
      throw ArtifactError(
        path: path,
        reason:
          "its SHA-256 is \(found), the manifest's \(manifest.weightsSHA256): the weights are damaged or another model's; get it again")
    }
    let weights: Safetensors
    do {
      weights = try Safetensors(bytes, path: path)
    } catch {
      throw ArtifactError(path: path, reason: "\(Self.reason(of: error)); get the model again")
    }
    try self.init(
      manifest, Parameters(tensors: weights.tensors), try Self.learnedFilms(at: directory, manifest.learnedFilmsSHA256), path: directory)
  }

  /// Reads and verifies `learned-films.json` of the folder; nil where the manifest knows of none.
  private static func learnedFilms(at directory: String, _ wanted: String?) throws(ArtifactError) -> LearnedFilms? {
    guard let wanted else { return nil }
    let path = joinPath(directory, learnedFilmsName)
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
      throw ArtifactError(path: path, reason: "cannot be read; the manifest says that the model has this record of its films, get it whole")
    }
    guard sha256(bytes) == wanted.lowercased() else {
      throw ArtifactError(path: path, reason: "its SHA-256 is not the manifest's: it is damaged or another model's; get the model again")
    }
    do {
      return try JSONDecoder().decode(LearnedFilms.self, from: bytes)
    } catch let error as DecodingError {
      throw ArtifactError(path: path, reason: "\(reason(of: error)); get the model again")
    } catch {
      throw ArtifactError(path: path, reason: "cannot be read: \(error)")
    }
  }

  /// Reads `manifest.json` of the folder, version first: a newer format may differ in anything else.
  private static func manifest(at directory: String) throws(ArtifactError) -> ModelManifest {
    let path = joinPath(directory, manifestName)
    guard let status = FileStatus(path: directory) else {
      throw ArtifactError(path: directory, reason: "no such folder; give the folder of a model, such as Models/lite-three-class")
    }
    guard status.kind == .directory else {
      throw ArtifactError(path: directory, reason: "is no folder; a model is a folder with \(manifestName) and \(weightsName)")
    }
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
      throw ArtifactError(path: directory, reason: "holds no readable \(manifestName); give the folder of a model")
    }
    struct Ignored: Decodable {}
    struct Head: Decodable {
      let formatVersion: Int
      /// What calibrated a model before ``Calibration`` did; without it its thresholds would be on another scale.
      let temperature: Ignored?
    }
    do {
      let head = try JSONDecoder().decode(Head.self, from: bytes)
      let version = head.formatVersion
      guard version == ModelManifest.currentFormatVersion else {
        let way = version > ModelManifest.currentFormatVersion ? "update pulmo" : "train or fetch the model anew"
        throw ArtifactError(
          path: path, reason: "is of format version \(version), this pulmo reads version \(ModelManifest.currentFormatVersion); \(way)")
      }
      guard head.temperature == nil else {
        throw ArtifactError(
          path: path, reason: "has a temperature, as models had before they had a calibration; train or fetch the model anew")
      }
      return try JSONDecoder().decode(ModelManifest.self, from: bytes)
    } catch let error as ArtifactError {
      throw error
    } catch let error as DecodingError {
      throw ArtifactError(path: path, reason: "\(reason(of: error)); get the model again")
    } catch {
      throw ArtifactError(path: path, reason: "cannot be read: \(error)")
    }
  }

  private static func reason(of error: DecodingError) -> String {
    func at(_ context: DecodingError.Context) -> String {
      context.codingPath.isEmpty ? "" : "at \(context.codingPath.map(\.stringValue).joined(separator: ".")): "
    }
    return switch error {
    case .keyNotFound(let key, _): "lacks the key \(key.stringValue)"
    case .typeMismatch(_, let context), .valueNotFound(_, let context): "\(at(context))the value is of another type"
    case .dataCorrupted(let context): context.codingPath.isEmpty ? "is no JSON" : at(context) + context.debugDescription
    @unknown default: "\(error)"
    }
  }

  private static func reason(of error: NeuralNetError) -> String {
    if case .unreadableWeights(_, let reason) = error { reason } else { "\(error)" }
  }

  static func sha256(_ bytes: Data) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

// MARK: - Writing

extension ModelArtifact {
  /// Writes the folder, whole or not at all; a model that stood there is replaced once the new one is on the disk.
  /// - Throws: ``ArtifactError`` where it cannot be written, or something that is no model stands at `directory`.
  public func write(to directory: String) throws(ArtifactError) {
    if let status = FileStatus(path: directory) {
      let isModel = status.kind == .directory && FileStatus(path: joinPath(directory, Self.manifestName)) != nil
      let isEmpty = (try? fileNames(inFolder: directory))?.isEmpty ?? false
      guard isModel || isEmpty else {
        throw ArtifactError(path: directory, reason: "exists and is no model; give another folder or remove it")
      }
    }
    do throws(FileError) {
      try DurableFile.replaceFolder(at: directory) { folder throws(FileError) in
        try DurableFile.write(try Self.encoded(manifest), to: joinPath(folder, Self.manifestName))
        try DurableFile.write(Safetensors(tensors: parameters.tensors).encoded(), to: joinPath(folder, Self.weightsName))
        try DurableFile.write(Data(ModelCard(manifest).markdown.utf8), to: joinPath(folder, Self.cardName))
        if let learnedFilms { try DurableFile.write(try Self.encoded(learnedFilms), to: joinPath(folder, Self.learnedFilmsName)) }
      }
    } catch {
      throw ArtifactError(path: error.path, reason: error.reason)
    }
  }

  static func encoded(_ part: some Encodable) throws(FileError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(part) + Data("\n".utf8)
    } catch {
      throw FileError(path: manifestName, reason: "cannot be written as JSON: \(error)")
    }
  }
}

extension Parameters {
  /// The first way in which these are not the parameters of `graph`, in words; nil where they fit and every number is finite.
  func misfit(with graph: Graph) -> String? {
    for wanted in graph.parameters {
      guard let tensor = tensors[wanted.name] else { return "the weights lack \(wanted.name), which the network has" }
      guard tensor.shape == wanted.shape else { return "\(wanted.name) is \(tensor.shape), the network's is \(wanted.shape)" }
      guard tensor.scalars.allSatisfy(\.isFinite) else { return "\(wanted.name) holds numbers that are not finite" }
    }
    let names = Set(graph.parameters.map(\.name))
    guard let foreign = tensors.keys.sorted().first(where: { !names.contains($0) }) else { return nil }
    return "the weights hold \(foreign), which the network does not have"
  }
}

extension ModelArtifact {
  /// The same model, to be asked about `views` of each film, 1 to ``Preprocessing/viewLimit``: fewer are quicker. Its calibration and thresholds stay those
  /// of its own number.
  public func with(views: Int) throws(ArtifactError) -> ModelArtifact {
    var manifest = manifest
    manifest.preprocessing = manifest.preprocessing.with(views: views)
    return try ModelArtifact(manifest, parameters, learnedFilms, path: manifest.name)
  }
}
