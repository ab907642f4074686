/// Float32 scalars in row-major order with their shape: how data enters and leaves a program.
public struct Tensor: Sendable, Hashable {
  public let shape: Shape
  public var scalars: [Float] {
    didSet { precondition(scalars.count == shape.count, "\(scalars.count) scalars do not fill \(shape)") }
  }

  public init(shape: Shape, scalars: [Float]) {
    precondition(scalars.count == shape.count, "\(scalars.count) scalars do not fill \(shape)")
    self.shape = shape
    self.scalars = scalars
  }

  public init(shape: Shape, repeating value: Float = 0) {
    self.shape = shape
    self.scalars = Array(repeating: value, count: shape.count)
  }
}

extension Tensor {
  /// Overwrites the scalars with as many others, in place.
  mutating func copy(from source: UnsafeMutableBufferPointer<Float>) {
    precondition(source.count == shape.count, "\(source.count) scalars do not fill \(shape)")
    scalars.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: source) }
  }
}
