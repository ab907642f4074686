/// A picture cut into superpixels: groups of neighbouring pixels that look alike.
///
/// An explanation hides a film by superpixels rather than by pixels: they follow what is to be seen, and there are few of them.
/// ``Quickshift`` and ``SLIC`` make them.
public struct Superpixels: Sendable, Hashable {
  public let width: Int
  public let height: Int
  /// The superpixel of each pixel, `0 ..< count`, row by row from the top, `width · height` of them. Each number occurs.
  public let labels: [Int32]
  /// How many superpixels there are, at least 1.
  public let count: Int

  /// - Parameters:
  ///   - width: pixels.
  ///   - height: pixels.
  ///   - count: how many superpixels there are.
  ///   - labels: `width · height` numbers, `0 ..< count`, each of which occurs.
  public init(width: Int, height: Int, labels: [Int32], count: Int) {
    precondition(labels.count == width * height, "\(labels.count) labels do not fill \(width)×\(height)")
    precondition(labels.allSatisfy { 0 <= $0 && $0 < count }, "labels beyond 0..<\(count)")
    self.width = width
    self.height = height
    self.labels = labels
    self.count = count
  }
}
