/// How many films of each class were called each class.
///
/// Every figure is nil where its denominator is zero. A macro figure is the plain mean over the classes, and nil where one class has none:
/// a mean over the others would hide that (scikit-learn counts such an F1 as 0, and leaves such a recall out of the mean).
public struct MulticlassConfusion: Sendable, Hashable, Codable {
  /// `counts[of][called]`: square, a row for each class films are of, a column for each they were called.
  public let counts: [[Int]]

  /// - Parameter counts: square and not negative.
  public init(counts: [[Int]]) {
    precondition(counts.allSatisfy { $0.count == counts.count }, "a row for each of \(counts.count) classes, and as many columns")
    precondition(counts.allSatisfy { $0.allSatisfy { $0 >= 0 } }, "no count of films is negative: \(counts)")
    self.counts = counts
  }

  /// Counts films of class `labels[i]` called `decisions[i]`, classes numbered from 0.
  public init(labels: [Int], decisions: [Int], classCount: Int) {
    precondition(labels.count == decisions.count, "\(decisions.count) decisions for \(labels.count) labels")
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for (label, decision) in zip(labels, decisions) { counts[label][decision] += 1 }
    self.init(counts: counts)
  }

  public var classCount: Int { counts.count }
  public var count: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
  private var right: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// The share of films called what they are.
  public var accuracy: Double? { ratio(right, count) }

  /// The figures of one class against all others.
  public func figures(of index: Int) -> ClassFigures {
    let called = counts.reduce(0) { $0 + $1[index] }
    let hits = counts[index][index]
    return ClassFigures(hits: hits, falseAlarms: called - hits, misses: counts[index].reduce(0, +) - hits)
  }

  /// The matrix of one class against all others.
  public func oneAgainstRest(_ index: Int) -> ConfusionMatrix {
    let of = counts[index].reduce(0, +)
    let called = counts.reduce(0) { $0 + $1[index] }
    let hits = counts[index][index]
    return ConfusionMatrix(tn: count - of - called + hits, fp: called - hits, fn: of - hits, tp: hits)
  }

  /// The mean of the classes' F1.
  public var macroF1: Double? { macroMean(counts.indices.map { figures(of: $0).f1 }) }

  /// The mean of the classes' recalls: accuracy if all classes were equally frequent.
  public var balancedAccuracy: Double? { macroMean(counts.indices.map { figures(of: $0).recall }) }

  /// Cohen's kappa, at most 1: (accuracy - chance) / (1 - chance), with chance = Σ films of a class · films called it / count².
  ///
  /// Source: Cohen, Educational and Psychological Measurement 20 (1960).
  public var kappa: Double? {
    guard let accuracy else { return nil }
    let all = Double(count)
    let chance = counts.indices.reduce(0.0) { sum, index in
      let called = counts.reduce(0) { $0 + $1[index] }
      return sum + Double(counts[index].reduce(0, +)) / all * (Double(called) / all)
    }
    return chance == 1 ? nil : (accuracy - chance) / (1 - chance)
  }
}

/// The plain mean; nil where one value is, or there is none.
func macroMean(_ values: [Double?]) -> Double? {
  let defined = values.compactMap(\.self)
  return defined.isEmpty || defined.count < values.count ? nil : defined.reduce(0, +) / Double(defined.count)
}
