internal import COneDNN

extension ExecutionPlan.Work {
  /// What is done, such as `convolution, backward weights`.
  var operation: String {
    switch self {
    case .primitive(let primitive): primitive.operation
    case .kernel(let kernel): kernel.operation
    }
  }

  /// oneDNN's name for its implementation, or ours.
  var implementation: String {
    switch self {
    case .primitive(let primitive): primitive.implementation
    case .kernel(let kernel): kernel.implementation
    }
  }
}

extension ExecutionPlan.Step {
  /// Multiplications and additions of a step that takes or makes weights (a convolution or dense layer, in any direction):
  /// 2 · scalars of the result · weights of one output channel. 0 for every other step.
  ///
  /// It goes by the operands' roles, which are oneDNN's `DNNL_ARG_*`: `[N, O, …]` for the result or its gradient, and `[O, I, …]` or,
  /// grouped, `[G, O / G, I / G, …]` for the weights or theirs. A kernel that names its operands by the same roles is counted alike.
  var floatingPointOperations: Int {
    if case .kernel(let kernel) = work, let known = kernel.floatingPointOperations { return known }
    func count(_ dimensions: [Int]) -> Int { dimensions.reduce(1, *) }
    guard let result = dimensions(DNNL_ARG_DST) ?? dimensions(DNNL_ARG_DIFF_DST), result.count >= 2,
      let weights = dimensions(DNNL_ARG_WEIGHTS) ?? dimensions(DNNL_ARG_DIFF_WEIGHTS)
    else { return 0 }
    return 2 * count(result) * count(weights) / result[1]
  }

  /// Bytes of every operand, padding lanes included; scratch memory is not counted.
  var byteCount: Int {
    operands.reduce(0) { $1.argument == DNNL_ARG_SCRATCHPAD ? $0 : $0 + $1.descriptor.byteCount }
  }

  private func dimensions(_ argument: Int32) -> [Int]? { operands.first { $0.argument == argument }?.descriptor.dimensions }

  /// The step as a profile names it, with no time yet.
  var unmeasured: ProgramProfile.Step {
    ProgramProfile.Step(
      node: node, operation: work.operation, implementation: work.implementation, floatingPointOperations: floatingPointOperations,
      byteCount: byteCount, seconds: 0)
  }
}
