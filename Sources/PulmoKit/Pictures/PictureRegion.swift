/// Which part of a film preprocessing keeps.
public enum PictureRegion: String, Sendable, Hashable, Codable, CaseIterable {
  /// All of it.
  case whole
  /// The rectangle around the lungs, ``LungRegion``; the whole film where no chest is recognised.
  case lungs
}
