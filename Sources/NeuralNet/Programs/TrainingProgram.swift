/// A graph compiled for training at one batch size: forward, loss, backward, update.
public final class TrainingProgram {
  public let inputShape: Shape
  public let outputShape: Shape

  public init(
    _ graph: Graph, _ parameters: Parameters, loss: Loss, optimizer: any Optimizer, training: TrainingOptions = TrainingOptions(),
    _ options: CompileOptions
  ) throws(NeuralNetError) { preconditionFailure("stub") }

  /// One step: the loss and logits before the update. `targets` are `[N, outputs]` class probabilities (one-hot, or 0/1
  /// for a single sigmoid output). `seed` keys dropout's masks: the same seed gives the same step.
  public func step(
    _ input: borrowing Tensor, targets: borrowing Tensor, learningRate: Float, seed: UInt64
  ) throws(NeuralNetError) -> StepResult { preconditionFailure("stub") }

  /// The parameters as they stand.
  public func parameters() throws(NeuralNetError) -> Parameters { preconditionFailure("stub") }
  /// The running average of the parameters, where `TrainingOptions.averageDecay` asks for one; else the parameters.
  public func averagedParameters() throws(NeuralNetError) -> Parameters { preconditionFailure("stub") }
  /// Everything a later `restore` needs to go on with the same bits, in plain layouts.
  public func state() throws(NeuralNetError) -> TrainingState { preconditionFailure("stub") }
  public func restore(_ state: TrainingState) throws(NeuralNetError) { preconditionFailure("stub") }
}

public struct StepResult: Sendable {
  /// Mean loss over the batch, without the L2 penalty.
  public let loss: Float
  /// The L2 penalty of the parameters before the update.
  public let penalty: Float
  /// `[N, outputs]`
  public let logits: Tensor
  /// Global norm of all gradients before clipping.
  public let gradientNorm: Float
}

/// Options of training that are no property of the graph.
public struct TrainingOptions: Hashable, Sendable, Codable {
  /// Gradients are scaled down to this global norm; nil leaves them.
  public var maximumGradientNorm: Float?
  /// Decay of the parameters' exponential moving average; nil keeps none.
  public var averageDecay: Float?
  /// Names of layers (scopes) whose parameters stay as they are; a name covers everything below it.
  public var frozenLayers: [String]

  public init(maximumGradientNorm: Float? = nil, averageDecay: Float? = nil, frozenLayers: [String] = []) {
    self.maximumGradientNorm = maximumGradientNorm
    self.averageDecay = averageDecay
    self.frozenLayers = frozenLayers
  }
}

/// Parameters, optimizer state and step count of a training program, in plain layouts.
public struct TrainingState: Sendable, Hashable {
  public var parameters: Parameters
  /// One entry per state vector of the optimizer (Adam: first and second moment), keyed by parameter.
  public var optimizer: [Parameters]
  public var average: Parameters?
  public var step: Int
}
