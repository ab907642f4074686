extension Interval {
  /// The interval of a mean over films, such as that of squared errors, by resampling patients: each resample's mean is
  /// Σ over patients of times drawn · sum of values / Σ of times drawn · number of films.
  ///
  /// Nil where there is no film and where the resamples agree, but for rounding.
  /// - Parameters:
  ///   - values: one a film, in the order of the films of `draws`; finite.
  ///   - draws: the patients drawn.
  ///   - confidence: above 0, below 1; 0.95 by default, as is the custom.
  public static func clusteredMean(of values: [Double], draws: PatientDraws, confidence: Double = 0.95) -> Interval? {
    precondition(values.count == draws.labels.count, "\(values.count) values for \(draws.labels.count) films")
    guard !values.isEmpty else { return nil }
    var sums = [Double](repeating: 0, count: draws.patientCount)
    var counts = [Int](repeating: 0, count: draws.patientCount)
    for (patient, value) in zip(draws.patientOfFilm, values) {
      sums[Int(patient)] += value
      counts[Int(patient)] += 1
    }
    var means: [Double?] = []
    draws.forEach { times in
      var sum = 0.0
      var count = 0
      for patient in times.indices {
        sum += Double(times[patient]) * sums[patient]
        count += Int(times[patient]) * counts[patient]
      }
      means.append(count == 0 ? nil : sum / Double(count))
    }
    return Interval(value: values.reduce(0, +) / Double(values.count), resampled: means, confidence: confidence)
  }

  /// The percentile interval of `value` from its values in resamples.
  ///
  /// Nil where more than one value of twenty is nil; where an end is infinite; and where the ends agree, but for rounding.
  init?(value: Double, resampled: [Double?], confidence: Double) {
    precondition(confidence > 0 && confidence < 1, "a confidence level lies between 0 and 1, not at \(confidence)")
    let sorted = resampled.compactMap(\.self).sorted()
    guard !sorted.isEmpty, sorted.count * 20 >= resampled.count * 19 else { return nil }
    let (lower, upper) = (quantile((1 - confidence) / 2, of: sorted), quantile((1 + confidence) / 2, of: sorted))
    guard lower.isFinite, upper.isFinite, upper - lower > 1e-12 * max(1, value.magnitude) else { return nil }
    self.init(value: value, lower: lower, upper: upper)
  }
}

/// The `share` quantile of ascending values, linear between neighbours: numpy's default, type 7 of Hyndman and Fan, The American
/// Statistician 50 (1996).
func quantile(_ share: Double, of sorted: [Double]) -> Double {
  let place = share * Double(sorted.count - 1)
  let below = Int(place)
  guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
  return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
}
