internal import CKernels
internal import COneDNN

/// A convolution 3×3 with stride 1 by Winograd's F(4×4, 3×3): a quarter of the multiplications, done in tiles of the result.
///
/// Where it is chosen it was measured to be faster than oneDNN's direct convolution: `Documentation/Decisions/0004-winograd.md` has the
/// figures and the errors.
struct Winograd {
  let convolution: pulmo_winograd

  /// Floats of transformed weights that a program keeps from one run to the next; larger ones are transformed in every run, in memory
  /// that other steps use too.
  private static let keptCount = 1 << 22

  /// Channels that the kernels and oneDNN's own layouts keep together; 0 where the processor, or what oneDNN may use of it, has neither
  /// AVX-512 nor AVX2.
  static let lanes: Int = {
    let allowed = dnnl_get_effective_cpu_isa().rawValue
    func allows(_ isa: dnnl_cpu_isa_t) -> Bool { allowed & isa.rawValue == isa.rawValue }
    let supported = pulmo_winograd_lanes()
    if supported >= 16, allows(dnnl_cpu_isa_avx512_core) { return 16 }
    return supported >= 8 && allows(dnnl_cpu_isa_avx2) ? 8 : 0
  }()

  /// Nil where the convolution is of another kind, or not faster this way.
  /// - Parameter source: `[N, C, H, W]`; `destination` alike.
  /// - Parameter reusesWeights: the weights stay the same over many runs.
  init?(_ attributes: ConvolutionAttributes, source: [Int], destination: [Int], threads: Int, reusesWeights: Bool) {
    guard Winograd.lanes > 0, attributes.kernel == 3, attributes.stride == 1, attributes.dilation == 1, attributes.groups == 1,
      attributes.padding.isUniform, attributes.padding.top <= 2
    else { return nil }
    convolution = pulmo_winograd(
      batch: source[0], channels: source[1], filters: destination[1], height: source[2], width: source[3],
      padding: attributes.padding.top, lanes: Winograd.lanes, threads: threads)
    // Few channels leave the transforms more work than the products.
    guard min(source[1], destination[1]) >= 16, max(source[1], destination[1]) >= 32 else { return nil }
    // Results of 5 × 5 are four tiles, most of them empty.
    let tiles = ((destination[2] + 3) / 4) * ((destination[3] + 3) / 4)
    guard 2 * destination[2] * destination[3] >= 16 * tiles else { return nil }
    // Transforming weights takes as long as 20 to 30 tiles do.
    guard source[0] * tiles >= (reusesWeights && transformedCount <= Winograd.keptCount ? 4 : 48) else { return nil }
  }

  private init(_ convolution: pulmo_winograd) { self.convolution = convolution }

  /// The convolution that takes the gradient of the result to the gradient of the source.
  var transposed: Winograd {
    var other = convolution
    (other.channels, other.filters) = (convolution.filters, convolution.channels)
    other.height = convolution.height + 2 * convolution.padding - 2
    other.width = convolution.width + 2 * convolution.padding - 2
    other.padding = 2 - convolution.padding
    return Winograd(other)
  }

  var lanes: Int { convolution.lanes }

  /// Scalars of the transformed weights.
  var transformedCount: Int { pulmo_winograd_weights_count(convolution) }

  /// Whether a program may keep its transformed weights from one run to the next.
  var keepsWeights: Bool { transformedCount <= Winograd.keptCount }

  var implementation: String { lanes == 16 ? "pulmo:winograd:avx512" : "pulmo:winograd:avx2" }
}
