import Statistics

extension ClusteredBootstrap {
  /// A figure that is a share of films, with Wilson's interval and that of resampled patients; nil where it is undefined or no such share.
  func quotedShare(_ figure: Figure) -> QuotedInterval? {
    guard let value = figure.value(of: observed), let share = figure.share(of: observed.confusion) else { return nil }
    return QuotedInterval(
      value: value, independent: .wilson(successes: share.films, trials: share.of), clustered: interval(of: figure.resampledValue))
  }
}
