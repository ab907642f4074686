import Imaging

/// A line of text on a picture.
struct PictureLine: Sendable, Hashable {
  let text: String
  let color: RGBColor

  init(_ text: String, _ color: RGBColor) {
    self.text = text
    self.color = color
  }
}
