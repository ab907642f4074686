/// A graph compiled for inference at one batch size: batch normalisation folded, activations fused, no gradient memory.
///
/// A program is not thread-safe and runs fastest from one thread: see ``ComputeThread``.
public final class InferenceProgram {
  /// `[N, C, H, W]` or `[N, C]`
  public let inputShape: Shape
  /// `[N, outputs]`: logits, not probabilities.
  public let outputShape: Shape

  public init(_ graph: Graph, _ parameters: Parameters, _ options: CompileOptions) throws(NeuralNetError) { preconditionFailure("stub") }

  /// Computes `output` from `input`; both have the program's shapes.
  public func run(_ input: borrowing Tensor, into output: inout Tensor) throws(NeuralNetError) { preconditionFailure("stub") }

  /// Replaces the parameters, as after an epoch of training.
  public func load(_ parameters: Parameters) throws(NeuralNetError) { preconditionFailure("stub") }

  /// The last run's result of the node `name`, which the options must have listed.
  public func tap(_ name: String) throws(NeuralNetError) -> Tensor { preconditionFailure("stub") }
}
