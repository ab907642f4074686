/// Zeros around the picture that a convolution walks over, in pixels.
///
/// As a number it is as many on each side: `padding: 1`.
public struct Padding: Hashable, Sendable, Codable {
  public var top: Int
  public var left: Int
  public var bottom: Int
  public var right: Int

  public init(top: Int, left: Int, bottom: Int, right: Int) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }

  /// As many on each side.
  public init(_ each: Int) { self.init(top: each, left: each, bottom: each, right: each) }

  /// Whether all four sides have as many.
  public var isUniform: Bool { top == left && top == bottom && top == right }
}

extension Padding: ExpressibleByIntegerLiteral {
  public init(integerLiteral each: Int) { self.init(each) }
}

/// How a layer pads its picture: by a number, or as the picture's size asks for.
public enum PaddingRule: Hashable, Sendable, Codable {
  /// As many zeros on each side.
  case each(Int)
  /// TensorFlow's "SAME": as few zeros as let windows begin at every stride, `H′ = H / stride` rounded up. Where their number is odd the
  /// last row or column has one more: a window of 3 at stride 2 pads an even picture only below and to the right.
  ///
  /// Source: `tf.nn.convolution`, padding.
  case same
}

extension PaddingRule: ExpressibleByIntegerLiteral {
  public init(integerLiteral each: Int) { self = .each(each) }
}

extension PaddingRule {
  /// The zeros around a picture `[C, H, W]` for windows of `extent` pixels, dilation included.
  func padding(of picture: Shape, extent: Int, stride: Int) -> Padding {
    switch self {
    case .each(let count): return Padding(count)
    case .same:
      guard picture.rank == 3 else { return 0 }  // no picture: the graph builder refuses it by name
      func total(_ size: Int) -> Int { max(((size + stride - 1) / stride - 1) * stride + extent - size, 0) }
      let (rows, columns) = (total(picture[1]), total(picture[2]))
      return Padding(top: rows / 2, left: columns / 2, bottom: rows - rows / 2, right: columns - columns / 2)
    }
  }
}
