import Statistics

/// As JSON: `settings`, `missing`, `seeds`, `auroc` and `aurocOfWorst`. An undefined figure is null.
extension HeldOutSettings: Encodable {
  private enum CodingKeys: String, CodingKey { case settings, missing, seeds, auroc, aurocOfWorst }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rows, forKey: .settings)
    try container.encode(missing, forKey: .missing)
    try container.encode(seeds, forKey: .seeds)
    try container.encode(auroc, forKey: .auroc)
    try container.encode(aurocOfWorst, forKey: .aurocOfWorst)
  }
}

extension HeldOutSettings.Row: Encodable {
  private enum CodingKeys: String, CodingKey {
    case setting, seed, fold, films, patients, auroc, threshold, sensitivity, specificity, confusion
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(setting, forKey: .setting)
    try container.encode(run.seed, forKey: .seed)
    try container.encode(run.fold, forKey: .fold)
    try container.encode(evaluation.count, forKey: .films)
    try container.encode(patients, forKey: .patients)
    try container.encode(evaluation[.auroc], forKey: .auroc)
    try container.encode(evaluation.threshold, forKey: .threshold)
    try container.encode(evaluation[.sensitivity], forKey: .sensitivity)
    try container.encode(evaluation[.specificity], forKey: .specificity)
    try container.encode(evaluation.confusion, forKey: .confusion)
  }
}

extension HeldOutSettings.SeedFigures: Encodable {
  private enum CodingKeys: String, CodingKey { case seed, films, auroc, worstSetting, aurocOfWorst }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(seed, forKey: .seed)
    try container.encode(films, forKey: .films)
    try container.encode(auroc, forKey: .auroc)
    try container.encode(worst?.setting, forKey: .worstSetting)
    try container.encode(worst?.evaluation.auroc, forKey: .aurocOfWorst)
  }
}
