/// Films in the order of their scores, so that the figures of each resample of the patients are one pass without a sort.
struct RankedFilms {
  /// By descending score: the film's patient, times 4; plus 2 where it is positive; plus 1 where the next score is lower.
  private let films: [UInt32]
  /// How many films score at or above the threshold.
  private let calledPositive: Int

  /// - Throws: ``StatisticsError/notANumber(index:)``
  init(scores: [Double], threshold: Double, draws: PatientDraws) throws(StatisticsError) {
    precondition(scores.count == draws.labels.count, "\(scores.count) scores for \(draws.labels.count) labels")
    precondition(!threshold.isNaN, "the threshold is not a number")
    if let index = scores.firstIndex(where: \.isNaN) { throw .notANumber(index: index) }
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    films = order.indices.map { place in
      let film = order[place]
      let endsTie = place + 1 == order.count || scores[order[place + 1]] != scores[film]
      return UInt32(draws.patientOfFilm[film]) << 2 | (draws.labels[film] ? 2 : 0) | (endsTie ? 1 : 0)
    }
    calledPositive = scores.count { $0 >= threshold }
  }

  /// The figures where each film counts as often as its patient was drawn.
  func resample(_ times: UnsafeBufferPointer<Int32>) -> Resample {
    films.withUnsafeBufferPointer { films in
      var pass = Pass()
      for place in 0..<calledPositive { pass.add(films[place], times) }
      let (tp, fp) = (pass.positives, pass.negatives)
      for place in calledPositive..<films.count { pass.add(films[place], times) }
      let confusion = ConfusionMatrix(tn: pass.negatives - fp, fp: fp, fn: pass.positives - tp, tp: tp)
      let pairs = 2 * Double(pass.positives) * Double(pass.negatives)
      return Resample(
        confusion: confusion, auroc: pairs == 0 ? nil : Double(pass.twiceArea) / pairs,
        averagePrecision: pass.positives == 0 ? nil : pass.precisions / Double(pass.positives))
    }
  }

  /// The sensitivity at each false positive rate of `rates` (ascending, 0 to 1), straight between the curve's points and the upper end where
  /// the curve rises. Nil without both classes.
  func sensitivities(at rates: [Double], _ times: UnsafeBufferPointer<Int32>) -> [Double]? {
    var all = Pass()
    for film in films { all.add(film, times) }
    guard all.positives > 0, all.negatives > 0 else { return nil }
    var result: [Double] = []
    result.reserveCapacity(rates.count)
    var pass = Pass()
    var (left, right) = ((0, 0), (0, 0))
    var place = 0
    for rate in rates {
      // 0.29 · 100 is a little below 29: a whole number of films is meant where one lies that near.
      let exact = rate * Double(all.negatives)
      let wanted = abs(exact - exact.rounded()) < 1e-9 * Double(all.negatives) ? exact.rounded() : exact
      while place < films.count, Double(right.0) <= wanted {
        pass.add(films[place], times)
        if films[place] & 1 != 0 { (left, right) = (right, (pass.negatives, pass.positives)) }
        place += 1
      }
      // Past the last point nothing is left to be found.
      let isAtEnd = Double(right.0) <= wanted
      let share = isAtEnd ? 1 : (wanted - Double(left.0)) / Double(right.0 - left.0)
      result.append((Double(left.1) + share * Double(right.1 - left.1)) / Double(all.positives))
    }
    return result
  }

  /// The walk down the scores: a tie is decided as one.
  private struct Pass {
    var positives = 0
    var negatives = 0
    /// Twice the area under the curve so far, in pairs of films.
    var twiceArea = 0
    /// The precisions at each positive so far, summed.
    var precisions = 0.0
    private var tiedPositives = 0
    private var tiedNegatives = 0

    @inline(__always)
    mutating func add(_ film: UInt32, _ times: UnsafeBufferPointer<Int32>) {
      let weight = Int(times[Int(film >> 2)])
      if film & 2 != 0 { tiedPositives += weight } else { tiedNegatives += weight }
      guard film & 1 != 0 else { return }
      twiceArea += tiedNegatives * (2 * positives + tiedPositives)
      positives += tiedPositives
      negatives += tiedNegatives
      if tiedPositives > 0 { precisions += Double(tiedPositives) * (Double(positives) / Double(positives + negatives)) }
      tiedPositives = 0
      tiedNegatives = 0
    }
  }
}
