import Statistics

/// As JSON: `count`, `threshold`, `accuracy`, `sensitivity`, `specificity`, `auroc`, `confusion` {`tn`, `fp`, `fn`, `tp`},
/// `classes` {`normal` and `pneumonia`: {`precision`, `recall`, `f1`, `support`}} and `intervals` {name: {`value`, `lower`, `upper`}}.
/// Every key is always there; an undefined figure is null.
extension Evaluation: Encodable {
  private enum CodingKeys: String, CodingKey {
    case count, threshold, accuracy, sensitivity, specificity, auroc, confusion, classes, intervals
  }

  private enum ClassKeys: String, CodingKey {
    case precision, recall, f1, support
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(count, forKey: .count)
    try container.encode(threshold, forKey: .threshold)
    try container.encode(accuracy?.value, forKey: .accuracy)
    try container.encode(sensitivity?.value, forKey: .sensitivity)
    try container.encode(specificity?.value, forKey: .specificity)
    try container.encode(auroc, forKey: .auroc)
    try container.encode(confusion, forKey: .confusion)
    var classes = container.nestedContainer(keyedBy: DecisionKey.self, forKey: .classes)
    for decision in Decision.allCases {
      let figures = figures(of: decision)
      var values = classes.nestedContainer(keyedBy: ClassKeys.self, forKey: DecisionKey(decision))
      try values.encode(figures.precision, forKey: .precision)
      try values.encode(figures.recall, forKey: .recall)
      try values.encode(figures.f1, forKey: .f1)
      try values.encode(figures.support, forKey: .support)
    }
    var intervals = container.nestedContainer(keyedBy: CodingKeys.self, forKey: .intervals)
    try intervals.encode(accuracy, forKey: .accuracy)
    try intervals.encode(sensitivity, forKey: .sensitivity)
    try intervals.encode(specificity, forKey: .specificity)
    var classIntervals = intervals.nestedContainer(keyedBy: DecisionKey.self, forKey: .classes)
    for decision in Decision.allCases {
      var values = classIntervals.nestedContainer(keyedBy: ClassKeys.self, forKey: DecisionKey(decision))
      try values.encode(precision(of: decision), forKey: .precision)
      try values.encode(decision == .pneumonia ? sensitivity : specificity, forKey: .recall)
    }
  }

  private struct DecisionKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ decision: Decision) { stringValue = decision.rawValue }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
