import Statistics

extension CrossValidationResult {
  /// The figures as text: a row a training, mean and spread of each protocol, and the pooled decisions of each seed with their intervals.
  public var table: String {
    if let bySetting { return (warningLines + [bySetting.table]).joined(separator: "\n") }
    let protocols = [folded, byFilm].compactMap { $0 }
    let head = ["protocol", "seed", "fold", "films", "patients", "AUROC", "threshold", "sensitivity", "specificity", "accuracy"]
    var lines = warningLines
    lines += TextTable.lines([head] + protocols.flatMap { $0.rows.map(\.cells) })
    for result in protocols {
      lines += ["", "\(result.title), mean ± standard deviation:"]
      for (name, spread) in [
        ("AUROC", result.auroc), ("sensitivity", result.sensitivity), ("specificity", result.specificity), ("accuracy", result.accuracy),
      ] {
        let range = spread.map { "\(FigureText.number($0.minimum, decimals: 4)) to \(FigureText.number($0.maximum, decimals: 4))" } ?? "-"
        lines.append("  \(name)".padded(to: 16) + (spread.map { "\($0)" } ?? "n/a").padded(to: 20) + range)
      }
      if let means = result.seedMeans, means.count > 1 { lines.append("  AUROC of the seeds' means: \(means)") }
      for seed in result.seeds { lines += seed.lines(promise) }
    }
    for seed in corruptions ?? [] { lines += [""] + seed.lines }
    if !folded.missing.isEmpty {
      lines += [
        "", "\(folded.missing.count) of \(folded.missing.count + folded.rows.count) trainings are not done: what needs them is n/a.",
      ]
    }
    if byFilm != nil {
      lines += [
        "", "by-film deals films one by one: children it learned from are measured on. Only the grouped figures are of new children.",
      ]
    }
    return lines.joined(separator: "\n")
  }

  private var warningLines: [String] { warnings.map { "WARNING: \($0.printable)." } + (warnings.isEmpty ? [] : [""]) }
}

extension CrossValidationResult.ProtocolResult {
  fileprivate var title: String {
    let folds = Set(rows.compactMap(\.run.fold)).count
    let seeds = Set(rows.map(\.run.seed)).count
    let counts = [folds > 0 ? "\(folds) \(folds == 1 ? "fold" : "folds")" : nil, "\(seeds) \(seeds == 1 ? "seed" : "seeds")"]
    let trainings = "\(rows.count) \(rows.count == 1 ? "training" : "trainings")"
    return "\(`protocol`.rawValue), \(trainings) (\(counts.compactMap { $0 }.joined(separator: ", ")))"
  }
}

extension CrossValidationResult.Row {
  fileprivate var cells: [String] {
    func text(_ value: Double?) -> String { FigureText.number(value, decimals: 4) }
    return [
      run.protocol.rawValue, "\(run.seed)", run.fold.map(String.init) ?? "-", "\(films)", "\(patients)", text(auroc),
      text(evaluation?.threshold), text(evaluation?.sensitivity?.value), text(evaluation?.specificity?.value),
      text(evaluation?.accuracy?.value),
    ]
  }
}

extension CrossValidationResult.SeedFigures {
  fileprivate func lines(_ promise: TriagePromise) -> [String] {
    let figures = [("sensitivity", sensitivity), ("specificity", specificity), ("accuracy", accuracy)].map { name, interval in
      guard let interval else { return "\(name) n/a" }
      let range = interval.quoted.map { " (\(FigureText.numbers($0, decimals: 4)))" } ?? ""
      return "\(name) \(FigureText.number(interval.value, decimals: 4))\(range)"
    }
    let summary = "  seed \(seed), all its films (95% intervals, for these trainings): " + figures.joined(separator: ", ")
    guard let triage else { return [summary] }
    let title =
      "  triage by thresholds of the other folds, for \(promise.missRate) of sick and \(promise.alarmRate) of normal patients (empirical):"
    return [summary, title] + triage.lines.map { $0.isEmpty ? "" : "    " + $0 }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
