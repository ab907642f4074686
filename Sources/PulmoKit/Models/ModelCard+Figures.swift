import Statistics

extension ModelCard {
  /// The figures of the part `test`, with Wilson's intervals.
  var figures: String {
    let metrics = manifest.metrics
    let counts = ["tn", "fp", "fn", "tp"].compactMap { metrics[$0].map { Int($0) } }
    guard counts.count == 4 else { return "None: this model was not measured on films held apart." }
    let (tn, fp, fn, tp) = (counts[0], counts[1], counts[2], counts[3])
    return """
      On \(tn + fp + fn + tp) films of the part `test`, \(fn + tp) of them pneumonias, at the threshold above:

      | | | 95% interval | films |
      |---|---|---|---|
      \(row("accuracy", tn + tp, of: tn + fp + fn + tp))
      \(row("sensitivity", tp, of: fn + tp))
      \(row("specificity", tn, of: tn + fp))
      | AUROC | \(metrics["auroc"].map { decimals($0) } ?? "undefined") | | |
      """
  }

  private func row(_ name: String, _ films: Int, of all: Int) -> String {
    guard let interval = Interval.wilson(successes: films, trials: all) else { return "| \(name) | undefined | | \(films) of \(all) |" }
    let range = "\(decimals(interval.lower)) to \(decimals(interval.upper))"
    return "| \(name) | \(decimals(interval.value)) | \(range) | \(films) of \(all) |"
  }
}

/// A share, 0 to 1, with four decimals.
private func decimals(_ share: Double) -> String {
  let digits = "\(Int((share * 10_000).rounded()))"
  let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  return padded.dropLast(4) + "." + padded.suffix(4)
}

extension Architecture {
  /// The name recipes call it by.
  var name: String {
    switch self {
    case .dense: Name.dense.rawValue
    case .smallCNN: Name.smallCNN.rawValue
    case .deepCNN: Name.deepCNN.rawValue
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
