import Foundation
import NeuralNet
import Testing

@testable import PulmoKit

/// What Scripts/goldens/backbones.py computed with PyTorch, and the weights and pictures it computed it from.
enum Backbones {
  static let golden: Result<[String: Tensor], any Error> = Result {
    let url = try #require(Bundle.module.url(forResource: "Goldens/backbones", withExtension: "safetensors"))
    return try Safetensors(contentsOf: url.path).tensors
  }

  static func tensor(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Tensor {
    try #require(try golden.get()[name], "the golden file has no tensor '\(name)'", sourceLocation: sourceLocation)
  }

  /// The tensor `name`, as the script draws it: uniform, in a range that its name and rank tell.
  static func drawn(_ name: String, _ shape: Shape) -> Tensor {
    // FNV-1a keys the stream.
    var stream = SplitMix64(keys: name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    let isPositive = name.hasSuffix("running_var") || (name.hasSuffix("weight") && shape.rank == 1)
    let fanIn = shape.dimensions.dropFirst().reduce(1, *)
    let scale = shape.rank == 1 ? 0.5 : name.hasSuffix("picture") ? 1 : Float((4 / Double(fanIn)).squareRoot())
    let offset: Float = isPositive ? 1 : 0
    return Tensor(shape: shape, scalars: (0..<shape.count).map { _ in scale * (2 * stream.nextUnitFloat() - 1) + offset })
  }

  static func parameters(of graph: Graph) -> Parameters {
    Parameters(tensors: Dictionary(uniqueKeysWithValues: graph.parameters.map { ($0.name, drawn($0.name, $0.shape)) }))
  }
}

/// Expects the greatest error to be within `tolerance` of the reference's greatest magnitude.
func expectClose(
  _ actual: Tensor, _ reference: Tensor, within tolerance: Double, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(actual.shape == reference.shape, "\(name)", sourceLocation: sourceLocation)
  // max() passes over what is not a number.
  let errors = zip(actual.scalars, reference.scalars).map { $0.isFinite ? abs(Double($0) - Double($1)) : .infinity }
  let error = errors.max() ?? 0
  let scale = Double(reference.scalars.map(\.magnitude).max() ?? 0)
  #expect(
    error <= tolerance * scale, "\(name): the greatest error is \(error / scale) of the greatest magnitude", sourceLocation: sourceLocation)
}
