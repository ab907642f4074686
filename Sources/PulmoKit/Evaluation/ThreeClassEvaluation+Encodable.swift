import Statistics

/// As JSON: `count`, `leftOut`, `labels` (the order of every list), `confusion` (rows: what films are; columns: what they were called), `accuracy`, `macroF1`,
/// `macroAUROC`, `balancedAccuracy`, `kappa`, `auroc` and `f1` by class, and `intervals` {`accuracy`, `auroc`: by class}. What is undefined is null.
extension ThreeClassEvaluation: Encodable {
  private enum CodingKeys: String, CodingKey {
    case count, leftOut, labels, confusion, accuracy, macroF1, macroAUROC, balancedAccuracy, kappa, auroc, f1, intervals
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(figures.confusion.count, forKey: .count)
    try container.encode(leftOut, forKey: .leftOut)
    try container.encode(Self.classes, forKey: .labels)
    try container.encode(figures.confusion.counts, forKey: .confusion)
    try container.encode(accuracy.value, forKey: .accuracy)
    try container.encode(figures.confusion.macroF1, forKey: .macroF1)
    try container.encode(figures.macroAUROC, forKey: .macroAUROC)
    try container.encode(figures.confusion.balancedAccuracy, forKey: .balancedAccuracy)
    try container.encode(figures.confusion.kappa, forKey: .kappa)
    try container.encode(figures.auroc, forKey: .auroc)
    try container.encode(Self.classes.indices.map { figures.confusion.figures(of: $0).f1 }, forKey: .f1)
    var intervals = container.nestedContainer(keyedBy: CodingKeys.self, forKey: .intervals)
    try intervals.encode(accuracy.ifQuoted, forKey: .accuracy)
    try intervals.encode(areas.map { $0?.ifQuoted }, forKey: .auroc)
  }
}
