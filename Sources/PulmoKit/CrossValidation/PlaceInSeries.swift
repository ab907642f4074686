/// Where a patient stands among those whose names differ from its own in numbers alone.
struct PlaceInSeries: Sendable, Hashable {
  /// The name, with `#` for each number.
  let series: String
  /// The numbers, in order, without leading zeros: of any length, so kept as digits.
  private let numbers: [Substring]

  init(ofPatient name: String) {
    let digits = /[0-9]+/
    series = name.replacing(digits, with: "#")
    numbers = name.matches(of: digits).map { $0.output.drop { $0 == "0" } }
  }

  /// Whether this stands before `other` of the same series; nil where they have the same numbers.
  func isBefore(_ other: PlaceInSeries) -> Bool? {
    for (own, others) in zip(numbers, other.numbers) where own != others { return (own.count, own) < (others.count, others) }
    return nil
  }
}
