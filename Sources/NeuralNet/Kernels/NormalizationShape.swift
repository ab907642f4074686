internal import CKernels

/// What the kernels of batch normalisation know when they are made.
struct NormalizationShape {
  let structure: pulmo_normalization
  private let activation: Activation?

  /// - Parameter dimensions: `[N, C, H, W]`
  /// - Parameter lanes: channels that the layout keeps together.
  /// - Parameter activation: nil, `relu` or `relu6`.
  init(_ dimensions: [Int], lanes: Int, activation: Activation?, epsilon: Float) {
    let code =
      switch activation {
      case .relu: PULMO_RELU
      case .relu6: PULMO_RELU6
      default: PULMO_IDENTITY
      }
    structure = pulmo_normalization(
      lanes: lanes, batch: dimensions[0], channels: dimensions[1], blocks: (dimensions[1] + lanes - 1) / lanes,
      pixels: dimensions[2] * dimensions[3], activation: Int32(code), epsilon: epsilon)
    self.activation = activation
  }

  /// Scalars of the kernels' scratch operand: two doubles for each lane of each block and sample.
  var scratchCount: Int { 4 * structure.batch * structure.blocks * structure.lanes }

  func operation(hasResidual: Bool) -> String {
    "batch normalisation" + (hasResidual ? ", add" : "") + (activation.map { ", \($0.rawValue)" } ?? "")
  }
}
