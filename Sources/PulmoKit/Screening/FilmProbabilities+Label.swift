extension FilmProbabilities {
  /// The probability of a class, 0 to 1; nil for a kind of pneumonia where the network does not tell them apart.
  public func probability(of label: Label) -> Double? {
    switch label {
    case .pneumonia: pneumonia
    case .normal: classes?.normal ?? 1 - pneumonia
    case .bacterial: classes?.bacterial
    case .viral: classes?.viral
    }
  }
}
