/// Parameters, optimizer state and step count of a training program, in plain layouts.
public struct TrainingState: Sendable, Hashable {
  public var parameters: Parameters
  /// One entry per state vector of the optimizer (Adam: first and second moment), keyed by parameter.
  public var optimizer: [Parameters]
  public var average: Parameters?
  /// Updates done so far.
  public var step: Int
  /// Of each parameter that was frozen for a time: how many of the updates it missed, at most `step`.
  public var missedUpdates: [String: Int]

  public init(parameters: Parameters, optimizer: [Parameters], average: Parameters?, step: Int, missedUpdates: [String: Int] = [:]) {
    self.parameters = parameters
    self.optimizer = optimizer
    self.average = average
    self.step = step
    self.missedUpdates = missedUpdates
  }
}
