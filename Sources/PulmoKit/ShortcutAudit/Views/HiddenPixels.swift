import Imaging

/// Which pixels of a 224×224 picture are hidden.
struct HiddenPixels: Sendable, Hashable {
  private static let side = Corruption.side

  /// `[224, 224]`, rows from top to bottom.
  private(set) var isHidden = [Bool](repeating: false, count: side * side)

  /// What is seen hidden, and what is hidden seen.
  var inverted: HiddenPixels {
    var inverted = self
    for index in isHidden.indices { inverted.isHidden[index].toggle() }
    return inverted
  }

  mutating func hide(columns: Range<Int>, rows: Range<Int>) { set(columns, rows, true) }

  mutating func show(columns: Range<Int>, rows: Range<Int>) { set(columns, rows, false) }

  /// Hides what `other` does, too.
  mutating func hide(_ other: HiddenPixels) {
    for index in isHidden.indices where other.isHidden[index] { isHidden[index] = true }
  }

  private mutating func set(_ columns: Range<Int>, _ rows: Range<Int>, _ value: Bool) {
    for row in rows { for column in columns { isHidden[row * Self.side + column] = value } }
  }

  /// The mean level of what is seen, rounded; mid-grey where nothing is.
  func level(of picture: GrayImage) -> UInt8 {
    var (sum, count) = (0, 0)
    for (level, isHidden) in zip(picture.pixels, isHidden) where !isHidden {
      sum += Int(level)
      count += 1
    }
    return count == 0 ? 128 : UInt8((sum + count / 2) / count)
  }

  /// `picture` with what is hidden at ``level(of:)``.
  func applied(to picture: GrayImage) -> GrayImage {
    precondition(picture.pixels.count == isHidden.count, "a \(picture.width)×\(picture.height) picture is not one of \(Self.side) pixels")
    let level = level(of: picture)
    return GrayImage(width: picture.width, height: picture.height, pixels: zip(picture.pixels, isHidden).map { $1 ? level : $0 })
  }
}
