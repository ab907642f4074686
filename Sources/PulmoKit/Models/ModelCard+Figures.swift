import Statistics

extension ModelCard {
  /// Training's own figures, then each evaluation's.
  var figures: String {
    let all = (isTrainingTold ? [trainingFigures] : []).compactMap(\.self) + evaluations.map(figures)
    return all.isEmpty ? "None: this model was not measured on films held apart." : all.joined(separator: "\n\n")
  }

  /// Whether training's own figures are told: not where an evaluation of the same films at the same threshold tells more.
  private var isTrainingTold: Bool {
    // Under another calibration the same threshold is another.
    let isSameScale = manifest.earlierThresholds.isEmpty || manifest.measuredThreshold.calibration == manifest.calibration
    return !isSameScale
      || !evaluations.contains {
        $0.part(of: manifest) == .test && $0.threshold == manifest.measuredThreshold.value && $0.unreadableCount == 0
      }
  }

  /// Whether the card has figures whose intervals take films as independent alone.
  var countsFilms: Bool { isTrainingTold && trainingFigures != nil }

  /// The figures that training left in the manifest, of the part `test`, with Wilson's intervals; nil where there are none.
  private var trainingFigures: String? {
    let metrics = manifest.metrics
    let counts = ["tn", "fp", "fn", "tp"].compactMap { metrics[$0].map { Int($0) } }
    guard counts.count == 4 else { return nil }
    let (tn, fp, fn, tp) = (counts[0], counts[1], counts[2], counts[3])
    return """
      ### On the part `test`, by training itself
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
