import Statistics

extension ModelCard {
  /// The figures of the part `test`, with Wilson's intervals.
  var figures: String {
    let metrics = manifest.metrics
    let counts = ["tn", "fp", "fn", "tp"].compactMap { metrics[$0].map { Int($0) } }
    guard counts.count == 4 else { return "None: this model was not measured on films held apart." }
    let (tn, fp, fn, tp) = (counts[0], counts[1], counts[2], counts[3])
    return """
      On \(tn + fp + fn + tp) films of the part `test`, \(fn + tp) of them pneumonias, at \(measuredAt):

      | | | 95% interval | films |
      |---|---|---|---|
      \(row("accuracy", tn + tp, of: tn + fp + fn + tp))
      \(row("sensitivity", tp, of: fn + tp))
      \(row("specificity", tn, of: tn + fp))
      | AUROC | \(metrics["auroc"].map { $0.formatted(decimals: 4) } ?? "undefined") | | |
      """
  }

  private var measuredAt: String {
    manifest.earlierThresholds.isEmpty
      ? "the threshold above" : "the earlier threshold \(manifest.measuredThreshold.value), not at the one now in force"
  }

  private func row(_ name: String, _ films: Int, of all: Int) -> String {
    guard let interval = Interval.wilson(successes: films, trials: all) else { return "| \(name) | undefined | | \(films) of \(all) |" }
    let range = "\(interval.lower.formatted(decimals: 4)) to \(interval.upper.formatted(decimals: 4))"
    return "| \(name) | \(interval.value.formatted(decimals: 4)) | \(range) | \(films) of \(all) |"
  }
}

extension Architecture {
  /// The name recipes call it by.
  var name: String {
    switch self {
    case .dense: Name.dense.rawValue
    case .smallCNN: Name.smallCNN.rawValue
    case .deepCNN: Name.deepCNN.rawValue
    case .resNet: Name.resNet.rawValue
    case .efficientNetLite: Name.efficientNetLite.rawValue
    }
  }
}

extension String {
  /// Without white space at the end.
  var trimmedEnd: String {
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[...last])
  }
}
