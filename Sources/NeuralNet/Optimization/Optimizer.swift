/// A rule that moves parameters against their gradients. A value: its state lives in the program, in flat buffers.
public protocol Optimizer: Sendable, Hashable, Codable {
  /// How many state vectors, each as long as the parameters and zero at first, the rule keeps.
  var stateCount: Int { get }

  /// Updates one run of parameters in place.
  ///
  /// - Parameters:
  ///   - state: `stateCount` buffers as long as `parameters`.
  ///   - step: 1 at the first update.
  func update(
    _ parameters: UnsafeMutableBufferPointer<Float>, gradients: UnsafeBufferPointer<Float>,
    state: [UnsafeMutableBufferPointer<Float>], step: Int, learningRate: Float)
}
