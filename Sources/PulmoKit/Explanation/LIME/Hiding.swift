public import Imaging

/// What stands in place of a hidden superpixel.
public enum Hiding: Sendable, Hashable {
  /// One grey level, 0 black to 255 white, for all.
  case color(UInt8)
  /// Each superpixel's own mean, its fraction cut off, as `fudged_image` of the Python package `lime` has it on pictures of 8 bits.
  case mean

  /// The film with every superpixel hidden.
  /// - Precondition: `superpixels` are those of a picture of the film's size.
  public func everythingHidden(of film: GrayImage, _ superpixels: Superpixels) -> GrayImage {
    precondition(
      film.width == superpixels.width && film.height == superpixels.height,
      "superpixels of \(superpixels.width)×\(superpixels.height) do not divide a picture of \(film.width)×\(film.height)")
    switch self {
    case .color(let level):
      return GrayImage(width: film.width, height: film.height, pixels: Array(repeating: level, count: film.pixels.count))
    case .mean:
      var sums = [Int](repeating: 0, count: superpixels.count)
      var sizes = [Int](repeating: 0, count: superpixels.count)
      for (label, level) in zip(superpixels.labels, film.pixels) {
        sums[Int(label)] += Int(level)
        sizes[Int(label)] += 1
      }
      return GrayImage(
        width: film.width, height: film.height, pixels: superpixels.labels.map { UInt8(sums[Int($0)] / sizes[Int($0)]) })
    }
  }
}
