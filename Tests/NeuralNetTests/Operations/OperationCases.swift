@testable import NeuralNet

extension OperationCase {
  static let all: [OperationCase] = convolutions + depthwise + dense + normalizations + activations + poolings + joins + networks

  static let convolutions: [OperationCase] = [
    OperationCase("convolution", "conv", Conv2D(channels: 5, kernel: 3)),
    OperationCase("convolution, one channel in", "conv", Conv2D(channels: 32, kernel: 3)),
    OperationCase("convolution, batch 1", "conv", Conv2D(channels: 16, kernel: 3)),
    OperationCase("convolution, padding", "conv", Conv2D(channels: 7, kernel: 3, padding: 1)),
    OperationCase("convolution, stride", "conv", Conv2D(channels: 10, kernel: 3, stride: 2)),
    OperationCase("convolution, stride and padding", "conv", Conv2D(channels: 10, kernel: 3, stride: 2, padding: 1)),
    OperationCase("convolution, stride 2 on even sizes", "conv", Conv2D(channels: 8, kernel: 3, stride: 2, padding: 1)),
    OperationCase("convolution, 5x5 stride 3", "conv", Conv2D(channels: 6, kernel: 5, stride: 3, padding: 2)),
    OperationCase("convolution, 7x7 stride 2", "conv", Conv2D(channels: 9, kernel: 7, stride: 2, padding: 3)),
    OperationCase("convolution, dilation", "conv", Conv2D(channels: 5, kernel: 3, padding: 2, dilation: 2)),
    OperationCase("convolution, dilation and stride", "conv", Conv2D(channels: 4, kernel: 3, stride: 2, padding: 1, dilation: 2)),
    OperationCase("convolution, 1x1 without bias", "conv", Conv2D(channels: 13, kernel: 1, hasBias: false)),
    OperationCase("convolution, 1x1 stride 2", "conv", Conv2D(channels: 24, kernel: 1, stride: 2, hasBias: false)),
    OperationCase("convolution, same padding", "conv", Conv2D(channels: 9, kernel: 3, padding: .same)),
    OperationCase("convolution, same padding at stride 2", "conv", Conv2D(channels: 32, kernel: 3, stride: 2, padding: .same)),
    OperationCase(
      "convolution, same padding at stride 2, one channel in", "conv",
      Conv2D(channels: 32, kernel: 3, stride: 2, padding: .same, hasBias: false)),
    OperationCase("convolution, same padding at stride 3", "conv", Conv2D(channels: 8, kernel: 4, stride: 3, padding: .same)),
    OperationCase("convolution, groups", "conv", Conv2D(channels: 9, kernel: 3, padding: 1, groups: 3)),
    OperationCase("convolution, groups of 8", "conv", Conv2D(channels: 16, kernel: 3, padding: 1, groups: 2)),
  ]

  static let depthwise: [OperationCase] = [
    OperationCase("depthwise", "conv", DepthwiseConv2D(kernel: 3, padding: 1)),
    OperationCase("depthwise, batch 1", "conv", DepthwiseConv2D(kernel: 3, padding: 1)),
    OperationCase("depthwise, stride", "conv", DepthwiseConv2D(kernel: 3, stride: 2, padding: 1)),
    OperationCase("depthwise, 5x5", "conv", DepthwiseConv2D(kernel: 5, padding: 2)),
    OperationCase("depthwise, 5x5 stride 2 without bias", "conv", DepthwiseConv2D(kernel: 5, stride: 2, padding: 2, hasBias: false)),
    OperationCase(
      "depthwise, same padding at stride 2", "conv", DepthwiseConv2D(kernel: 3, stride: 2, padding: .same, hasBias: false)),
    OperationCase("depthwise, 5x5 same padding at stride 2", "conv", DepthwiseConv2D(kernel: 5, stride: 2, padding: .same)),
    OperationCase("depthwise, dilation", "conv", DepthwiseConv2D(kernel: 3, padding: 2, dilation: 2)),
  ]

  static let dense: [OperationCase] = [
    OperationCase("dense", "dense", Dense(units: 7)),
    OperationCase("dense, batch 1", "dense", Dense(units: 7)),
    OperationCase("dense, one unit", "dense", Dense(units: 1)),
    OperationCase("dense without bias", "dense", Dense(units: 8, hasBias: false)),
    OperationCase("flatten and dense") { (graph, x) throws(ShapeError) in
      try graph.append("dense", Dense(units: 6), try Flatten()(x, in: &graph))
    },
    OperationCase("convolution, flatten and dense") { (graph, x) throws(ShapeError) in
      let y = try graph.append("conv", Conv2D(channels: 9, kernel: 3, hasBias: false), x)
      return try graph.append("dense", Dense(units: 4), try Flatten()(y, in: &graph))
    },
  ]

  static let normalizations: [OperationCase] =
    ["", ", 8 channels", ", batch 1"].flatMap { suffix in
      [
        OperationCase("batch norm, training" + suffix, "bn", BatchNorm(), normalization: .training),
        OperationCase("batch norm, inference" + suffix, "bn", BatchNorm(), normalization: .inference),
        OperationCase("batch norm, frozen" + suffix, "bn", BatchNorm(isFrozen: true), normalization: .frozen),
      ]
    } + [
      OperationCase("batch norm, epsilon and momentum", "bn", BatchNorm(epsilon: 1e-3, momentum: 0.3), normalization: .training)
    ]

  static let activations: [OperationCase] = Activation.allCases.flatMap { function in
    ["", " of features"].map { OperationCase(function.rawValue + $0, "activation", function) }
  }

  static let poolings: [OperationCase] =
    [
      ("pool", 2, 2, 0), ("pool, odd sizes", 2, 2, 0), ("pool, overlapping", 3, 2, 0), ("pool, padding", 3, 2, 1),
      ("pool, stride 1", 3, 1, 1),
    ].flatMap { name, kernel, stride, padding in
      [
        OperationCase("max \(name)", "pool", MaxPool2D(kernel: kernel, stride: stride, padding: padding)),
        OperationCase("average \(name)", "pool", AveragePool2D(kernel: kernel, stride: stride, padding: padding)),
      ]
    } + [
      OperationCase("global average pool", "pool", GlobalAveragePool()),
      OperationCase("global average pool, batch 1", "pool", GlobalAveragePool()),
    ]

  static let joins: [OperationCase] = [
    OperationCase("add") { (graph, x) throws(ShapeError) in
      let y = try graph.append("conv", Conv2D(channels: 5, kernel: 1, hasBias: false), x)
      return try graph.add([y, x])
    },
    OperationCase("add of three") { (graph, x) throws(ShapeError) in
      let a = try graph.append("a", Conv2D(channels: 9, kernel: 3, padding: 1, hasBias: false), x)
      let b = try graph.append("b", DepthwiseConv2D(kernel: 3, padding: 1, hasBias: false), x)
      return try graph.add([a, b, x])
    },
    OperationCase("add of features") { (graph, x) throws(ShapeError) in
      try graph.add([x, try graph.append("dense", Dense(units: 10, hasBias: false), x)])
    },
    OperationCase("concatenation") { (graph, x) throws(ShapeError) in
      try graph.concatenate([x, try graph.append("conv", Conv2D(channels: 5, kernel: 1, hasBias: false), x)])
    },
    OperationCase("concatenation of 8 and 16 channels") { (graph, x) throws(ShapeError) in
      try graph.concatenate([try graph.append("conv", Conv2D(channels: 16, kernel: 3, padding: 1, hasBias: false), x), x])
    },
    OperationCase("concatenation of three") { (graph, x) throws(ShapeError) in
      let a = try graph.append("a", Conv2D(channels: 3, kernel: 1, hasBias: false), x)
      let first = try graph.concatenate([x, a])
      let b = try graph.append("b", Conv2D(channels: 6, kernel: 3, padding: 1, hasBias: false), first)
      return try graph.concatenate([first, b, x])
    },
    OperationCase("concatenation of features") { (graph, x) throws(ShapeError) in
      try graph.concatenate([try graph.append("dense", Dense(units: 8, hasBias: false), x), x])
    },
  ]

  static let networks: [OperationCase] = [
    OperationCase("convolution, relu, max pool") { (graph, x) throws(ShapeError) in
      let y = try graph.append("conv", Conv2D(channels: 10, kernel: 3), x)
      return try MaxPool2D(kernel: 2)(graph.activation(y, .relu), in: &graph)
    },
    OperationCase("residual block", normalization: .training) { (graph, x) throws(ShapeError) in
      var y = try graph.append("conv1", Conv2D(channels: 12, kernel: 3, stride: 2, padding: 1, hasBias: false), x)
      y = graph.activation(try graph.append("bn1", BatchNorm(), y), .relu)
      y = try graph.append("conv2", Conv2D(channels: 12, kernel: 3, padding: 1, hasBias: false), y)
      y = try graph.append("bn2", BatchNorm(), y)
      let short = try graph.append("short", Conv2D(channels: 12, kernel: 1, stride: 2, hasBias: false), x)
      return graph.activation(try graph.add([y, try graph.append("bn3", BatchNorm(), short)]), .relu)
    },
    OperationCase("inverted residual", normalization: .training) { (graph, x) throws(ShapeError) in
      var y = try graph.append("expand", Conv2D(channels: 20, kernel: 1, hasBias: false), x)
      y = graph.activation(try graph.append("bn1", BatchNorm(), y), .relu6)
      y = try graph.append("filter", DepthwiseConv2D(kernel: 5, padding: 2, hasBias: false), y)
      y = graph.activation(try graph.append("bn2", BatchNorm(), y), .silu)
      y = try graph.append("project", Conv2D(channels: 6, kernel: 1, hasBias: false), y)
      return try graph.add([x, try graph.append("bn3", BatchNorm(), y)])
    },
    OperationCase("dense block", normalization: .training) { (graph, x) throws(ShapeError) in
      var a = graph.activation(try graph.append("bn1", BatchNorm(), x), .relu)
      a = try graph.append("conv1", Conv2D(channels: 4, kernel: 3, padding: 1, hasBias: false), a)
      let b = try graph.concatenate([x, a])
      var c = graph.activation(try graph.append("bn2", BatchNorm(), b), .relu)
      c = try graph.append("conv2", Conv2D(channels: 4, kernel: 3, padding: 1, hasBias: false), c)
      let pooled = try AveragePool2D(kernel: 2)(try graph.concatenate([b, c]), in: &graph)
      return try graph.append("head", Dense(units: 3), try GlobalAveragePool()(pooled, in: &graph))
    },
    OperationCase("one result, three users") { (graph, x) throws(ShapeError) in
      let y = graph.activation(try graph.append("conv", Conv2D(channels: 4, kernel: 3, padding: 1, hasBias: false), x), .relu)
      let a = try MaxPool2D(kernel: 2)(y, in: &graph)
      let b = try AveragePool2D(kernel: 2)(y, in: &graph)
      let c = try AveragePool2D(kernel: 2)(graph.activation(y, .sigmoid), in: &graph)
      let z = try GlobalAveragePool()(try graph.concatenate([a, b, c]), in: &graph)
      return try graph.append("head", Dense(units: 5, hasBias: false), z)
    },
  ]
}
