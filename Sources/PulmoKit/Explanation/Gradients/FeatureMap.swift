/// What a layer makes of one film: a picture for each of its channels.
public struct FeatureMap: Sendable, Hashable {
  /// The layer's name in its network.
  public let layer: String
  /// How many pictures there are.
  public let channels: Int
  /// Pixels of each, those of the layer.
  public let width: Int
  /// Pixels of each, those of the layer.
  public let height: Int
  /// `[C, H, W]`, channel by channel, row by row: what the layer hands on. Behind a ReLU none is below 0; behind a ReLU6 none is above 6.
  public let values: [Float]

  /// - Precondition: `values` are `channels · width · height`.
  public init(layer: String, channels: Int, width: Int, height: Int, values: [Float]) {
    precondition(values.count == channels * width * height, "\(values.count) values do not fill \(channels) channels of \(width)×\(height)")
    self.layer = layer
    self.channels = channels
    self.width = width
    self.height = height
    self.values = values
  }

  /// One channel, row by row, `width · height` values; nil where the layer has no channel of that number.
  /// - Parameter number: counted from 0.
  public func channel(_ number: Int) -> ArraySlice<Float>? {
    guard (0..<channels).contains(number) else { return nil }
    return values[number * width * height..<(number + 1) * width * height]
  }
}
