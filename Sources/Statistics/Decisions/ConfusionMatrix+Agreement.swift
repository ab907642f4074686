/// Figures that weigh both classes. Each is nil where its denominator is zero; scikit-learn says 0 for some of those.
extension ConfusionMatrix {
  /// tp / (tp + fp): the share of positive decisions that are right, also called precision.
  public var positivePredictiveValue: Double? { positive.precision }

  /// tn / (tn + fn): the share of negative decisions that are right.
  public var negativePredictiveValue: Double? { negative.precision }

  /// (sensitivity + specificity) / 2: accuracy if both classes were equally frequent.
  public var balancedAccuracy: Double? {
    guard let sensitivity, let specificity else { return nil }
    return (sensitivity + specificity) / 2
  }

  /// Matthews' correlation coefficient, -1 to 1: (tp · tn - fp · fn) / √((tp + fp)(tp + fn)(tn + fp)(tn + fn)).
  ///
  /// It is the correlation of labels with decisions, 0 for decisions made without looking. Nil where one class, or one decision, is missing.
  ///
  /// Source: Matthews, Biochimica et Biophysica Acta 405 (1975).
  public var matthewsCorrelation: Double? {
    let (tn, fp, fn, tp) = (Double(tn), Double(fp), Double(fn), Double(tp))
    // The root of each sum by itself: their product has no room in a whole number.
    let scale = (tp + fp).squareRoot() * (tp + fn).squareRoot() * (tn + fp).squareRoot() * (tn + fn).squareRoot()
    return scale == 0 ? nil : (tp * tn - fp * fn) / scale
  }

  /// Cohen's kappa, at most 1: (accuracy - chance) / (1 - chance), where chance is the accuracy of decisions of the same frequencies made
  /// without looking.
  ///
  /// Source: Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960).
  public var kappa: Double? { MulticlassConfusion(counts: [[tn, fp], [fn, tp]]).kappa }

  /// sensitivity / (1 - specificity): how much a positive decision multiplies the odds of the positive class. Nil where no negative was called
  /// positive: the ratio has no bound there.
  public var positiveLikelihoodRatio: Double? {
    guard let sensitivity, let specificity, fp > 0 else { return nil }
    return sensitivity / (1 - specificity)
  }

  /// (1 - sensitivity) / specificity: how much a negative decision multiplies the odds of the positive class. Nil where no negative was
  /// cleared.
  public var negativeLikelihoodRatio: Double? {
    guard let sensitivity, let specificity, tn > 0 else { return nil }
    return (1 - sensitivity) / specificity
  }
}
