public import Imaging

// Goals, in order: scikit-image's superpixels, sum by sum in its order; speed.

/// Superpixels by k-means in position and colour, each centre looking only around itself (simple linear iterative clustering).
///
/// Centres begin on a grid of step S. A pixel joins the centre of least
///
///     D² = (distance in L*a*b*)² / compactness² + (distance in pixels)² / S²
///
/// among those within 2 S along each axis; then each centre moves to the mean of its pixels. At the end, pieces that came apart from
/// their superpixel become superpixels of their own, small ones join a neighbour (`SegmentPieces`).
///
/// The film's darkest level counts as black and its brightest as white. The superpixels, and their order, are those of `skimage.segmentation.slic` on
/// the film repeated in three channels, with `start_label=0`.
///
/// Source: Achanta, Shaji, Smith, Lucchi, Fua, Süsstrunk, "SLIC Superpixels Compared to State-of-the-Art Superpixel Methods", PAMI 34(11), 2012.
public struct SLIC: Sendable, Hashable, Encodable {
  /// How many superpixels to begin with, at least 1; the grid and the pieces make it a few more or less.
  public var segments: Int
  /// The distance in L\*a\*b\* that counts as much as one grid step, above 0. Larger means squarer superpixels.
  public var compactness: Double
  /// The standard deviation, in pixels, of the Gaussian that smooths the film first; 0 leaves it alone.
  public var smoothing: Double
  /// How often pixels choose their centre, at least 1.
  public var iterations: Int
  /// Pieces below this share of a superpixel's mean size join a neighbour, 0 or more.
  public var minimumSize: Double
  /// Pieces are cut when they reach this many times a superpixel's mean size, at least 1.
  public var maximumSize: Double

  /// The defaults are the reference's.
  public init(
    segments: Int = 100, compactness: Double = 10, smoothing: Double = 0, iterations: Int = 10, minimumSize: Double = 0.5,
    maximumSize: Double = 3
  ) {
    self.segments = segments
    self.compactness = compactness
    self.smoothing = smoothing
    self.iterations = iterations
    self.minimumSize = minimumSize
    self.maximumSize = maximumSize
  }

  /// The superpixels of a film; nothing is drawn by chance.
  public func superpixels(of film: GrayImage) -> Superpixels {
    precondition(segments >= 1 && iterations >= 1, "\(segments) segments in \(iterations) iterations")
    precondition(compactness > 0 && smoothing >= 0, "a compactness of \(compactness), a smoothing of \(smoothing)")
    precondition(minimumSize >= 0 && maximumSize >= 1, "pieces of \(minimumSize) to \(maximumSize) mean sizes")
    let grid = SegmentGrid(width: film.width, height: film.height, count: segments)
    var clustering = SegmentClustering(colours: ColourPlanes(of: film, compactness: compactness, smoothing: smoothing), grid: grid)
    for _ in 0..<iterations {
      clustering.assign()
      clustering.moveCentres()
    }
    let meanSize = Double(film.pixels.count) / Double(grid.count)
    return SegmentPieces(least: Int(minimumSize * meanSize), most: Int(maximumSize * meanSize))
      .joined(clustering.nearest, width: film.width, height: film.height)
  }
}
