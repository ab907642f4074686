import Statistics

extension Comparison {
  /// One model's decisions and resamples.
  struct Reader {
    let probabilities: [Double]
    let decisions: [Decision]
    let bootstrap: ClusteredBootstrap

    init(_ scores: [ScoredStudy], threshold: Double, draws: PatientDraws) throws(StatisticsError) {
      probabilities = scores.map(\.probability)
      decisions = probabilities.map { $0 >= threshold ? .pneumonia : .normal }
      bootstrap = try ClusteredBootstrap(scores: probabilities, threshold: threshold, draws: draws)
    }

    var labels: [Bool] { bootstrap.draws.labels }

    /// Whether each film is decided right.
    var right: [Bool] { zip(decisions, labels).map { ($0 == .pneumonia) == $1 } }
  }
}

extension Comparison.Pair {
  init(_ first: Int, _ one: Comparison.Reader, _ second: Int, _ other: Comparison.Reader) throws(StatisticsError) {
    let films = zip(one.labels, zip(one.right, other.right)).map { (isPneumonia: $0, first: $1.0, second: $1.1) }
    let deLong = try DeLongTest(first: one.probabilities, second: other.probabilities, labels: one.labels)
    var differences: [Figure: QuotedInterval] = [:]
    for figure in Comparison.compared {
      guard let value = figure.value(of: one.bootstrap.observed), let otherValue = figure.value(of: other.bootstrap.observed) else {
        continue
      }
      let independent: Interval? =
        switch figure {
        case .sensitivity: Self.difference(films.filter(\.isPneumonia))
        case .specificity: Self.difference(films.filter { !$0.isPneumonia })
        case .accuracy: Self.difference(films)
        default: deLong?.interval()
        }
      differences[figure] = QuotedInterval(
        value: value - otherValue, independent: independent,
        clustered: one.bootstrap.interval(ofDifferenceTo: other.bootstrap, of: figure.value))
    }
    self.first = first
    self.second = second
    self.differences = differences
    self.deLong = deLong
    mcNemarOfPneumonias = Self.test(films.filter(\.isPneumonia))
    mcNemarOfNormal = Self.test(films.filter { !$0.isPneumonia })
    mcNemar = Self.test(films)
  }

  /// A film, and whether each model decides it right.
  private typealias Film = (isPneumonia: Bool, first: Bool, second: Bool)

  private static func difference(_ films: [Film]) -> Interval? {
    .pairedDifference(
      bothRight: films.count { $0.first && $0.second }, onlyFirstRight: films.count { $0.first && !$0.second },
      onlySecondRight: films.count { !$0.first && $0.second }, neitherRight: films.count { !$0.first && !$0.second })
  }

  private static func test(_ films: [Film]) -> McNemarTest {
    McNemarTest(firstRight: films.map(\.first), secondRight: films.map(\.second))
  }
}
