/// What preprocessing does about a film's tone curve: its brightness, contrast and gamma.
public enum ToneNormalization: String, Sendable, Hashable, Codable, CaseIterable {
  /// Nothing: the grey levels of the film.
  case asIs
  /// The grey levels of the picture's inner part, without a tenth at each side, are spread evenly from black to white: brightness, contrast,
  /// gamma and every other curve that keeps the order of levels change nothing but by rounding and clipping.
  case equalized
}
