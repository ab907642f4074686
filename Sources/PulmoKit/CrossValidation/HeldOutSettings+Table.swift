import Statistics

extension HeldOutSettings {
  /// The figures as text: a row a setting, then all held-out films and the worst setting of each seed.
  var table: String {
    let head = [
      "setting", "seed", "fold", "normal", "pneumonia", "patients", "AUROC", "95% interval", "threshold", "sensitivity", "specificity",
    ]
    let trainings = Set(rows.map(\.run)).count
    var lines = [
      "by-setting, \(FigureText.count(trainings, "training")): each setting judged by a model that learned from none of its films and of "
        + "none of their children.", "",
    ]
    lines += TextTable.lines([head] + rows.map(\.cells))
    if !seeds.isEmpty { lines.append("") }
    for seed in seeds {
      let worst = seed.worst.map { ", worst setting \($0.setting.printable): \(FigureText.number($0.evaluation.auroc, decimals: 4))" } ?? ""
      let range = seed.auroc?.quoted.map { " (\(FigureText.numbers($0, decimals: 4)))" } ?? ""
      lines.append(
        "seed \(seed.seed), all \(seed.films) films: AUROC \(FigureText.number(seed.auroc?.value, decimals: 4))\(range)\(worst)")
    }
    if seeds.count > 1, let auroc, let aurocOfWorst {
      lines.append("over the seeds, mean ± standard deviation: AUROC \(auroc), of the worst setting \(aurocOfWorst)")
    }
    if !missing.isEmpty {
      lines += ["", "\(missing.count) of \(missing.count + trainings) trainings are not done: what needs them is n/a."]
    }
    return lines.joined(separator: "\n")
  }
}

extension HeldOutSettings.Row {
  fileprivate var cells: [String] {
    func text(_ value: Double?) -> String { FigureText.number(value, decimals: 4) }
    let confusion = evaluation.confusion
    return [
      setting.printable, "\(run.seed)", run.fold.map(String.init) ?? "-", "\(confusion.tn + confusion.fp)",
      "\(confusion.fn + confusion.tp)", "\(patients)", text(evaluation.auroc),
      evaluation[.auroc]?.quoted.map { FigureText.numbers($0, decimals: 4) } ?? FigureText.undefined, text(evaluation.threshold),
      text(evaluation.sensitivity?.value), text(evaluation.specificity?.value),
    ]
  }
}
