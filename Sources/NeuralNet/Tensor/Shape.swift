/// The extent of each dimension of a tensor, outermost first.
///
/// Pictures are `[N, C, H, W]`: batch, channels, rows, columns. Features are `[N, C]`.
public struct Shape: Hashable, Sendable, Codable {
  public let dimensions: [Int]

  public init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 >= 0 }, "a shape has no negative dimension: \(dimensions)")
    self.dimensions = dimensions
  }

  /// The number of dimensions.
  public var rank: Int { dimensions.count }

  /// The number of scalars, 1 for a scalar's empty shape.
  public var count: Int { dimensions.reduce(1, *) }

  public subscript(index: Int) -> Int { dimensions[index] }
}

extension Shape: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
  public var description: String { dimensions.map(String.init).joined(separator: "×") }
}
