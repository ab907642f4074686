#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

public import Statistics

/// LIME's local model: what a network says of perturbed pictures as a weighted sum of the superpixels that they show.
///
/// A sample's distance from the film is the cosine distance of its row of zeros and ones to the row of ones, d = 1 - √(shown / superpixels),
/// and 1 where nothing is shown; its weight is √exp(-d² / width²). The superpixels' weights are the coefficients of a ridge regression of the
/// probabilities on the rows, with an intercept. All superpixels are in it: `lime_image` asks for at most 100,000 features, and its
/// selection of the highest weights then drops none.
///
/// ```swift
/// let fit = LIMEFit(of: samples)
/// let explanation = try fit.explanation(of: .bacterial, probabilities: probabilities)
/// ```
///
/// Distances, kernel and regression depend on the samples alone, and are made once for any number of classes.
///
/// Sources: Ribeiro, Singh, Guestrin, "'Why should I trust you?' Explaining the predictions of any classifier", KDD 2016; `lime_image` and
/// `lime_base` of the Python package `lime` 0.2.0.1.
public struct LIMEFit: Sendable {
  private let ridge: WeightedRidge

  /// - Parameters:
  ///   - samples: what the perturbed pictures show.
  ///   - kernelWidth: the distance over which samples lose their say, above 0; 0.25, as in the package's `LimeImageExplainer`.
  ///   - penalty: what the squares of the coefficients cost, above 0; 1, as in the package's `LimeBase`.
  public init(of samples: LIMESamples, kernelWidth: Double = 0.25, penalty: Double = 1) {
    precondition(kernelWidth > 0, "a kernel \(kernelWidth) wide weighs nothing")
    let weights = (0..<samples.count).map { sample in
      let shown = samples[sample].reduce(0) { $0 + Int($1) }
      let distance = 1 - (Double(shown) / Double(samples.superpixelCount)).squareRoot()
      return exp(-distance * distance / (kernelWidth * kernelWidth)).squareRoot()
    }
    ridge = WeightedRidge(samples.isShown.map(Double.init), weights: weights, penalty: penalty)
  }

  /// What speaks for and against a class.
  /// - Parameters:
  ///   - label: the class.
  ///   - probabilities: that class's in each sample, in their order: 0 to 1.
  /// - Throws: `StatisticsError.notAProbability` for the first that is none.
  public func explanation(of label: Label, probabilities: [Double]) throws(StatisticsError) -> LIMEExplanation {
    if let index = probabilities.firstIndex(where: { !(0...1).contains($0) }) { throw .notAProbability(index: index) }
    let fit = ridge.fit(probabilities)
    return LIMEExplanation(
      label: label, probability: probabilities[0], weights: fit.coefficients, intercept: fit.intercept,
      localPrediction: fit.intercept + fit.coefficients.reduce(0, +), determination: fit.determination)
  }
}
