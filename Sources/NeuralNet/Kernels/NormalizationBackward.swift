internal import CKernels

/// The backward pass of ``NormalizationForward``: two passes over source and gradient.
///
/// Operands: source, scale, shift, mean, variance, gradient of the result, gradients of scale and shift, scratch; then, as there are,
/// a second gradient to add to the first, the result and the residual's gradient, and the source's gradient, which may be the source.
struct NormalizationBackward: Kernel {
  let shape: NormalizationShape
  let hasOtherGradient: Bool
  let hasResidual: Bool
  let hasSourceGradient: Bool

  var operation: String { shape.operation(hasResidual: hasResidual) + ", backward" }

  func run(_ memory: KernelMemory) {
    let residual = hasOtherGradient ? 10 : 9
    let source = hasResidual ? residual + 2 : residual
    var job = pulmo_normalization_backward(
      shape: shape.structure, source: memory[0], scale: memory[1], shift: memory[2], mean: memory[3], variance: memory[4],
      gradient: memory[5], other_gradient: hasOtherGradient ? memory[9] : nil, destination: hasResidual ? memory[residual] : nil,
      residual_gradient: hasResidual ? memory[residual + 1] : nil, source_gradient: hasSourceGradient ? memory[source] : nil,
      scale_gradient: memory[6], shift_gradient: memory[7], scratch: memory.doubles(8))
    pulmo_normalize_backward(&job)
  }
}
