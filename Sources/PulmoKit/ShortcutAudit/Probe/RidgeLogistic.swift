import Statistics

// Goals, in order: the one minimum, whatever the scale of the columns; the same bits on every machine for the same rows.

/// Logistic regression with a penalty on the squares of the coefficients, the intercept left free.
///
/// The coefficients c and the intercept a make Σ softplus(η) - y η + λ/2 Σ c² least, η = a + x · c, y being 1 or 0. Newton's method: each step is
/// the ridge regression of η + (y - p) / w on x with the weights w = p (1 - p), and is halved where it overshoots. The minimum is unique, for the
/// penalty makes the cost strictly convex.
///
/// Source: Hastie, Tibshirani, Friedman, "The Elements of Statistical Learning", 2nd edition, section 4.4.1. The same as scikit-learn's
/// `LogisticRegression(C=1/λ).fit(x, y)`.
struct RidgeLogistic {
  private(set) var coefficients: [Double]
  private(set) var intercept: Double

  /// - Parameters:
  ///   - design: x, `[rows, columns]`.
  ///   - labels: y, one a row; both kinds among them.
  ///   - penalty: λ, above 0.
  init(fitting design: [Double], labels: [Bool], penalty: Double) {
    precondition(!labels.isEmpty && design.count % labels.count == 0, "\(design.count) entries are no \(labels.count) rows")
    let positives = labels.count { $0 }
    precondition(positives > 0 && positives < labels.count, "\(positives) of \(labels.count) labels: there is nothing to tell apart")
    coefficients = [Double](repeating: 0, count: design.count / labels.count)
    intercept = Logistic.logit(ofProbability: Double(positives) / Double(labels.count))
    var cost = cost(design, labels, penalty)
    for _ in 0..<100 {
      let logits = logits(of: design)
      let probabilities = logits.map(Logistic.probability)
      // Where a film is certain its weight vanishes; held above 0, the step is shorter there and ends at the same minimum.
      let weights = probabilities.map { max($0 * (1 - $0), 1e-9) }
      let targets = zip(zip(logits, probabilities), zip(weights, labels)).map { $0.0 + (($1.1 ? 1 : 0) - $0.1) / $1.0 }
      let newton = WeightedRidge(design, weights: weights, penalty: penalty).fit(targets)
      let before = self
      var share = 1.0
      repeat {
        for column in coefficients.indices {
          coefficients[column] = before.coefficients[column] + share * (newton.coefficients[column] - before.coefficients[column])
        }
        intercept = before.intercept + share * (newton.intercept - before.intercept)
        share /= 2
      } while self.cost(design, labels, penalty) > cost && share > 1e-6
      let next = self.cost(design, labels, penalty)
      guard next < cost else {
        self = before
        break
      }
      let gain = cost - next
      cost = next
      if gain <= 1e-13 * cost { break }
    }
  }

  /// η of each row.
  func logits(of design: [Double]) -> [Double] {
    let columns = coefficients.count
    return design.withUnsafeBufferPointer { design in
      coefficients.withUnsafeBufferPointer { coefficients in
        (0..<design.count / columns).map { row in
          var sum = intercept
          for column in 0..<columns { sum += coefficients[column] * design[row * columns + column] }
          return sum
        }
      }
    }
  }

  private func cost(_ design: [Double], _ labels: [Bool], _ penalty: Double) -> Double {
    let squares = coefficients.reduce(0) { $0 + $1 * $1 }
    return zip(logits(of: design), labels).reduce(penalty / 2 * squares) { $0 + Logistic.softplus($1.0) - ($1.1 ? $1.0 : 0) }
  }
}
