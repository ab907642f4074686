import Statistics

/// What a network says of one film.
public struct FilmProbabilities: Sendable, Hashable {
  /// Of pneumonia of any kind, 0 to 1.
  public let pneumonia: Double
  /// Of normal, bacterial and viral; nil where the network does not tell the kinds apart.
  public let classes: ClassProbabilities?

  public init(pneumonia: Double, classes: ClassProbabilities? = nil) {
    self.pneumonia = pneumonia
    self.classes = classes
  }

  /// From a network's logits, in double precision.
  ///
  /// One logit z is that of pneumonia. Of three it is `z = log(exp b + exp v) - n`, the softmax's own margin of pneumonia over normal; the
  /// kinds share its probability as `exp b : exp v`, however it is calibrated.
  /// - Parameters:
  ///   - logits: of the outputs of `scheme`, in its order.
  ///   - calibration: makes z a probability's logit; nil leaves what the network says.
  init(logits: some RandomAccessCollection<Float>, _ scheme: LabelScheme, _ calibration: Calibration?) {
    let logits = logits.map(Double.init)
    precondition(logits.count == scheme.outputCount, "\(logits.count) logits of \(scheme)")
    switch scheme {
    case .binary:
      self.init(logit: calibration?(logits[0]) ?? logits[0], kinds: nil)
    case .threeClasses:
      let (normal, bacterial, viral) = (logits[0], logits[1], logits[2])
      let sick = max(bacterial, viral) + Logistic.softplus(-abs(bacterial - viral))
      let shares = (Logistic.probability(ofLogit: bacterial - viral), Logistic.probability(ofLogit: viral - bacterial))
      self.init(logit: calibration?(sick - normal) ?? sick - normal, kinds: shares)
    }
  }

  /// - Parameters:
  ///   - logit: of pneumonia.
  ///   - kinds: the shares of bacterial and viral in a pneumonia, 1 in sum; nil where they are not told apart.
  init(logit: Double, kinds: (bacterial: Double, viral: Double)?) {
    let pneumonia = Logistic.probability(ofLogit: logit)
    let classes = kinds.map { kinds in
      ClassProbabilities(
        normal: Logistic.probability(ofLogit: -logit), bacterial: pneumonia * kinds.bacterial, viral: pneumonia * kinds.viral)
    }
    self.init(pneumonia: pneumonia, classes: classes)
  }
}
