public import Statistics

/// A figure of a model on labelled films, pneumonia being the positive class; the raw value is its name in JSON.
///
/// In order of weight for a reader: what is missed and what is cleared before what mixes the two.
public enum Figure: String, Sendable, Hashable, Codable, CodingKeyRepresentable, CaseIterable {
  /// The share of pneumonias called pneumonia.
  case sensitivity
  /// The share of normal films called normal.
  case specificity
  /// The chance that a pneumonia scores above a normal film, ties counting half.
  case auroc
  /// The share of films called pneumonia that are.
  case positivePredictiveValue = "ppv"
  /// The share of films called normal that are.
  case negativePredictiveValue = "npv"
  /// The share of films called what they are.
  case accuracy
  /// The mean of sensitivity and specificity.
  case balancedAccuracy
  /// The harmonic mean of sensitivity and positive predictive value.
  case f1
  /// Matthews' correlation coefficient of labels with decisions.
  case matthewsCorrelation = "mcc"
  /// Cohen's kappa of labels with decisions.
  case kappa
  /// How much a call of pneumonia multiplies the odds of one.
  case positiveLikelihoodRatio
  /// How much a call of normal multiplies the odds of a pneumonia.
  case negativeLikelihoodRatio
  /// The mean of the precisions at each pneumonia.
  case averagePrecision

  /// As tables name it.
  public var title: String {
    switch self {
    case .sensitivity: "sensitivity"
    case .specificity: "specificity"
    case .auroc: "AUROC"
    case .positivePredictiveValue: "PPV"
    case .negativePredictiveValue: "NPV"
    case .accuracy: "accuracy"
    case .balancedAccuracy: "balanced accuracy"
    case .f1: "F1 of pneumonia"
    case .matthewsCorrelation: "MCC"
    case .kappa: "kappa"
    case .positiveLikelihoodRatio: "likelihood ratio +"
    case .negativeLikelihoodRatio: "likelihood ratio -"
    case .averagePrecision: "average precision"
    }
  }

  /// The figure of some films; nil where it is undefined.
  public func value(of films: Resample) -> Double? {
    switch self {
    case .sensitivity: films.confusion.sensitivity
    case .specificity: films.confusion.specificity
    case .auroc: films.auroc
    case .positivePredictiveValue: films.confusion.positivePredictiveValue
    case .negativePredictiveValue: films.confusion.negativePredictiveValue
    case .accuracy: films.confusion.accuracy
    case .balancedAccuracy: films.confusion.balancedAccuracy
    case .f1: films.confusion.positive.f1
    case .matthewsCorrelation: films.confusion.matthewsCorrelation
    case .kappa: films.confusion.kappa
    case .positiveLikelihoodRatio: films.confusion.positiveLikelihoodRatio
    case .negativeLikelihoodRatio: films.confusion.negativeLikelihoodRatio
    case .averagePrecision: films.averagePrecision
    }
  }

  /// What a resample says of the figure: a likelihood ratio without a denominator has no bound there, and left out it would make the interval's
  /// upper end too low. An end that is infinite is no interval.
  func resampledValue(of films: Resample) -> Double? {
    switch self {
    case .positiveLikelihoodRatio, .negativeLikelihoodRatio: value(of: films) ?? .infinity
    default: value(of: films)
    }
  }

  /// The films that count for the figure, of how many; nil where it is no share of films.
  public func share(of confusion: ConfusionMatrix) -> (films: Int, of: Int)? {
    switch self {
    case .sensitivity: (confusion.tp, confusion.tp + confusion.fn)
    case .specificity: (confusion.tn, confusion.tn + confusion.fp)
    case .positivePredictiveValue: (confusion.tp, confusion.tp + confusion.fp)
    case .negativePredictiveValue: (confusion.tn, confusion.tn + confusion.fn)
    case .accuracy: (confusion.tn + confusion.tp, confusion.count)
    case .auroc, .balancedAccuracy, .f1, .matthewsCorrelation, .kappa, .positiveLikelihoodRatio, .negativeLikelihoodRatio,
      .averagePrecision:
      nil
    }
  }
}
