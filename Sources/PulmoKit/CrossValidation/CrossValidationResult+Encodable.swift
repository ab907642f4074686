import Statistics

/// As JSON: `name`, `wantedSensitivity`, `promise`, `warnings`, `bySetting` (null where no settings were held out), `grouped` and, where they were
/// asked for, `byFilm` and `byStretch` (else null), each of these three {`trainings`, `missing`, `seeds`, `auroc`, `accuracy`, `sensitivity`, `specificity`,
/// `aurocOfSeedMeans`}, and `corruptions`, a list of ``SeedRobustness`` or null. An undefined figure is null.
extension CrossValidationResult: Encodable {
  private enum CodingKeys: String, CodingKey {
    case name, wantedSensitivity, promise, warnings, grouped, byFilm, byStretch, bySetting, corruptions
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(wantedSensitivity, forKey: .wantedSensitivity)
    try container.encode(promise, forKey: .promise)
    try container.encode(warnings, forKey: .warnings)
    try container.encode(grouped, forKey: .grouped)
    try container.encode(byFilm, forKey: .byFilm)
    try container.encode(byStretch, forKey: .byStretch)
    try container.encode(bySetting, forKey: .bySetting)
    try container.encode(corruptions, forKey: .corruptions)
  }
}

extension CrossValidationResult.ProtocolResult: Encodable {
  private enum CodingKeys: String, CodingKey {
    case trainings, missing, seeds, auroc, accuracy, sensitivity, specificity, aurocOfSeedMeans
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rows, forKey: .trainings)
    try container.encode(missing, forKey: .missing)
    try container.encode(seeds, forKey: .seeds)
    try container.encode(auroc, forKey: .auroc)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(sensitivity, forKey: .sensitivity)
    try container.encode(specificity, forKey: .specificity)
    try container.encode(seedMeans, forKey: .aurocOfSeedMeans)
  }
}

extension CrossValidationResult.Row: Encodable {
  private enum CodingKeys: String, CodingKey {
    case seed, fold, films, patients, auroc, threshold, accuracy, sensitivity, specificity, confusion
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(run.seed, forKey: .seed)
    try container.encode(run.fold, forKey: .fold)
    try container.encode(films, forKey: .films)
    try container.encode(patients, forKey: .patients)
    try container.encode(auroc, forKey: .auroc)
    try container.encode(evaluation?.threshold, forKey: .threshold)
    try container.encode(evaluation?.accuracy?.value, forKey: .accuracy)
    try container.encode(evaluation?.sensitivity?.value, forKey: .sensitivity)
    try container.encode(evaluation?.specificity?.value, forKey: .specificity)
    try container.encode(evaluation?.confusion, forKey: .confusion)
  }
}
