import Statistics

/// As JSON: `clean` {`auroc`, `sensitivity`, `specificity`: {`value`, `lower`, `upper`, `independent`, `clustered`}, `meanOfFolds`}; `corrupted`, a list of
/// the same with `name`, `family`, `isHeldOut` (no recipe of this project trains on the family) and `change` of the area; `meanAUROC`,
/// `worstAUROC` and `worst`, its corruption's name. An undefined figure is null.
extension Robustness: Encodable {
  private enum CodingKeys: String, CodingKey { case clean, corrupted, meanAUROC, worstAUROC, worst }
  private enum RowKeys: String, CodingKey { case name, family, isHeldOut, change }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(clean, forKey: .clean)
    var rows = container.nestedUnkeyedContainer(forKey: .corrupted)
    for corruption in Corruption.allCases {
      let encoder = rows.superEncoder()
      try self[corruption].encode(to: encoder)
      var row = encoder.container(keyedBy: RowKeys.self)
      try row.encode(corruption, forKey: .name)
      try row.encode(corruption.family, forKey: .family)
      try row.encode(Corruption.Family.heldOut.contains(corruption.family), forKey: .isHeldOut)
      try row.encode(change(under: corruption), forKey: .change)
    }
    try container.encode(meanAUROC, forKey: .meanAUROC)
    try container.encode(worst?.auroc, forKey: .worstAUROC)
    try container.encode(worst?.corruption, forKey: .worst)
  }
}

extension Robustness.Figures: Encodable {
  private enum CodingKeys: String, CodingKey { case auroc, meanOfFolds, sensitivity, specificity }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(auroc, forKey: .auroc)
    try container.encode(meanOfFolds, forKey: .meanOfFolds)
    try container.encode(sensitivity, forKey: .sensitivity)
    try container.encode(specificity, forKey: .specificity)
  }
}
