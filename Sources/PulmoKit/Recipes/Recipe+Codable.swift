import NeuralNet

extension Recipe: Codable {
  /// In the order recipes are written in.
  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, data, trainedOn, folders, split, input, architecture, `init`, redrawnLayers, frozenLayers, unfreezing
    case frozenStatistics, augmentation, mixing, sampling, classWeights, labelSmoothing
    case optimizer, learningRate, learningRateFactors, schedule, maximumGradientNorm, averageDecay
    case batchSize, epochs, earlyStopping, keptEpoch, calibration, triage, wantedSensitivity, thresholdScores, seed, threads, checkpoints
  }

  /// Decodes over the defaults; unknown keys and values out of range are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name), architecture: try container.decode(Architecture.self, forKey: .architecture))
    try container.read(.data, into: &data)
    try container.read(.trainedOn, into: &trainedOn)
    try container.read(.folders, into: &folders)
    try container.read(.split, into: &split)
    if container.contains(.input) { input = try InputRecipe(from: container.superDecoder(forKey: .input)).preprocessing }
    try container.read(.`init`, into: &initialModel)
    try container.read(.redrawnLayers, into: &redrawnLayers)
    try container.read(.frozenLayers, into: &frozenLayers)
    try container.read(.unfreezing, into: &unfreezing)
    try container.read(.frozenStatistics, into: &frozenStatistics)
    try container.read(.augmentation, into: &augmentation)
    try container.read(.mixing, into: &mixing)
    try container.read(.sampling, into: &sampling)
    try container.read(.classWeights, into: &classWeights)
    try container.read(.labelSmoothing, into: &labelSmoothing)
    try container.read(.optimizer, into: &optimizer)
    try container.read(.learningRate, into: &learningRate)
    try container.read(.learningRateFactors, into: &learningRateFactors)
    try container.read(.schedule, into: &schedule)
    try container.read(.maximumGradientNorm, into: &maximumGradientNorm)
    try container.read(.averageDecay, into: &averageDecay)
    try container.read(.batchSize, into: &batchSize)
    try container.read(.epochs, into: &epochs)
    try container.read(.earlyStopping, into: &earlyStopping)
    try container.read(.keptEpoch, into: &keptEpoch)
    try container.read(.calibration, into: &calibration)
    try container.read(.triage, into: &triage)
    try container.read(.wantedSensitivity, into: &wantedSensitivity)
    try container.read(.thresholdScores, into: &thresholdScores)
    try container.read(.seed, into: &seed)
    try container.read(.threads, into: &threads)
    try container.read(.checkpoints, into: &checkpoints)
    try refuseWrongValues(container)
  }

  private func refuseWrongValues(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    let nameCharacters = name.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
    }
    try container.require(
      !name.isEmpty && nameCharacters && !name.hasPrefix("."), .name, "must be letters, digits, '-', '_' and '.', not '\(name)'")
    if let trainedOn {
      try container.require(
        !trainedOn.trimmedEnd.isEmpty && trainedOn.printable == trainedOn, .trainedOn,
        "must be one line of text that says what the films show, or be left out, not '\(trainedOn.printable)'")
    }
    try container.require(
      !folders.isEmpty && !folders.contains(.test), .folders,
      "must name train, or train and val, not \(folders.map(\.rawValue)); test is what results are measured on and never learned from")
    try container.require((0..<1).contains(labelSmoothing), .labelSmoothing, "must be in 0 ..< 1, not \(labelSmoothing)")
    try container.require(learningRate > 0 && learningRate.isFinite, .learningRate, "must be positive, not \(learningRate)")
    try container.require(batchSize >= 1, .batchSize, "must be at least 1, not \(batchSize)")
    try container.require((1...1_000_000).contains(epochs), .epochs, "must be 1 to 1000000, not \(epochs)")
    try container.require(
      wantedSensitivity > 0 && wantedSensitivity <= 1, .wantedSensitivity, "must be above 0 and at most 1, not \(wantedSensitivity)")
    if let threads { try container.require((1...1024).contains(threads), .threads, "must be 1 to 1024, not \(threads)") }
    if let maximumGradientNorm {
      try container.require(
        maximumGradientNorm > 0 && maximumGradientNorm.isFinite, .maximumGradientNorm, "must be positive, not \(maximumGradientNorm)")
    }
    if let averageDecay {
      try container.require(averageDecay > 0 && averageDecay < 1, .averageDecay, "must be above 0 and below 1, not \(averageDecay)")
    }
    try container.require(
      redrawnLayers.isEmpty || initialModel != nil, .redrawnLayers, "says which of init's layers to draw anew, and there is no init")
    try container.require(
      !frozenStatistics || initialModel != nil, .frozenStatistics,
      "goes by what batch normalisation has learned in init, and there is no init; give one, or leave frozenStatistics out")
    for (layer, factor) in learningRateFactors.sorted(by: { $0.key < $1.key }) {
      try container.require(
        factor > 0 && factor <= 1000, .learningRateFactors,
        "must be above 0 and at most 1000: \(layer) has \(factor); a layer that is not to learn belongs in frozenLayers")
    }
    try container.require(
      unfreezing.isEmpty || unfreezingEpochs < epochs, .unfreezing,
      "ends after \(unfreezingEpochs) epochs, and the training has \(epochs): all layers never learn; give more epochs, or name those that "
        + "are not to learn in frozenLayers")
    try container.require(
      classWeights == .none || sampling == .natural, .classWeights,
      "and sampling: \(sampling.rawValue) both correct for unequal classes; use one of them")
  }

  /// Writes every key, `null` where a setting is off.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(data, forKey: .data)
    try container.encode(trainedOn, forKey: .trainedOn)
    try container.encode(folders, forKey: .folders)
    try container.encode(split, forKey: .split)
    try container.encode(input, forKey: .input)
    try container.encode(architecture, forKey: .architecture)
    try container.encode(initialModel, forKey: .`init`)
    try container.encode(redrawnLayers, forKey: .redrawnLayers)
    try container.encode(frozenLayers, forKey: .frozenLayers)
    try container.encode(unfreezing, forKey: .unfreezing)
    try container.encode(frozenStatistics, forKey: .frozenStatistics)
    try container.encode(augmentation, forKey: .augmentation)
    try container.encode(mixing, forKey: .mixing)
    try container.encode(sampling, forKey: .sampling)
    try container.encode(classWeights, forKey: .classWeights)
    try container.encode(labelSmoothing, forKey: .labelSmoothing)
    try container.encode(optimizer, forKey: .optimizer)
    try container.encode(learningRate, forKey: .learningRate)
    try container.encode(learningRateFactors, forKey: .learningRateFactors)
    try container.encode(schedule, forKey: .schedule)
    try container.encode(maximumGradientNorm, forKey: .maximumGradientNorm)
    try container.encode(averageDecay, forKey: .averageDecay)
    try container.encode(batchSize, forKey: .batchSize)
    try container.encode(epochs, forKey: .epochs)
    try container.encode(earlyStopping, forKey: .earlyStopping)
    try container.encode(keptEpoch, forKey: .keptEpoch)
    try container.encode(calibration, forKey: .calibration)
    try container.encode(triage, forKey: .triage)
    try container.encode(wantedSensitivity, forKey: .wantedSensitivity)
    try container.encode(thresholdScores, forKey: .thresholdScores)
    try container.encode(seed, forKey: .seed)
    try container.encode(threads, forKey: .threads)
    try container.encode(checkpoints, forKey: .checkpoints)
  }
}

/// `input:` of a recipe: a ``Preprocessing`` of which any part may be left out.
private struct InputRecipe: Decodable {
  let preprocessing: Preprocessing

  enum CodingKeys: String, CodingKey, CaseIterable {
    case width, height, channels, mean, standardDeviation, tone, region, jpegQuality, views
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    let usual = Preprocessing()
    var (width, height, channels, mean, standardDeviation) = (
      usual.width, usual.height, usual.channels, usual.mean, usual.standardDeviation
    )
    var (tone, region, jpegQuality, views) = (usual.tone, usual.region, usual.jpegQuality, usual.views)
    try container.read(.width, into: &width)
    try container.read(.height, into: &height)
    try container.read(.channels, into: &channels)
    try container.read(.mean, into: &mean)
    try container.read(.standardDeviation, into: &standardDeviation)
    try container.readName(.tone, into: &tone)
    try container.readName(.region, into: &region)
    try container.read(.jpegQuality, into: &jpegQuality)
    try container.read(.views, into: &views)
    try container.require((16...4096).contains(width), .width, "must be 16 to 4096 pixels, not \(width)")
    try container.require((16...4096).contains(height), .height, "must be 16 to 4096 pixels, not \(height)")
    try container.require(channels == 1 || channels == 3, .channels, "must be 1 or 3, not \(channels)")
    if let jpegQuality { try container.require((1...100).contains(jpegQuality), .jpegQuality, "must be 1 to 100, not \(jpegQuality)") }
    try container.require(
      (1...Preprocessing.viewLimit).contains(views), .views, "must be 1 to \(Preprocessing.viewLimit), not \(views)")
    try container.require(mean.isFinite, .mean, "must be finite, not \(mean)")
    try container.require(
      standardDeviation > 0 && standardDeviation.isFinite, .standardDeviation, "must be positive, not \(standardDeviation)")
    preprocessing = Preprocessing(
      width: width, height: height, channels: channels, mean: mean, standardDeviation: standardDeviation, tone: tone,
      region: region, jpegQuality: jpegQuality, views: views)
  }
}
