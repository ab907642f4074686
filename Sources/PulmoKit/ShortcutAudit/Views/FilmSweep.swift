import Imaging

/// A change of the whole film, from one end to the other; the raw value is its name in tables and JSON.
public enum FilmSweep: String, Sendable, Hashable, Codable, CaseIterable {
  /// So much of full white added to each level, what passes black or white cut: as far as ``Corruption/brighter`` and ``Corruption/darker``.
  case brightness
  /// The chest stretched so that its ratio of width to height grows by this factor and its area stays, black where the film ends; a little beyond
  /// ``Corruption/wider`` and ``Corruption/narrower``.
  case aspect

  /// The steps, in order; ``neutral``, at which nothing is changed, is not among them.
  public var steps: [Double] {
    switch self {
    case .brightness: [-0.25, -0.15, -0.05, 0.05, 0.15, 0.25]
    case .aspect: [0.8, 0.87, 0.93, 1.07, 1.15, 1.25]
    }
  }

  /// The step that leaves films as they are.
  public var neutral: Double { self == .brightness ? 0 : 1 }

  /// As charts put it.
  var title: String { self == .brightness ? "Brightness added, share of full white" : "Width over height, factor" }

  /// The picture changed.
  /// - Parameters:
  ///   - picture: as ``Corruption/picture(of:)`` makes it.
  ///   - step: one of ``steps``.
  func callAsFunction(_ picture: GrayImage, at step: Double) -> GrayImage {
    switch self {
    case .brightness: PictureChange(tone: Tone(brightness: Float(step)))(picture)
    case .aspect: Corruption.stretch(ratio: Float(step))(picture)
    }
  }
}
