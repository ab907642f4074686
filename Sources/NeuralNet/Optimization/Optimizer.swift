/// A rule that moves parameters against their gradients. A value: its state lives in the program, in flat buffers.
public protocol Optimizer: Sendable, Hashable, Codable {
  /// How many state vectors, each as long as the parameters and zero at first, the rule keeps.
  var stateCount: Int { get }

  /// Updates one run of parameters in place, allocating nothing. The rules are elementwise: how parameters are cut into runs changes
  /// nothing.
  ///
  /// - Parameters:
  ///   - run: which of the parameters are moved.
  ///   - parameters: all of them.
  ///   - gradients: of the loss, as long as `parameters`.
  ///   - state: `stateCount` buffers as long as `parameters`.
  ///   - step: 1 at the first update.
  ///   - learningRate: as the schedule has it for this step, not negative.
  func update(
    _ run: Range<Int>, of parameters: UnsafeMutableBufferPointer<Float>, gradients: UnsafeBufferPointer<Float>,
    state: [UnsafeMutableBufferPointer<Float>], step: Int, learningRate: Float)
}

extension Optimizer {
  /// Stops a program that hands an optimizer buffers that do not belong together.
  func preconditionBuffers(
    _ run: Range<Int>, _ parameters: UnsafeMutableBufferPointer<Float>, _ gradients: UnsafeBufferPointer<Float>,
    _ state: [UnsafeMutableBufferPointer<Float>]
  ) {
    precondition(run.lowerBound >= 0 && run.upperBound <= parameters.count, "a run of \(run) in \(parameters.count) parameters")
    precondition(gradients.count == parameters.count, "\(gradients.count) gradients for \(parameters.count) parameters")
    precondition(state.count == stateCount, "\(state.count) state vectors for an optimizer that keeps \(stateCount)")
    precondition(
      state.allSatisfy { $0.count == parameters.count }, "state of \(state.map(\.count)) scalars for \(parameters.count) parameters")
  }
}
