import NeuralNet
import Testing

/// The greatest error over the greatest magnitude of the reference; infinite where something is not a number.
func relativeError(_ actual: [Float], _ reference: [Float]) -> Double {
  var error = 0.0
  var scale = 0.0
  for (a, r) in zip(actual, reference) {
    guard a.isFinite, r.isFinite else { return .infinity }
    error = max(error, abs(Double(a) - Double(r)))
    scale = max(scale, abs(Double(r)))
  }
  return error == 0 ? 0 : error / max(scale, .leastNormalMagnitude)
}

/// Expects shapes to agree and the greatest error over the greatest magnitude of the reference to be within `tolerance`.
func expectClose(
  _ actual: Tensor, _ reference: Tensor, within tolerance: Double, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  guard actual.shape.count == reference.shape.count else {
    Issue.record("\(name): shape \(actual.shape), reference \(reference.shape)", sourceLocation: sourceLocation)
    return
  }
  expectClose(actual.scalars, reference.scalars, within: tolerance, name, sourceLocation: sourceLocation)
}

func expectClose(
  _ actual: [Float], _ reference: [Float], within tolerance: Double, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(actual.count == reference.count, "\(name)", sourceLocation: sourceLocation)
  let error = relativeError(actual, reference)
  #expect(error <= tolerance, "\(name): the greatest error is \(error) of the greatest magnitude", sourceLocation: sourceLocation)
}
