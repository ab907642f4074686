public import FoundationEssentials

/// Named float tensors in the safetensors format: an 8-byte length, a JSON header, the scalars.
///
/// Writes F32, its names in order and its data aligned to 8 bytes, so that the same tensors give the same bytes. Reads F32, and F16,
/// BF16 and F64 converted to it. A file is refused whole where its header is not exactly what the format describes: nothing is guessed.
///
/// Source: <https://github.com/huggingface/safetensors#format>
public struct Safetensors: Sendable, Hashable {
  /// The tensors by name.
  public var tensors: [String: Tensor]
  /// Free text about them, such as the program that wrote the file.
  public var metadata: [String: String]

  public init(tensors: [String: Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }
}

// MARK: - Reading

extension Safetensors {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - isSkipped: names of tensors to leave out, which may then be of any type; none by default.
  /// - Throws: ``NeuralNetError/unreadableWeights(path:reason:)`` where the file cannot be read or is no safetensors file.
  public init(contentsOf path: String, skipping isSkipped: (String) -> Bool = { _ in false }) throws(NeuralNetError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .unreadableWeights(path: path, reason: Self.reason(of: error))
    }
    try self.init(data, path: path, skipping: isSkipped)
  }

  /// Reads the bytes of a file, but for the tensors that `isSkipped` names; `path` is the name an error gives them.
  ///
  /// - Throws: ``NeuralNetError/unreadableWeights(path:reason:)`` where they are no safetensors file.
  public init(_ data: Data, path: String, skipping isSkipped: (String) -> Bool = { _ in false }) throws(NeuralNetError) {
    let result = data.withUnsafeBytes { bytes -> Result<Safetensors, SafetensorsHeader.Problem> in
      Result { () throws(SafetensorsHeader.Problem) in try Safetensors(decoding: bytes, skipping: isSkipped) }
    }
    switch result {
    case .success(let file): self = file
    case .failure(let problem): throw .unreadableWeights(path: path, reason: problem.reason)
    }
  }

  private init(decoding bytes: UnsafeRawBufferPointer, skipping isSkipped: (String) -> Bool) throws(SafetensorsHeader.Problem) {
    guard bytes.count >= 8 else { throw .init("\(bytes.count) bytes are too few for a safetensors file") }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(bytes.count - 8) else {
      throw .init("its header of \(length) bytes would end after the file's \(bytes.count): truncated, or no safetensors file")
    }
    let start = 8 + Int(length)
    let header = try SafetensorsHeader(parsing: UnsafeRawBufferPointer(rebasing: bytes[8..<start]))
    let data = UnsafeRawBufferPointer(rebasing: bytes[start...])
    try header.checkOffsets(dataCount: data.count)
    metadata = header.metadata
    tensors = [:]
    for (name, entry) in header.entries where !isSkipped(name) {
      guard let type = entry.type else {
        let known = SafetensorsScalar.allCases.map(\.rawValue).joined(separator: ", ")
        throw .init("'\(name)' is of type '\(entry.typeName)'; only \(known) are read")
      }
      tensors[name] = Tensor(shape: Shape(entry.shape), scalars: type.floats(UnsafeRawBufferPointer(rebasing: data[entry.offsets])))
    }
  }
}

// MARK: - Writing

extension Safetensors {
  /// The bytes of a file.
  public func encoded() -> Data {
    precondition(tensors["__metadata__"] == nil, "the format keeps the name __metadata__ for itself")
    let names = tensors.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for (name, tensor) in names.compactMap({ name in tensors[name].map { (name, $0) } }) {
      let end = offset + 4 * tensor.scalars.count
      let shape = tensor.shape.dimensions.map(String.init).joined(separator: ",")
      members.append("\(Self.quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)

    var data = Data(capacity: 8 + header.count + offset)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(contentsOf: header)
    for name in names {
      // Every processor Swift runs on keeps its floats least significant byte first, as the format does.
      tensors[name]?.scalars.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    return data
  }

  /// Writes a file; one that stood there is replaced only when the new one is whole.
  ///
  /// - Throws: ``NeuralNetError/unwritableWeights(path:reason:)``; what stood at `path` is left.
  public func write(to path: String) throws(NeuralNetError) {
    do {
      try encoded().write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .unwritableWeights(path: path, reason: Self.reason(of: error))
    }
  }

  /// `text` as JSON writes it.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func reason(of error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file or folder"
    case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
    case .fileWriteOutOfSpace: "the disk is full"
    default: "\(error)"
    }
  }
}

extension Parameters {
  /// Reads parameters from a safetensors file.
  ///
  /// - Throws: ``NeuralNetError/unreadableWeights(path:reason:)``.
  public init(contentsOf path: String) throws(NeuralNetError) {
    self.init(tensors: try Safetensors(contentsOf: path).tensors)
  }

  /// Writes the parameters to a safetensors file, replacing it only when the new one is whole.
  ///
  /// - Throws: ``NeuralNetError/unwritableWeights(path:reason:)``.
  public func write(to path: String, metadata: [String: String] = [:]) throws(NeuralNetError) {
    try Safetensors(tensors: tensors, metadata: metadata).write(to: path)
  }
}
