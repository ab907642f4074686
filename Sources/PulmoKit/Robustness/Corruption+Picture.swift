public import Imaging

extension Corruption {
  /// Pixels a side of the picture that corruptions are defined on: so many the films of the public training set have.
  static let side = 224

  /// The film as corruptions take it: squashed to 224×224, whatever its own size and the model's, so that a blur in pixels and a JPEG's
  /// blocks are the same share of every chest. A model's own preprocessing follows the corruption.
  public static func picture(of film: GrayImage) -> GrayImage { film.resized(width: side, height: side) }

  /// The picture corrupted: a pure function of the picture and, for noise, the film's id.
  /// - Parameters:
  ///   - picture: as ``picture(of:)`` makes it.
  ///   - study: the film.
  public func callAsFunction(_ picture: GrayImage, of study: Study) -> GrayImage {
    var change = change
    change.noiseKey = study.augmentationKey
    return change(picture)
  }

  private var change: PictureChange {
    switch self {
    case .brighter: PictureChange(tone: Tone(brightness: 0.25))
    case .darker: PictureChange(tone: Tone(brightness: -0.25))
    case .flatter: PictureChange(tone: Tone(contrast: 0.7))
    case .harder: PictureChange(tone: Tone(contrast: 1.4))
    case .lowGamma: PictureChange(tone: Tone(gamma: 0.7))
    case .highGamma: PictureChange(tone: Tone(gamma: 1.4))
    case .noise: PictureChange(noise: 255 * 0.05)
    case .blur: PictureChange(blur: 1.5)
    case .compression: PictureChange(jpegQuality: 20)
    case .rotation: PictureChange(geometry: Geometry(rotation: 10), fill: .black)
    case .crop: PictureChange(geometry: Geometry(zoomX: 0.8, zoomY: 0.8))
    case .wider: Self.stretch(ratio: 1.15)
    case .narrower: Self.stretch(ratio: 0.85)
    }
  }

  /// Width over height times `ratio`; half of it, on the scale of logarithms, goes to each axis.
  static func stretch(ratio: Float) -> PictureChange {
    let root = ratio.squareRoot()
    return PictureChange(geometry: Geometry(zoomX: 1 / root, zoomY: root), fill: .black)
  }
}
