import Foundation
import NeuralNet
import Testing

/// A file of Goldens/, made by Scripts/goldens/neuralnet.py; its metadata name the versions that made it.
struct Golden {
  let tensors: [String: Tensor]

  init(_ name: String) throws {
    tensors = try Safetensors(contentsOf: Self.path(name)).tensors
  }

  static func path(_ name: String) throws -> String {
    try #require(Bundle.module.url(forResource: "Goldens/\(name)", withExtension: "safetensors"), "no golden file \(name)").path
  }

  subscript(name: String, sourceLocation: SourceLocation = #_sourceLocation) -> Tensor {
    get throws { try #require(tensors[name], "the golden file has no tensor '\(name)'", sourceLocation: sourceLocation) }
  }

  /// The tensors whose names begin with `prefix`, by the rest of their names.
  func tensors(under prefix: String) -> [String: Tensor] {
    Dictionary(
      uniqueKeysWithValues: tensors.filter { $0.key.hasPrefix(prefix) }.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
  }
}
