public import Imaging

/// The rectangle around both lungs on a frontal chest film, found without masks.
///
/// Letters, electrodes' leads, arms, chin and belly lie outside it: what a network sees there tells it of the machine and the habits of a
/// department rather than of the lungs.
///
/// A small copy of the film, tone and shading taken out (`ChestStructure`), is compared with the mean chest of many films
/// (`ChestTemplate`), moved and stretched along each axis until they correlate best (`ChestFit`). Where the lungs lie on the mean chest
/// is known, and so where they lie on this one. Ribs, spine, shoulders and the body's outline say as much as the lungs themselves, so that
/// a lung that is white with disease is found like a dark one. The chest must stand upright and look ahead: films that are turned by more
/// than some 15 degrees, mirrored, or taken from the side are not what the mean chest shows.
public struct LungRegion: Sendable, Hashable {
  /// Fractions of the film's width, from the left, `0 ... 1`.
  public let columns: ClosedRange<Double>
  /// Fractions of the film's height, from the top, `0 ... 1`.
  public let rows: ClosedRange<Double>
  /// Pearson's correlation of the film's structure with the mean chest's at the best place, ``leastCorrelation`` to 1.
  public let correlation: Double

  /// Below this no chest is recognised. Of the 5,232 films of the Kermany data 3 lie below, of 300 pictures of noise, fine to coarse, 2 above.
  public static let leastCorrelation = 0.45
  /// What is kept beyond the lungs on each side, as fraction of their width or height.
  public static let margin = 0.05
  /// The least width and height, as fraction of the film's: less is taken for a mistake.
  public static let leastSide = 0.5

  /// Looks for the lungs; nil where no chest is recognised.
  /// - Parameter film: of any size and ratio; it is squashed to 32 × 32 pixels.
  public init?(of film: GrayImage) {
    let fit = ChestFit(of: ChestStructure(of: film))
    correlation = Double(fit.correlation)
    guard correlation >= Self.leastCorrelation else { return nil }
    columns = Self.widened(fit.across.film(ChestTemplate.lungColumns))
    rows = Self.widened(fit.down.film(ChestTemplate.lungRows))
    guard columns.upperBound - columns.lowerBound >= Self.leastSide, rows.upperBound - rows.lowerBound >= Self.leastSide else { return nil }
  }

  /// `film` without what lies outside the region, to whole pixels.
  public func crop(_ film: GrayImage) -> GrayImage {
    film.cropped(columns: Self.pixels(columns, of: film.width), rows: Self.pixels(rows, of: film.height))
  }

  /// The pixels of a side that a range covers: at least one.
  static func pixels(_ range: ClosedRange<Double>, of side: Int) -> Range<Int> {
    let first = min(side - 1, Int((range.lowerBound * Double(side)).rounded()))
    return first..<max(first + 1, Int((range.upperBound * Double(side)).rounded()))
  }

  /// A range from -1 to 1 across the film, with the margin, as fractions of the film, cut off at its ends.
  private static func widened(_ range: ClosedRange<Float>) -> ClosedRange<Double> {
    let (lower, upper) = (Double(range.lowerBound), Double(range.upperBound))
    let margin = (upper - lower) * Self.margin
    func fraction(_ place: Double) -> Double { max(0, min(1, (place + 1) / 2)) }
    return fraction(lower - margin)...fraction(upper + margin)
  }
}
