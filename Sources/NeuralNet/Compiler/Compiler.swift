internal import COneDNN

/// What a graph is compiled for.
enum ProgramMode {
  case inference, gradient, training
}

/// Turns a graph into an execution plan: asks oneDNN for its favourite layouts, hands each node's layout on to the next,
/// and inserts a reorder only where two disagree.
struct Compiler {
  /// A tensor during compilation: a buffer and how it is laid out. An operation done in place makes a new value of the same buffer.
  struct Value {
    let id: Int
    let buffer: Int
    let descriptor: MemoryDescriptor
  }

  typealias ParameterLayout = (specification: ParameterSpecification, plain: MemoryDescriptor, descriptor: MemoryDescriptor)

  let graph: Graph
  let mode: ProgramMode
  let batchSize: Int
  let threads: Int
  let taps: Set<String>
  let oneDNN: OneDNN
  /// Whether the backward pass is to reach the input.
  let wantsInputGradient: Bool
  /// For each parameter whether it is to be learned.
  let isLearned: [Bool]

  var plan = ExecutionPlan()
  /// The result of each node; a flattened picture stays as its picture until something needs it plain.
  var values: [Int: Value] = [:]
  /// What backward passes take up from the forward pass of their node.
  var forwardDescriptors: [Int: PrimitiveDescriptor] = [:]
  var workspaces: [Int: Value] = [:]
  var statistics: [Int: (mean: Value, variance: Value)] = [:]
  /// Nodes done by the step of a node before them.
  var fused: Set<Int> = []
  /// Batch normalisations done by a kernel of ours, by the last node of each.
  var normalizationGroups: [Int: NormalizationGroup] = [:]
  /// What their backward passes take up, by the normalisation.
  var normalizationShapes: [Int: NormalizationShape] = [:]
  /// Maximum poolings done by a kernel of ours, by the last node of each.
  var maxPoolings: [Int: MaxPooling] = [:]
  /// Gradients that have arrived at a node, one per use.
  var contributions: [Int: [Value]] = [:]
  /// How many gradients a buffer stands for: a sum hands its own on to every branch.
  var gradientUseCounts: [Int: Int] = [:]
  var parameterLayouts: [ParameterLayout?]
  var parameterValues: [Int: Value] = [:]
  var isBackward = false
  private let parameterIndex: [String: Int]
  private var gradientReaches: [Bool] = []
  private var valueCount = 0
  private var reorders: [Int: [Value]] = [:]

  init(
    _ graph: Graph, mode: ProgramMode, options: CompileOptions, isLearned: [Bool], wantsInputGradient: Bool, _ oneDNN: OneDNN
  ) {
    self.graph = graph
    self.mode = mode
    self.batchSize = options.batchSize
    self.threads = options.threadCount
    self.taps = options.taps
    self.isLearned = isLearned
    self.wantsInputGradient = wantsInputGradient
    self.oneDNN = oneDNN
    parameterLayouts = Array(repeating: nil, count: graph.parameters.count)
    parameterIndex = Dictionary(uniqueKeysWithValues: graph.parameters.enumerated().map { ($0.element.name, $0.offset) })
    for (index, node) in graph.nodes.enumerated() {
      let isWanted = index == 0 ? wantsInputGradient : learns(index) || (mode == .gradient && taps.contains(node.name))
      gradientReaches.append(isWanted || node.inputs.contains { gradientReaches[$0] })
    }
  }

  // MARK: Values

  mutating func newValue(_ buffer: Int, _ descriptor: MemoryDescriptor) -> Value {
    valueCount += 1
    return Value(id: valueCount, buffer: buffer, descriptor: descriptor)
  }

  mutating func newBuffer(_ descriptor: MemoryDescriptor, _ home: ExecutionPlan.Home = .arena) -> Value {
    newValue(plan.addBuffer(descriptor.byteCount, home), descriptor)
  }

  /// Memory that a kernel of ours works in, of `count` scalars.
  mutating func newScratch(_ count: Int, node: String) throws(NeuralNetError) -> Value {
    newBuffer(try .plain([count], node: node))
  }

  func value(_ node: Int) -> Value {
    guard let value = values[root(node)] else { preconditionFailure("\(graph.nodes[node].name) is used before it is computed") }
    return value
  }

  /// The node whose value `node` shares: flattening, and dropout outside training, compute nothing.
  func root(_ node: Int) -> Int {
    switch graph.nodes[node].operation {
    case .flatten: root(graph.nodes[node].inputs[0])
    case .dropout where mode != .training: root(graph.nodes[node].inputs[0])
    default: node
    }
  }

  /// Dimensions of a node's result with the batch.
  func dimensions(_ node: Int) -> [Int] { [batchSize] + graph.nodes[node].shape.dimensions }

  /// How often a value is used, by nodes, as the output, or as a tap.
  func useCount(_ root: Int) -> Int {
    var count = 0
    for (index, node) in graph.nodes.enumerated() {
      if self.root(index) == index { count += node.inputs.count { self.root($0) == root } }
      if self.root(index) == root, index == graph.output || taps.contains(node.name) { count += 1 }
    }
    return count
  }

  /// Whether `node` may overwrite the value of its input: nothing else reads it, now or in the backward pass.
  func mayOverwriteInput(of node: Int) -> Bool {
    let source = root(graph.nodes[node].inputs[0])
    guard source != 0, useCount(source) == 1 else { return false }
    guard mode != .inference else { return true }
    if case .activation = graph.nodes[source].operation { return false }
    return true
  }

  /// The activation that may be computed by the primitive of `node`, its only user.
  func fusibleActivation(after node: Int) -> (node: Int, function: Activation)? {
    guard let user = onlyUser(of: node), case .activation(let function) = graph.nodes[user].operation else { return nil }
    guard mode == .inference || function.isDifferentiableFromResult else { return nil }
    return (user, function)
  }

  // MARK: Steps

  /// Appends a step done by a kernel of ours. `operands` are in the order the kernel wants; their roles, oneDNN's `DNNL_ARG_*`, are for
  /// whoever reads the plan. A preparation is done once for the parameters, not in every run.
  mutating func append(
    _ node: String, _ kernel: any Kernel, _ operands: [(argument: Int32, value: Value)], isPreparation: Bool = false
  ) {
    append(node, .kernel(kernel), operands, isPreparation: isPreparation)
  }

  private mutating func append(
    _ node: String, _ work: ExecutionPlan.Work, _ operands: [(argument: Int32, value: Value)], isPreparation: Bool = false
  ) {
    let operands = operands.map { ExecutionPlan.Operand(argument: $0.argument, buffer: $0.value.buffer, descriptor: $0.value.descriptor) }
    let pass: ExecutionPlan.Pass = isPreparation ? .preparation : isBackward ? .backward : .forward
    plan.append(ExecutionPlan.Step(node: node, work: work, operands: operands), to: pass)
  }

  mutating func append(_ descriptor: PrimitiveDescriptor, _ operands: [(argument: Int32, value: Value)]) throws(NeuralNetError) {
    var operands = operands
    if let scratchpad = try descriptor.scratchpad { operands.append((DNNL_ARG_SCRATCHPAD, newBuffer(scratchpad))) }
    append(descriptor.node, .primitive(try Primitive(descriptor)), operands)
  }

  /// `value` in the layout `wanted`: itself, an earlier reorder of it, or a new one.
  mutating func reorder(_ value: Value, to wanted: MemoryDescriptor, node: String) throws(NeuralNetError) -> Value {
    if value.descriptor.matches(wanted) { return value }
    if let known = reorders[value.id]?.first(where: { $0.descriptor.matches(wanted) }) { return known }
    let result = newBuffer(wanted)
    try appendReorder(value, to: result, node: node)
    reorders[value.id, default: []].append(result)
    return result
  }

  mutating func appendReorder(_ source: Value, to destination: Value, node: String) throws(NeuralNetError) {
    let engine = oneDNN.engine
    let descriptor = try PrimitiveDescriptor("reorder", node: node) { descriptor, attributes in
      dnnl_reorder_primitive_desc_create(
        &descriptor, source.descriptor.handle, engine, destination.descriptor.handle, engine, attributes)
    }
    try append(descriptor, [(DNNL_ARG_FROM, source), (DNNL_ARG_TO, destination)])
  }

  /// The value of `node` in exactly the dimensions of its shape, row-major where it had to be flattened for that.
  mutating func shaped(_ node: Int) throws(NeuralNetError) -> Value {
    try reshaped(value(node), to: dimensions(node), node: graph.nodes[node].name)
  }

  private mutating func reshaped(_ value: Value, to dimensions: [Int], node: String) throws(NeuralNetError) -> Value {
    guard value.descriptor.dimensions != dimensions else { return value }
    let plain = try reorder(value, to: .plain(value.descriptor.dimensions, node: node), node: node)
    return newValue(plain.buffer, try .plain(dimensions, node: node))
  }

  // MARK: Parameters

  /// The parameter `name`, laid out as `descriptor`; `plain` is its layout at rest in the dimensions the primitive uses.
  mutating func parameter(
    _ name: String, plain: MemoryDescriptor, descriptor: MemoryDescriptor
  ) -> Value {
    let index = index(of: name)
    parameterLayouts[index] = (graph.parameters[index], plain, descriptor)
    let value = newBuffer(descriptor, .parameter(index))
    parameterValues[index] = value
    return value
  }

  func parameter(_ name: String) -> Value {
    guard let value = parameterValues[index(of: name)] else { preconditionFailure("\(name) has no layout yet") }
    return value
  }

  func index(of name: String) -> Int {
    guard let index = parameterIndex[name] else { preconditionFailure("the graph has no parameter \(name)") }
    return index
  }

  /// The gradient of the parameter `name` in the flat buffer.
  mutating func gradient(of name: String) -> Value {
    newBuffer(parameter(name).descriptor, .gradient(index(of: name)))
  }

  /// Whether the node has parameters that are learned.
  func learns(_ node: Int) -> Bool {
    mode == .training && graph.nodes[node].parameters.contains { isLearned[index(of: $0)] }
  }

  // MARK: Gradients

  /// Whether a gradient is to flow into `node`: it, or something before it, is learned or tapped.
  func needsGradient(_ node: Int) -> Bool { gradientReaches[node] }

  /// Adds what one use contributes to the gradient of `node`.
  mutating func contribute(_ gradient: Value, to node: Int) throws(NeuralNetError) {
    let root = root(node)
    let wanted = value(root).descriptor.dimensions
    let shaped = try reshaped(gradient, to: wanted, node: graph.nodes[node].name)
    contributions[root, default: []].append(shaped)
    gradientUseCounts[shaped.buffer, default: 0] += 1
  }

  /// The gradient of the result of `node`, all contributions summed; nil when nothing flows into it.
  mutating func gradient(at node: Int) throws(NeuralNetError) -> Value? {
    guard let arrived = contributions[node], let first = arrived.first else { return nil }
    guard arrived.count > 1 else { return first }
    let name = graph.nodes[node].name
    let layout = value(node).descriptor
    let parts = try arrived.map { value throws(NeuralNetError) in try reorder(value, to: layout, node: name) }
    let total = try sum(parts, layout: layout, node: name)
    contributions[node] = [total]
    return total
  }

  mutating func sum(_ parts: [Value], layout: MemoryDescriptor, node: String) throws(NeuralNetError) -> Value {
    let engine = oneDNN.engine
    let handles: [const_dnnl_memory_desc_t?] = parts.map { $0.descriptor.handle }
    let scales = [Float](repeating: 1, count: parts.count)
    let descriptor = try PrimitiveDescriptor("sum", node: node) { descriptor, attributes in
      dnnl_sum_primitive_desc_create(&descriptor, engine, layout.handle, Int32(parts.count), scales, handles, attributes)
    }
    let result = newBuffer(layout)
    try append(
      descriptor, parts.enumerated().map { (DNNL_ARG_MULTIPLE_SRC + Int32($0.offset), $0.element) } + [(DNNL_ARG_DST, result)])
    return result
  }
}
