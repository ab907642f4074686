public import Imaging

/// An explanation drawn on its film, at the film's own resolution.
///
/// ```swift
/// let film = try GrayImage(contentsOf: "film.jpeg")
/// let heatmap = try await explainer.heatmap(of: network.preprocessing.picture(of: film), for: .pneumonia)
/// let picture = ExplanationPicture(of: heatmap, on: SeenFilm(film, network.preprocessing))
/// let caption = PictureCaption(label: .pneumonia, probability: 0.97, method: "Grad-CAM", model: "lite-three-class 1.0.0")
/// try picture.captioned(caption).write(to: "film-grad-cam.png", as: .png)
/// ```
public struct ExplanationPicture: Sendable, Hashable {
  /// The film with the explanation over it, of the film's size.
  public let image: ColorImage
  /// What the colours mean; nil where words say it.
  public let bar: ColorBar?
  /// What the colours mean, as lines of the caption.
  let key: [PictureLine]
  /// Pixels that a pixel of a letter takes.
  let scale: Int

  private static let margin = 6

  init(_ image: ColorImage, on film: SeenFilm, bar: ColorBar?, key: [PictureLine] = []) {
    self.image = image
    self.bar = bar
    self.key = key + (film.isWhole ? [] : [PictureLine("Frame: the part that the network sees", PictureColors.frame)])
    scale = film.scale
  }

  /// The picture with its colour bar beside it and its caption below.
  public func captioned(_ caption: PictureCaption) -> ColorImage {
    let margin = Self.margin * scale
    let character = BitmapFont.width * scale
    let width = max(image.width + (bar?.width(scale: scale) ?? 0), 2 * margin + 28 * character)
    let lines = caption.lines(key: key).flatMap { line in
      BitmapFont.lines(of: line.text, columns: (width - 2 * margin) / character).map { PictureLine($0, line.color) }
    }
    let lineHeight = (BitmapFont.height + 1) * scale
    // A bar's words need room, whatever the film's height.
    let height = max(image.height, bar == nil ? 0 : 8 * BitmapFont.height * scale)
    var canvas = ColorImage(width: width, height: height + 2 * margin + lines.count * lineHeight, color: PictureColors.background)
    canvas.draw(image, column: 0, row: 0)
    bar?.draw(on: &canvas, column: image.width, height: height, scale: scale)
    for (index, line) in lines.enumerated() {
      canvas.write(line.text, column: margin, row: height + margin + index * lineHeight, scale: scale, color: line.color)
    }
    return canvas
  }
}
