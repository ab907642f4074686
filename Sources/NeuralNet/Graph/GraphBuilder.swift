/// Appends nodes to a graph and checks every shape as it goes.
///
/// A node is named after the scope it is appended in, and a further node of the same scope after what it does as well:
/// `conv1`, `conv1.relu`. Its parameters add their own names, as PyTorch's do: `conv1.weight`.
public struct GraphBuilder: ~Copyable {
  private var nodes: [Graph.Node]
  private var parameters: [ParameterSpecification] = []
  private var scope: [String] = []
  private var names: Set<String> = ["input"]

  init(input: Shape) {
    nodes = [Graph.Node(name: "input", operation: .input, inputs: [], parameters: [], shape: input)]
  }

  var input: Symbol { Symbol(node: 0, shape: nodes[0].shape) }

  consuming func finish(_ output: Symbol) -> Graph {
    Graph(nodes: nodes, parameters: parameters, output: output.node)
  }

  /// Enters a scope: names appended in `body` begin with `name`.
  public mutating func scoped<Result>(
    _ name: String, _ body: (inout GraphBuilder) throws(ShapeError) -> Result
  ) throws(ShapeError) -> Result {
    scope.append(name)
    defer { scope.removeLast() }
    return try body(&self)
  }

  /// Appends a 2-D convolution: `[C, H, W]` to `[channels, H′, W′]`,
  /// `H′ = (H + padding.top + padding.bottom - dilation·(kernel - 1) - 1) / stride + 1`, rounded down.
  public mutating func convolution(
    _ x: Symbol, _ attributes: ConvolutionAttributes, initializer: Initializer, l2: Float
  ) throws(ShapeError) -> Symbol {
    let name = uniqueName("convolution")
    try expectPicture(x, name)
    let channels = x.shape[0]
    guard channels % attributes.groups == 0, attributes.channels % attributes.groups == 0 else {
      throw ShapeError(layer: name, expected: "channels in and out that \(attributes.groups) groups divide", actual: x.shape)
    }
    let extent = attributes.dilation * (attributes.kernel - 1) + 1
    let (rows, columns) = try windows(x, name, extent: extent, stride: attributes.stride, padding: attributes.padding)
    var own = [
      parameter("weight", [attributes.channels, channels / attributes.groups, attributes.kernel, attributes.kernel], initializer, l2: l2)
    ]
    if attributes.hasBias { own.append(parameter("bias", [attributes.channels], .zeros)) }
    return append(name, .convolution(attributes), [x], own, [attributes.channels, rows, columns])
  }

  /// Appends a fully connected layer: `[features]` to `[units]`.
  public mutating func dense(
    _ x: Symbol, units: Int, hasBias: Bool, initializer: Initializer, l2: Float
  ) throws(ShapeError) -> Symbol {
    let name = uniqueName("dense")
    guard x.shape.rank == 1 else { throw ShapeError(layer: name, expected: "[features]; flatten pictures first", actual: x.shape) }
    var own = [parameter("weight", [units, x.shape[0]], initializer, l2: l2)]
    if hasBias { own.append(parameter("bias", [units], .zeros)) }
    return append(name, .dense(units: units, hasBias: hasBias), [x], own, [units])
  }

  /// Appends batch normalisation over the channels of `[C, H, W]`.
  public mutating func batchNormalization(_ x: Symbol, _ attributes: BatchNormalizationAttributes) throws(ShapeError) -> Symbol {
    let name = uniqueName("batchNormalization")
    try expectPicture(x, name)
    let channels: Shape = [x.shape[0]]
    let own = [
      parameter("weight", channels, .ones), parameter("bias", channels, .zeros),
      parameter("running_mean", channels, .zeros, isTrainable: false), parameter("running_var", channels, .ones, isTrainable: false),
    ]
    return append(name, .batchNormalization(attributes), [x], own, x.shape)
  }

  public mutating func activation(_ x: Symbol, _ function: Activation) -> Symbol {
    append(uniqueName(function.rawValue), .activation(function), [x], [], x.shape)
  }

  /// Appends pooling over windows of `[C, H, W]`. Padding may not exceed half the kernel.
  public mutating func pooling(_ x: Symbol, _ attributes: PoolingAttributes) throws(ShapeError) -> Symbol {
    let name = uniqueName("pooling")
    try expectPicture(x, name)
    guard attributes.padding * 2 <= attributes.kernel else {
      throw ShapeError(layer: name, expected: "padding of at most half the kernel \(attributes.kernel)", actual: x.shape)
    }
    let (rows, columns) = try windows(x, name, extent: attributes.kernel, stride: attributes.stride, padding: Padding(attributes.padding))
    return append(name, .pooling(attributes), [x], [], [x.shape[0], rows, columns])
  }

  /// Appends the mean over rows and columns: `[C, H, W]` to `[C]`.
  public mutating func globalAveragePooling(_ x: Symbol) throws(ShapeError) -> Symbol {
    let name = uniqueName("globalAveragePooling")
    try expectPicture(x, name)
    return append(name, .globalAveragePooling, [x], [], [x.shape[0]])
  }

  /// Appends dropout: in training each scalar is zeroed with probability `rate`, `0 ..< 1`, the rest scaled by `1 / (1 - rate)`.
  public mutating func dropout(_ x: Symbol, rate: Float) -> Symbol {
    precondition((0..<1).contains(rate), "a dropout rate lies in 0 ..< 1, not \(rate)")
    return append(uniqueName("dropout"), .dropout(rate: rate), [x], [], x.shape)
  }

  /// Appends the sum of symbols of one shape.
  public mutating func add(_ xs: [Symbol]) throws(ShapeError) -> Symbol {
    let name = uniqueName("add")
    guard let first = xs.first, xs.count > 1 else { throw ShapeError(layer: name, expected: "two or more inputs", actual: []) }
    for x in xs where x.shape != first.shape { throw ShapeError(layer: name, expected: "\(first.shape)", actual: x.shape) }
    return append(name, .add, xs, [], first.shape)
  }

  /// Appends the symbols joined along dimension 0 of their shapes, the channels.
  public mutating func concatenate(_ xs: [Symbol]) throws(ShapeError) -> Symbol {
    let name = uniqueName("concatenation")
    guard let first = xs.first, xs.count > 1 else { throw ShapeError(layer: name, expected: "two or more inputs", actual: []) }
    let rest = first.shape.dimensions.dropFirst()
    for x in xs where x.shape.dimensions.dropFirst() != rest {
      throw ShapeError(layer: name, expected: "[channels, \(rest.map(String.init).joined(separator: ", "))]", actual: x.shape)
    }
    return append(name, .concatenation, xs, [], Shape([xs.reduce(0) { $0 + $1.shape[0] }] + rest))
  }

  /// Appends `[C, H, W]` as `[C·H·W]`, row-major.
  public mutating func flatten(_ x: Symbol) -> Symbol {
    append(uniqueName("flatten"), .flatten, [x], [], [x.shape.count])
  }
}

extension GraphBuilder {
  private var path: String { scope.joined(separator: ".") }

  private mutating func uniqueName(_ operation: String) -> String {
    let base = scope.isEmpty ? operation : path
    var name = base
    if names.contains(name), !scope.isEmpty { name = "\(path).\(operation)" }
    let stem = name
    var number = 2
    while names.contains(name) {
      name = "\(stem)\(number)"
      number += 1
    }
    names.insert(name)
    return name
  }

  private mutating func parameter(
    _ name: String, _ shape: Shape, _ initializer: Initializer, isTrainable: Bool = true, l2: Float = 0
  ) -> String {
    let full = scope.isEmpty ? name : "\(path).\(name)"
    precondition(!parameters.contains { $0.name == full }, "two nodes declare the parameter \(full): give each a scope of its own")
    parameters.append(ParameterSpecification(name: full, shape: shape, initializer: initializer, isTrainable: isTrainable, l2: l2))
    return full
  }

  private mutating func append(_ name: String, _ operation: Operation, _ xs: [Symbol], _ own: [String], _ shape: Shape) -> Symbol {
    nodes.append(Graph.Node(name: name, operation: operation, inputs: xs.map(\.node), parameters: own, shape: shape))
    return Symbol(node: nodes.count - 1, shape: shape)
  }

  private func expectPicture(_ x: Symbol, _ name: String) throws(ShapeError) {
    guard x.shape.rank == 3 else { throw ShapeError(layer: name, expected: "[channels, rows, columns]", actual: x.shape) }
  }

  /// Rows and columns of the windows that fit into `x`.
  private func windows(
    _ x: Symbol, _ name: String, extent: Int, stride: Int, padding: Padding
  ) throws(ShapeError) -> (rows: Int, columns: Int) {
    let leastRows = extent - padding.top - padding.bottom
    let leastColumns = extent - padding.left - padding.right
    let (rows, columns) = (x.shape[1] - leastRows, x.shape[2] - leastColumns)
    guard rows >= 0, columns >= 0 else {
      throw ShapeError(layer: name, expected: "at least \(leastRows) rows and \(leastColumns) columns", actual: x.shape)
    }
    return (rows / stride + 1, columns / stride + 1)
  }
}

/// The result of a node while a graph is built. `shape` is without the batch.
public struct Symbol: Hashable, Sendable {
  let node: Int
  public let shape: Shape
}

/// How a parameter begins.
public enum Initializer: String, Hashable, Sendable, Codable {
  case zeros, ones, heNormal, glorotUniform
}
