extension Figure {
  /// The name with a capital letter, and abbreviations written out.
  var longTitle: String {
    switch self {
    case .sensitivity: "Sensitivity (recall)"
    case .specificity: "Specificity"
    case .auroc: "AUROC"
    case .positivePredictiveValue: "Positive predictive value (precision)"
    case .negativePredictiveValue: "Negative predictive value"
    case .accuracy: "Accuracy"
    case .balancedAccuracy: "Balanced accuracy"
    case .f1: "F1 of pneumonia"
    case .matthewsCorrelation: "Matthews correlation"
    case .kappa: "Cohen's kappa"
    case .positiveLikelihoodRatio: "Likelihood ratio of an alarm"
    case .negativeLikelihoodRatio: "Likelihood ratio of a clear film"
    case .averagePrecision: "Average precision"
    }
  }

  /// Whether it is a share of films.
  var isPercent: Bool {
    switch self {
    case .sensitivity, .specificity, .positivePredictiveValue, .negativePredictiveValue, .accuracy, .balancedAccuracy: true
    case .auroc, .f1, .matthewsCorrelation, .kappa, .positiveLikelihoodRatio, .negativeLikelihoodRatio, .averagePrecision: false
    }
  }
}
