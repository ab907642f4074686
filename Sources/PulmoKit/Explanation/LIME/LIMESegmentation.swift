public import Imaging

/// How LIME cuts a film into superpixels.
public enum LIMESegmentation: Sendable, Hashable {
  /// By density, as the Python package `lime` does unless told.
  case quickshift(Quickshift = Quickshift())
  /// By k-means from an even grid: squarer superpixels, of about one size.
  case slic(SLIC = SLIC())

  /// The superpixels of a film; the same film and seed give the same, always.
  /// - Parameters:
  ///   - film: at the size it is to be explained at.
  ///   - seed: of quickshift's noise that breaks ties; SLIC draws nothing.
  public func superpixels(of film: GrayImage, seed: UInt64) -> Superpixels {
    switch self {
    case .quickshift(let quickshift): quickshift.superpixels(of: film, seed: seed)
    case .slic(let slic): slic.superpixels(of: film)
    }
  }
}
