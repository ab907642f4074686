internal import CKernels

/// Transforms the weights of a convolution. Operands: weights, transformed weights.
struct WinogradWeights: Kernel {
  let winograd: Winograd
  /// For the gradient of the source: `winograd` is the transposed convolution, the weights are those of the convolution itself.
  let isTransposed: Bool

  var operation: String { "convolution, weights" }
  var implementation: String { winograd.implementation }

  func run(_ memory: KernelMemory) {
    pulmo_winograd_weights(winograd.convolution, memory[0], isTransposed, memory[1])
  }
}

/// A convolution, its bias, a residual and what clamps the sum. Operands: source, transformed weights, destination, scratch, the weights
/// (not read: by them a profile counts the operations of the convolution), then the bias and the residual where there are such.
struct WinogradConvolution: Kernel {
  let winograd: Winograd
  let operation: String
  let hasBias: Bool
  let addsResidual: Bool
  /// Nil for a result as it comes.
  let range: ClosedRange<Float>?

  var implementation: String { winograd.implementation }
  /// Scalars of the scratch operand.
  var scratchCount: Int { pulmo_winograd_forward_scratch(winograd.convolution) }

  func run(_ memory: KernelMemory) {
    pulmo_winograd_forward(
      winograd.convolution, memory[0], memory[1], hasBias ? memory[5] : nil,
      addsResidual ? memory[hasBias ? 6 : 5] : nil, pulmo_clamp(range), memory[2], memory[3])
  }
}

/// The gradients of a convolution's weights and bias. Operands: source, gradient of the result, gradient of the weights, scratch, and
/// with a bias its gradient.
struct WinogradWeightsGradient: Kernel {
  let winograd: Winograd
  let hasBias: Bool

  var operation: String { "convolution, backward weights" }
  var implementation: String { winograd.implementation }
  /// Scalars of the scratch operand.
  var scratchCount: Int { pulmo_winograd_gradient_scratch(winograd.convolution) }

  func run(_ memory: KernelMemory) {
    pulmo_winograd_weights_gradient(
      winograd.convolution, memory[0], memory[1], memory[2], hasBias ? memory[4] : nil, memory[3])
  }
}

extension pulmo_clamp {
  /// Nil clamps nothing.
  init(_ range: ClosedRange<Float>?) {
    self.init(isOn: range != nil, lowest: range?.lowerBound ?? 0, highest: range?.upperBound ?? 0)
  }
}

extension Activation {
  /// The range an activation clamps to, where that is all it does.
  var range: ClosedRange<Float>? {
    switch self {
    case .relu: 0...(.infinity)
    case .relu6: 0...6
    case .silu, .sigmoid: nil
    }
  }
}
