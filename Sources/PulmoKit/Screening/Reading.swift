public import Imaging

/// What a model says of one film: its probability and the decision it leads to, or why the film cannot be read.
public struct Reading: Sendable, Hashable {
  /// The film's path as it was given or found.
  public let path: String
  /// A film that cannot be read has an error and never a probability.
  public let result: Result<Prediction, ImagingError>
  /// What the model's input looks like; nil where it was not asked for or the film cannot be read.
  public let fingerprint: PictureFingerprint?
  /// The film as the triage page shows it; nil where that was not asked for or the film cannot be decoded.
  package internal(set) var pictures: FilmPictures?

  public init(path: String, result: Result<Prediction, ImagingError>, fingerprint: PictureFingerprint? = nil) {
    self.path = path
    self.result = result
    self.fingerprint = fingerprint
  }
}

/// A probability with the threshold it was judged by.
public struct Prediction: Sendable, Hashable {
  /// The network's probability of pneumonia, 0 to 1.
  public let probability: Double
  /// Of normal, bacterial and viral; nil where the network does not tell the kinds apart.
  public let classes: ClassProbabilities?
  /// From this probability on, the decision is pneumonia.
  public let threshold: Double
  /// Where the film goes; nil where the model has no thresholds of triage.
  public let triage: Triage?
  /// What is known of the film's picture; nil where nobody looked.
  public let picture: PictureFacts?

  public init(
    probability: Double, classes: ClassProbabilities? = nil, threshold: Double, triage: Triage? = nil, picture: PictureFacts? = nil
  ) {
    self.probability = probability
    self.classes = classes
    self.threshold = threshold
    self.triage = triage
    self.picture = picture
  }

  /// What a model's thresholds make of its probabilities.
  init(_ probabilities: FilmProbabilities, by manifest: ModelManifest, picture: PictureFacts? = nil) {
    self.init(
      probability: probabilities.pneumonia, classes: probabilities.classes, threshold: manifest.threshold.value,
      triage: manifest.triage?(probabilities.pneumonia), picture: picture)
  }

  /// Without what they were judged by.
  public var probabilities: FilmProbabilities { FilmProbabilities(pneumonia: probability, classes: classes) }

  public var decision: Decision { probability >= threshold ? .pneumonia : .normal }
}

/// What a probability means at a threshold.
public enum Decision: String, Sendable, Hashable, Codable, CaseIterable {
  case normal, pneumonia
}

extension Reading: Encodable {
  /// All keys are always there; what a film or its model does not have is null.
  public enum CodingKeys: String, CodingKey {
    case path, probability, probabilities, decision, triage, error
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(path, forKey: .path)
    switch result {
    case .success(let prediction):
      try container.encode(prediction.probability, forKey: .probability)
      try container.encode(prediction.classes, forKey: .probabilities)
      try container.encode(prediction.decision, forKey: .decision)
      try container.encode(prediction.triage, forKey: .triage)
      try container.encodeNil(forKey: .error)
    case .failure(let error):
      try container.encodeNil(forKey: .probability)
      try container.encodeNil(forKey: .probabilities)
      try container.encodeNil(forKey: .decision)
      try container.encodeNil(forKey: .triage)
      try container.encode(error.reason, forKey: .error)
    }
  }
}
