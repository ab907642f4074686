@testable import NeuralNet
import Testing

/// A small network whose results PyTorch has computed under the same name: see `case(…)` in Scripts/goldens/neuralnet.py.
struct OperationCase: Sendable, CustomTestStringConvertible {
  /// How batch normalisation takes part, which decides in which programs the reference holds.
  enum Normalization { case none, training, inference, frozen }

  let name: String
  var normalization: Normalization
  let build: @Sendable (inout GraphBuilder, Symbol) throws(ShapeError) -> Symbol

  init(
    _ name: String, normalization: Normalization = .none,
    _ build: @escaping @Sendable (inout GraphBuilder, Symbol) throws(ShapeError) -> Symbol
  ) {
    self.name = name
    self.normalization = normalization
    self.build = build
  }

  /// A case of one layer in the scope `scope`.
  init(_ name: String, _ scope: String, _ layer: some Layer, normalization: Normalization = .none) {
    self.init(name, normalization: normalization) { (graph, x) throws(ShapeError) in try graph.append(scope, layer, x) }
  }

  var testDescription: String { name }

  func graph(input: Tensor) throws(ShapeError) -> Graph {
    try Graph(input: Shape(Array(input.shape.dimensions.dropFirst())), build)
  }
}
