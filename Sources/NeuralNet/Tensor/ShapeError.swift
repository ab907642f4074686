/// A layer was given an input it cannot take.
public struct ShapeError: Error, Hashable, CustomStringConvertible {
  public let layer: String
  public let expected: String
  public let actual: Shape

  public var description: String { "\(layer): expected \(expected), got \(actual)" }
}
