/// Colours of the numbers from 0 to 1.
public struct ColorMap: Sendable, Hashable {
  /// From 0 to 1 in even steps.
  private let entries: [RGBColor]

  /// - Parameter entries: at least one, from 0 to 1 in even steps.
  init(entries: [RGBColor]) {
    precondition(!entries.isEmpty, "a colour map needs colours")
    self.entries = entries
  }

  /// `count` entries along straight lines from each of the colours to the next.
  init(between colors: [RGBColor], count: Int) {
    entries = (0..<count).map { index in
      let place = Float(index) / Float(count - 1) * Float(colors.count - 1)
      let left = min(Int(place), colors.count - 2)
      return colors[left + 1].over(colors[left], opacity: place - Float(left))
    }
  }

  /// The colour of a number; what lies outside 0 to 1 has the colour of the nearer end.
  ///
  /// Each entry has an equal share of the way, as with matplotlib.
  public func color(at number: Float) -> RGBColor {
    let place = min(max(number, 0), 1) * Float(entries.count)
    return entries[min(Int(place), entries.count - 1)]
  }
}
