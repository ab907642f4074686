import Statistics

/// As JSON: `count`, `threshold`, every ``Figure`` by its raw value, `brier`, `ece` and `mce` (calibration errors, expected and maximum), `confusion`
/// {`tn`, `fp`, `fn`, `tp`}, `classes` {`normal` and `pneumonia`: {`precision`, `recall`, `f1`, `support`}}, `intervals` {name: {`value`, `lower`, `upper`:
/// what is quoted; `independent` and `clustered`: {`value`, `lower`, `upper`}}}, `resampling` {`patients`, `resamples`, `seed`, `strata`} and
/// `threeClasses`. Every key is always there; an undefined figure is null.
extension Evaluation: Encodable {
  private enum ClassKeys: String, CodingKey {
    case precision, recall, f1, support
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: NameKey.self)
    try container.encode(count, forKey: "count")
    try container.encode(threshold, forKey: "threshold")
    for figure in Figure.allCases { try container.encode(self[figure]?.value, forKey: NameKey(figure.rawValue)) }
    try container.encode(calibration?.brier.value, forKey: "brier")
    try container.encode(calibration?.expectedError, forKey: "ece")
    try container.encode(calibration?.maximumError, forKey: "mce")
    try container.encode(confusion, forKey: "confusion")
    try container.encode(resampling, forKey: "resampling")
    try container.encode(threeClasses, forKey: "threeClasses")
    var classes = container.nestedContainer(keyedBy: NameKey.self, forKey: "classes")
    for decision in Decision.allCases {
      let figures = figures(of: decision)
      var values = classes.nestedContainer(keyedBy: ClassKeys.self, forKey: NameKey(decision.rawValue))
      try values.encode(figures.precision, forKey: .precision)
      try values.encode(figures.recall, forKey: .recall)
      try values.encode(figures.f1, forKey: .f1)
      try values.encode(figures.support, forKey: .support)
    }
    var intervals = container.nestedContainer(keyedBy: NameKey.self, forKey: "intervals")
    for figure in Figure.allCases { try intervals.encode(quoted(figure), forKey: NameKey(figure.rawValue)) }
    try intervals.encode(calibration?.brier.ifQuoted, forKey: "brier")
    var classIntervals = intervals.nestedContainer(keyedBy: NameKey.self, forKey: "classes")
    for decision in Decision.allCases {
      let isPneumonia = decision == .pneumonia
      var values = classIntervals.nestedContainer(keyedBy: ClassKeys.self, forKey: NameKey(decision.rawValue))
      try values.encode(quoted(isPneumonia ? .positivePredictiveValue : .negativePredictiveValue), forKey: .precision)
      try values.encode(quoted(isPneumonia ? .sensitivity : .specificity), forKey: .recall)
    }
  }

  private func quoted(_ figure: Figure) -> QuotedInterval? { self[figure]?.ifQuoted }
}

extension QuotedInterval {
  /// Nil where there is no interval to quote.
  var ifQuoted: QuotedInterval? { quoted == nil ? nil : self }
}
