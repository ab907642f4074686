/// A class's probability while a film is hidden block by block in the order of a map, and while it is shown so; beside the same in
/// orders drawn by chance.
///
/// Where the map is right, deletion falls fast and insertion rises fast. A gain is what the area between the two has more than in
/// orders by chance.
///
/// Source: Petsiuk, Das, Saenko, "RISE: Randomized input sampling for explanation of black-box models", BMVC 2018.
public struct HidingCurves: Sendable, Hashable, Codable {
  /// The probability, 0 to 1, with nothing hidden, then ever more of the film, the map's greatest places first, then all of it.
  public let deletion: [Double]
  /// The same from the hidden film: with nothing shown, then ever more, then the film.
  public let insertion: [Double]
  /// By order drawn by chance, the area under insertion less that under deletion.
  public let chanceGains: [Double]

  /// - Parameters:
  ///   - deletion: two or more probabilities.
  ///   - insertion: as many.
  ///   - chance: the same curves of two or more orders drawn by chance.
  init(deletion: [Double], insertion: [Double], chance: [(deletion: [Double], insertion: [Double])]) {
    precondition(chance.count >= 2, "\(chance.count) orders by chance have no spread")
    self.deletion = deletion
    self.insertion = insertion
    chanceGains = chance.map { Self.area($0.insertion) - Self.area($0.deletion) }
  }

  /// The area under the deletion curve, 0 to 1: the mean probability on the way. Small is good.
  public var deletionArea: Double { Self.area(deletion) }
  /// The area under the insertion curve, 0 to 1. Great is good.
  public var insertionArea: Double { Self.area(insertion) }
  /// What the insertion area has more than the deletion area, beyond the mean of orders by chance: at most 2.
  public var gain: Double { insertionArea - deletionArea - chanceMean }
  /// The standard deviation of the same in orders by chance.
  public var chanceDeviation: Double {
    let squares = chanceGains.reduce(0) { $0 + ($1 - chanceMean) * ($1 - chanceMean) }
    return (squares / Double(chanceGains.count - 1)).squareRoot()
  }
  /// ``gain`` less one ``chanceDeviation``. Two would be more than the best of maps can have where one block decides: orders by chance then
  /// have gains spread evenly from -1 to 1, of deviation 0.58.
  public var certainGain: Double { gain - chanceDeviation }

  private var chanceMean: Double { chanceGains.reduce(0, +) / Double(chanceGains.count) }

  /// By the trapezoidal rule, over a way of length 1.
  private static func area(_ curve: [Double]) -> Double {
    precondition(curve.count >= 2, "\(curve.count) points are no curve")
    return zip(curve, curve.dropFirst()).reduce(0) { $0 + ($1.0 + $1.1) / 2 } / Double(curve.count - 1)
  }
}
