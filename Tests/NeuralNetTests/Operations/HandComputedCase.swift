@testable import NeuralNet
import Testing

/// An operation small enough to follow with a pencil: every number was worked out by hand.
struct HandComputedCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// Of one sample.
  let input: (shape: Shape, scalars: [Float])
  var parameters: [String: Tensor] = [:]
  let output: [Float]
  let upstream: [Float]
  let inputGradient: [Float]
  var gradients: [String: [Float]] = [:]
  /// Running statistics after the forward pass.
  var updated: [String: [Float]] = [:]
  let build: @Sendable (inout GraphBuilder, Symbol) throws(ShapeError) -> Symbol

  var testDescription: String { name }
}

private let ln3: Float = 1.098_612_3

extension HandComputedCase {
  static let all: [HandComputedCase] = [
    HandComputedCase(
      name: "convolution", input: ([1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
      parameters: ["weight": Tensor(shape: [1, 1, 2, 2], scalars: [1, 0, 0, -1]), "bias": Tensor(shape: [1], scalars: [0.5])],
      output: [-3.5, -3.5, -3.5, -3.5], upstream: [1, 2, 3, 4], inputGradient: [1, 2, 0, 3, 3, -2, 0, -3, -4],
      gradients: ["weight": [37, 47, 67, 77], "bias": [10]]
    ) { (graph, x) throws(ShapeError) in try Conv2D(channels: 1, kernel: 2)(x, in: &graph) },

    // Windows begin at -1 and 1: of each only the taps inside the picture count.
    HandComputedCase(
      name: "convolution, stride, padding and dilation", input: ([1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
      parameters: ["weight": Tensor(shape: [1, 1, 2, 2], scalars: [1, 2, 3, 4])],
      output: [20, 15, 10, 5], upstream: [1, 10, 100, 1000], inputGradient: [0, 0, 0, 0, 1234, 0, 0, 0, 0],
      gradients: ["weight": [5000, 500, 50, 5]]
    ) { (graph, x) throws(ShapeError) in
      try Conv2D(channels: 1, kernel: 2, stride: 2, padding: 1, dilation: 2, hasBias: false)(x, in: &graph)
    },

    HandComputedCase(
      name: "convolution, groups", input: ([2, 1, 1], [3, 5]),
      parameters: ["weight": Tensor(shape: [4, 1, 1, 1], scalars: [1, 2, 10, 20])],
      output: [3, 6, 50, 100], upstream: [1, 1, 1, 2], inputGradient: [3, 50], gradients: ["weight": [3, 3, 5, 10]]
    ) { (graph, x) throws(ShapeError) in try Conv2D(channels: 4, kernel: 1, groups: 2, hasBias: false)(x, in: &graph) },

    HandComputedCase(
      name: "depthwise", input: ([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
      parameters: [
        "weight": Tensor(shape: [2, 1, 2, 2], scalars: [1, 1, 1, 1, 1, -1, 0, 2]), "bias": Tensor(shape: [2], scalars: [0, 1]),
      ],
      output: [10, 16], upstream: [2, -1], inputGradient: [2, 2, 2, 2, -1, 1, 0, -2],
      gradients: ["weight": [2, 4, 6, 8, -5, -6, -7, -8], "bias": [2, -1]]
    ) { (graph, x) throws(ShapeError) in try DepthwiseConv2D(kernel: 2)(x, in: &graph) },

    HandComputedCase(
      name: "dense", input: ([2], [1, 2]),
      parameters: [
        "weight": Tensor(shape: [3, 2], scalars: [1, -1, 0.5, 2, 0, 3]), "bias": Tensor(shape: [3], scalars: [0, 1, -6]),
      ],
      output: [-1, 5.5, 0], upstream: [1, 2, 3], inputGradient: [2, 12], gradients: ["weight": [1, 2, 2, 4, 3, 6], "bias": [1, 2, 3]]
    ) { (graph, x) throws(ShapeError) in try Dense(units: 3)(x, in: &graph) },

    // Mean 2, variance 1; the running variance takes the unbiased 4/3.
    HandComputedCase(
      name: "batch norm, training", input: ([1, 1, 4], [1, 3, 1, 3]), parameters: batchNorm(scale: 2, shift: 5, mean: 0, variance: 1),
      output: [3, 7, 3, 7], upstream: [1, 0, 0, 0], inputGradient: [1, 0, -1, 0], gradients: ["weight": [-1], "bias": [1]],
      updated: ["running_mean": [0.2], "running_var": [0.9 + 0.4 / 3]]
    ) { (graph, x) throws(ShapeError) in try BatchNorm(epsilon: 0)(x, in: &graph) },

    HandComputedCase(
      name: "batch norm, frozen", input: ([1, 1, 4], [1, 3, 5, -1]), parameters: batchNorm(scale: 3, shift: 1, mean: 1, variance: 4),
      output: [1, 4, 7, -2], upstream: [1, 1, 2, 0], inputGradient: [1.5, 1.5, 3, 0], gradients: ["weight": [5], "bias": [4]],
      updated: ["running_mean": [1], "running_var": [4]]
    ) { (graph, x) throws(ShapeError) in try BatchNorm(epsilon: 0, isFrozen: true)(x, in: &graph) },

    HandComputedCase(
      name: "relu", input: ([4], [-1, 2, -3, 4]), output: [0, 2, 0, 4], upstream: [1, 2, 3, 4], inputGradient: [0, 2, 0, 4]
    ) { (graph, x) throws(ShapeError) in try Activation.relu(x, in: &graph) },

    HandComputedCase(
      name: "relu6", input: ([4], [-1, 3, 7, 5]), output: [0, 3, 6, 5], upstream: [1, 2, 3, 4], inputGradient: [0, 2, 0, 4]
    ) { (graph, x) throws(ShapeError) in try Activation.relu6(x, in: &graph) },

    HandComputedCase(
      name: "silu", input: ([3], [0, ln3, -ln3]), output: [0, 0.75 * ln3, -0.25 * ln3], upstream: [1, 1, 1],
      inputGradient: [0.5, 0.75 + 0.1875 * ln3, 0.25 - 0.1875 * ln3]
    ) { (graph, x) throws(ShapeError) in try Activation.silu(x, in: &graph) },

    HandComputedCase(
      name: "sigmoid", input: ([3], [0, ln3, -ln3]), output: [0.5, 0.75, 0.25], upstream: [4, 16, 16], inputGradient: [1, 3, 3]
    ) { (graph, x) throws(ShapeError) in try Activation.sigmoid(x, in: &graph) },

    HandComputedCase(
      name: "max pool", input: ([1, 2, 4], [1, 5, 2, 0, 3, 4, 8, 7]), output: [5, 8], upstream: [1, 2],
      inputGradient: [0, 1, 0, 0, 0, 0, 2, 0]
    ) { (graph, x) throws(ShapeError) in try MaxPool2D(kernel: 2)(x, in: &graph) },

    // All negative: a padding of zeros would win every window.
    HandComputedCase(
      name: "max pool, padding", input: ([1, 3, 3], [-1, -2, -3, -4, -5, -6, -7, -8, -9]), output: [-1, -2, -4, -5],
      upstream: [1, 2, 3, 4], inputGradient: [1, 2, 0, 3, 4, 0, 0, 0, 0]
    ) { (graph, x) throws(ShapeError) in try MaxPool2D(kernel: 3, stride: 2, padding: 1)(x, in: &graph) },

    // Each window has four of its nine pixels inside the picture.
    HandComputedCase(
      name: "average pool, padding", input: ([1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]), output: [3, 4, 6, 7], upstream: [4, 8, 12, 16],
      inputGradient: [1, 3, 2, 4, 10, 6, 3, 7, 4]
    ) { (graph, x) throws(ShapeError) in try AveragePool2D(kernel: 3, stride: 2, padding: 1)(x, in: &graph) },

    HandComputedCase(
      name: "global average pool", input: ([2, 1, 2], [1, 3, 2, 8]), output: [2, 5], upstream: [2, 4], inputGradient: [1, 1, 2, 2]
    ) { (graph, x) throws(ShapeError) in try GlobalAveragePool()(x, in: &graph) },

    HandComputedCase(
      name: "add", input: ([1, 1, 2], [1, 2]), parameters: ["weight": Tensor(shape: [1, 1, 1, 1], scalars: [2])], output: [3, 6],
      upstream: [1, -1], inputGradient: [3, -3], gradients: ["weight": [-1]]
    ) { (graph, x) throws(ShapeError) in
      try graph.add([x, try Conv2D(channels: 1, kernel: 1, hasBias: false)(x, in: &graph)])
    },

    HandComputedCase(
      name: "concatenation", input: ([1, 1, 2], [1, 2]), parameters: ["weight": Tensor(shape: [1, 1, 1, 1], scalars: [2])],
      output: [1, 2, 2, 4], upstream: [1, 2, 3, 4], inputGradient: [7, 10], gradients: ["weight": [11]]
    ) { (graph, x) throws(ShapeError) in
      try graph.concatenate([x, try Conv2D(channels: 1, kernel: 1, hasBias: false)(x, in: &graph)])
    },

    HandComputedCase(
      name: "flatten and dense", input: ([2, 1, 2], [1, 2, 3, 4]),
      parameters: ["weight": Tensor(shape: [1, 4], scalars: [1, 10, 100, 1000])],
      output: [4321], upstream: [2], inputGradient: [2, 20, 200, 2000], gradients: ["weight": [2, 4, 6, 8]]
    ) { (graph, x) throws(ShapeError) in try Dense(units: 1, hasBias: false)(try Flatten()(x, in: &graph), in: &graph) },
  ]

  private static func batchNorm(scale: Float, shift: Float, mean: Float, variance: Float) -> [String: Tensor] {
    ["weight": scale, "bias": shift, "running_mean": mean, "running_var": variance].mapValues { Tensor(shape: [1], scalars: [$0]) }
  }
}
