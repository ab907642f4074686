/// The figures of probabilities of several classes: the matrix of most probable classes, and each class against all others.
///
/// ```swift
/// let evaluation = try MulticlassEvaluation(probabilities: [[0.7, 0.2, 0.1], [0.1, 0.5, 0.4]], labels: [0, 2])
/// let accuracy = evaluation.confusion.accuracy
/// ```
///
/// Source of the macro area: Hand and Till, Machine Learning 45 (2001), discuss it; this is the one-against-rest mean that scikit-learn's
/// `roc_auc_score(multi_class="ovr", average="macro")` gives.
public struct MulticlassEvaluation: Sendable, Hashable, Codable {
  /// Each film called its most probable class, the first of those that tie.
  public let confusion: MulticlassConfusion
  /// By class: the area under the ROC curve of its probability against all other classes; nil where the class, or every other, is missing.
  public let auroc: [Double?]
  /// By class: average precision of its probability against all other classes; nil where the class is missing.
  public let averagePrecision: [Double?]

  /// - Parameters:
  ///   - probabilities: `[film][class]`, each row of one length, at least 2.
  ///   - labels: each film's class, from 0.
  /// - Throws: ``StatisticsError/notANumber(index:)`` with the film's index; ``StatisticsError/empty`` without films.
  public init(probabilities: [[Double]], labels: [Int]) throws(StatisticsError) {
    precondition(probabilities.count == labels.count, "\(probabilities.count) films with probabilities for \(labels.count) labels")
    guard let classCount = probabilities.first?.count else { throw .empty }
    precondition(classCount >= 2 && probabilities.allSatisfy { $0.count == classCount }, "each film has one probability a class")
    precondition(labels.allSatisfy { (0..<classCount).contains($0) }, "labels number \(classCount) classes from 0")
    if let index = probabilities.firstIndex(where: { $0.contains(where: \.isNaN) }) { throw .notANumber(index: index) }
    var auroc: [Double?] = []
    var averagePrecision: [Double?] = []
    for index in 0..<classCount {
      let curve = try ROCCurve(scores: probabilities.map { $0[index] }, labels: labels.map { $0 == index })
      auroc.append(curve.auroc)
      averagePrecision.append(PrecisionRecallCurve(curve).averagePrecision)
    }
    confusion = MulticlassConfusion(labels: labels, decisions: Self.decisions(probabilities), classCount: classCount)
    self.auroc = auroc
    self.averagePrecision = averagePrecision
  }

  /// Each film's most probable class, the first of those that tie.
  /// - Parameter probabilities: `[film][class]`, no NaN.
  public static func decisions(_ probabilities: [[Double]]) -> [Int] {
    probabilities.map { row in row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 } }
  }

  /// The plain mean of the classes' areas; nil where one has none.
  public var macroAUROC: Double? { macroMean(auroc) }

  /// The plain mean of the classes' average precisions; nil where one has none.
  public var macroAveragePrecision: Double? { macroMean(averagePrecision) }
}
