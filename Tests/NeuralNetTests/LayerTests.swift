import Foundation
@testable import NeuralNet
import Testing

@Suite struct LayerTests {
  @Test func sizes() throws {
    func size(_ layer: some Layer, _ input: Shape = [4, 9, 8]) throws -> Shape { try Graph(input: input, layer).outputShape }
    #expect(try size(Conv2D(channels: 6, kernel: 3)) == [6, 7, 6])
    #expect(try size(Conv2D(channels: 6, kernel: 3, stride: 2, padding: 1)) == [6, 5, 4])
    #expect(try size(Conv2D(channels: 6, kernel: 3, stride: 2, padding: .same)) == [6, 5, 4])
    #expect(try size(Conv2D(channels: 6, kernel: 1, stride: 3, padding: .same)) == [6, 3, 3])
    #expect(try size(Conv2D(channels: 6, kernel: 3, dilation: 3)) == [6, 3, 2])
    #expect(try size(Conv2D(channels: 6, kernel: 1, groups: 2)) == [6, 9, 8])
    #expect(try size(DepthwiseConv2D(kernel: 5, padding: 2)) == [4, 9, 8])
    #expect(try size(MaxPool2D(kernel: 2)) == [4, 4, 4])
    #expect(try size(MaxPool2D(kernel: 3, stride: 2, padding: 1)) == [4, 5, 4])
    #expect(try size(AveragePool2D(kernel: 3, stride: 1)) == [4, 7, 6])
    #expect(try size(GlobalAveragePool()) == [4])
    #expect(try size(Flatten()) == [288])
    #expect(try size(BatchNorm()) == [4, 9, 8])
    #expect(try size(Activation.silu) == [4, 9, 8])
    #expect(try size(Dropout(rate: 0.2), [7]) == [7])
    #expect(try size(Dense(units: 3), [7]) == [3])
  }

  @Test func parametersAndPenalties() throws {
    let graph = try Graph(input: [4, 9, 8], Conv2D(channels: 6, kernel: 3, groups: 2, initializer: .glorotUniform, l2: 0.5))
    #expect(
      graph.parameters == [
        ParameterSpecification(name: "weight", shape: [6, 2, 3, 3], initializer: .glorotUniform, isTrainable: true, l2: 0.5),
        ParameterSpecification(name: "bias", shape: [6], initializer: .zeros, isTrainable: true, l2: 0),
      ])
    let dense = try Graph(input: [7], Dense(units: 3, hasBias: false, l2: 0.1))
    #expect(
      dense.parameters == [ParameterSpecification(name: "weight", shape: [3, 7], initializer: .heNormal, isTrainable: true, l2: 0.1)])
  }

  /// By TensorFlow's rule: rows and columns on their own, the odd one last.
  @Test func samePadding() throws {
    func padding(_ layer: Conv2D, _ input: Shape) throws -> Padding? {
      guard case .convolution(let attributes) = try Graph(input: input, layer).nodes[1].operation else { return nil }
      return attributes.padding
    }
    #expect(
      try padding(Conv2D(channels: 1, kernel: 3, stride: 2, padding: .same), [1, 224, 65]) == Padding(top: 0, left: 1, bottom: 1, right: 1))
    #expect(
      try padding(Conv2D(channels: 1, kernel: 5, stride: 2, padding: .same), [1, 65, 224]) == Padding(top: 2, left: 1, bottom: 2, right: 2))
    #expect(try padding(Conv2D(channels: 1, kernel: 3, padding: .same, dilation: 2), [1, 8, 9]) == 2)
    #expect(try padding(Conv2D(channels: 1, kernel: 1, stride: 2, padding: .same), [1, 8, 9]) == 0)
    let graph = try Graph(input: [1, 224, 65], Conv2D(channels: 1, kernel: 3, stride: 2, padding: .same))
    #expect(graph.description.contains("convolution 3×3 stride 2 padding 0 1 1 1"), "\(graph)")
  }

  @Test func wrongInputsAreRefused() {
    func expectRefusal(_ layer: some Layer, _ input: Shape, sourceLocation: SourceLocation = #_sourceLocation) {
      #expect(sourceLocation: sourceLocation) { try Graph(input: input, layer) } throws: { ($0 as? ShapeError)?.actual == input }
    }
    expectRefusal(Dense(units: 3), [4, 9, 8])
    expectRefusal(Conv2D(channels: 3, kernel: 3), [10])
    expectRefusal(Conv2D(channels: 3, kernel: 3, padding: .same), [10])
    expectRefusal(Conv2D(channels: 3, kernel: 3), [1, 2, 8])
    expectRefusal(Conv2D(channels: 3, kernel: 3, dilation: 5), [1, 9, 8])
    expectRefusal(Conv2D(channels: 3, kernel: 3, groups: 2), [4, 9, 8])
    expectRefusal(Conv2D(channels: 4, kernel: 3, groups: 2), [3, 9, 8])
    expectRefusal(DepthwiseConv2D(kernel: 3), [10])
    expectRefusal(MaxPool2D(kernel: 4), [1, 3, 8])
    expectRefusal(MaxPool2D(kernel: 2, padding: 2), [1, 8, 8])
    expectRefusal(GlobalAveragePool(), [10])
    expectRefusal(BatchNorm(), [10])
  }

  @Test func layersAreData() throws {
    func roundTrip<L: Layer>(_ layer: L, sourceLocation: SourceLocation = #_sourceLocation) throws {
      let saved = try JSONEncoder().encode([layer])
      #expect(try JSONDecoder().decode([L].self, from: saved) == [layer], sourceLocation: sourceLocation)
    }
    try roundTrip(Conv2D(channels: 6, kernel: 3, stride: 2, padding: 1, dilation: 2, groups: 3, hasBias: false, l2: 0.5))
    try roundTrip(Conv2D(channels: 6, kernel: 3, padding: .same))
    try roundTrip(DepthwiseConv2D(kernel: 3, stride: 2, padding: 1, dilation: 2, hasBias: false, initializer: .glorotUniform, l2: 0.5))
    try roundTrip(Dense(units: 3, hasBias: false, initializer: .zeros, l2: 0.25))
    try roundTrip(BatchNorm(epsilon: 1e-3, momentum: 0.01, isFrozen: true))
    try roundTrip(MaxPool2D(kernel: 3, stride: 2, padding: 1))
    try roundTrip(AveragePool2D(kernel: 3))
    try roundTrip(GlobalAveragePool())
    try roundTrip(Dropout(rate: 0.3))
    try roundTrip(Flatten())
    try roundTrip(Activation.relu6)
  }
}
