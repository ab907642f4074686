import Imaging

/// How the values of a heatmap become colours over a film.
///
/// Where no value is below 0, ``ColorMap/viridis`` from 0; else ``ColorMap/redBlue`` with 0 at white, bluer for the class. The further from 0 a
/// value is, the less of the film shines through: at 0 there is only film, and nowhere is it hidden.
struct HeatmapColors {
  /// The magnitude that has the strongest colour, at least 0.
  let limit: Float
  let isSigned: Bool
  /// Whether some values lie beyond the limit.
  let isSaturated: Bool

  /// The most of a film's level that a colour takes.
  static let strongest: Float = 0.65

  /// - Parameters:
  ///   - values: finite, at least one.
  ///   - share: of the values, those of the greatest magnitudes, may lie beyond the limit, `0 ..< 1`: single pixels would leave the rest pale.
  init(of values: [Float], saturating share: Double = 0) {
    precondition(values.allSatisfy(\.isFinite), "a heatmap of what is no number")
    precondition((0..<1).contains(share), "a share of \(share)")
    let magnitudes = values.map(\.magnitude).sorted()
    let most = magnitudes[magnitudes.count - 1]
    let within = magnitudes[Int((1 - share) * Double(magnitudes.count - 1))]
    limit = within > 0 ? within : most
    isSaturated = limit < most
    isSigned = values.contains { $0 < 0 }
  }

  /// The limits by name, for the bar beside the film.
  var bar: ColorBar {
    ColorBar(map: isSigned ? .redBlue : .viridis, lower: isSigned ? -limit : 0, upper: limit, isSaturated: isSaturated)
  }

  /// The colour of a value, and how much of a film it hides.
  func color(of value: Float) -> (color: RGBColor, opacity: Float) {
    guard limit > 0 else { return (.black, 0) }
    let share = min(max(value / limit, -1), 1)
    return (isSigned ? ColorMap.redBlue.color(at: (share + 1) / 2) : ColorMap.viridis.color(at: share), Self.strongest * share.magnitude)
  }
}
