/// How much each pixel of a network's input speaks for a class, above 0, or against it, below 0.
///
/// What a unit means is the method's affair; signs and ratios within one heatmap can be compared.
public struct Heatmap: Sendable, Hashable {
  /// Pixels, those of the network's input.
  public let width: Int
  /// Pixels, those of the network's input.
  public let height: Int
  /// Row by row from the top, `width · height` of them.
  public let values: [Float]

  /// - Precondition: `values` are `width · height`.
  public init(width: Int, height: Int, values: [Float]) {
    precondition(values.count == width * height, "\(values.count) values do not fill \(width)×\(height)")
    self.width = width
    self.height = height
    self.values = values
  }
}
