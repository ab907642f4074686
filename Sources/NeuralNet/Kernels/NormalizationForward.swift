internal import CKernels

/// Batch normalisation by the batch's own statistics with what stands behind it, in a blocked layout: two passes over the source.
///
/// Operands: source, scale, shift, mean and variance (written), running mean and variance (moved), result, scratch, and with a residual
/// the tensor added before the activation.
struct NormalizationForward: Kernel {
  let shape: NormalizationShape
  /// The share of a batch in the running statistics.
  let momentum: Float
  let hasResidual: Bool

  var operation: String { shape.operation(hasResidual: hasResidual) }

  func run(_ memory: KernelMemory) {
    var job = pulmo_normalization_forward(
      shape: shape.structure, momentum: momentum, source: memory[0], scale: memory[1], shift: memory[2],
      residual: hasResidual ? memory[9] : nil, destination: memory[7], mean: memory[3], variance: memory[4], running_mean: memory[5],
      running_variance: memory[6], scratch: memory.doubles(8))
    pulmo_normalize_forward(&job)
  }
}
