public import Imaging

/// What a model says of one film: its probability and the decision it leads to, or why the film cannot be read.
public struct Reading: Sendable, Hashable {
  /// The film's path as it was given or found.
  public let path: String
  /// A film that cannot be read has an error and never a probability.
  public let result: Result<Prediction, ImagingError>
  /// What the model's input looks like; nil where it was not asked for or the film cannot be read.
  public let fingerprint: PictureFingerprint?

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
  /// From this probability on, the decision is pneumonia.
  public let threshold: Double
  /// What is known of the film's picture; nil where nobody looked.
  public let picture: PictureFacts?

  public init(probability: Double, threshold: Double, picture: PictureFacts? = nil) {
    self.probability = probability
    self.threshold = threshold
    self.picture = picture
  }

  public var decision: Decision { probability >= threshold ? .pneumonia : .normal }
}

/// What a probability means at a threshold.
public enum Decision: String, Sendable, Hashable, Codable, CaseIterable {
  case normal, pneumonia
}

extension Reading: Encodable {
  /// All four keys are always there; what a film does not have is null.
  public enum CodingKeys: String, CodingKey {
    case path, probability, decision, error
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(path, forKey: .path)
    switch result {
    case .success(let prediction):
      try container.encode(prediction.probability, forKey: .probability)
      try container.encode(prediction.decision, forKey: .decision)
      try container.encodeNil(forKey: .error)
    case .failure(let error):
      try container.encodeNil(forKey: .probability)
      try container.encodeNil(forKey: .decision)
      try container.encode(error.reason, forKey: .error)
    }
  }
}
