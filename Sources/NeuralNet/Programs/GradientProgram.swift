/// A graph compiled for explanations: layers as in inference, forward and backward on the unfused graph, no update.
public final class GradientProgram {
  private let compiled: CompiledGraph

  /// `[N, C, H, W]` or `[N, C]`
  public var inputShape: Shape { compiled.inputShape }
  /// `[N, outputs]`: logits.
  public var outputShape: Shape { compiled.outputShape }

  /// Compiles `graph` with `parameters`; the taps of `options` keep their results and their gradients.
  public init(_ graph: Graph, _ parameters: Parameters, _ options: CompileOptions = CompileOptions()) throws(NeuralNetError) {
    compiled = try CompiledGraph(graph, FoldedParameters(parameters), mode: .gradient, options: options, wantsInputGradient: true)
  }

  /// The logits of `input`, `[N, outputs]`.
  public func forward(_ input: borrowing Tensor) throws(NeuralNetError) -> Tensor { try compiled.forward(input) }

  /// The gradient of `Σ outputGradient · logits` with respect to the input of the last forward run; any number of times after it.
  public func backward(_ outputGradient: borrowing Tensor) throws(NeuralNetError) -> Tensor {
    guard let gradient = try compiled.backward(outputGradient) else {
      return Tensor(shape: inputShape)
    }
    return gradient
  }

  /// The last forward run's result of the node `name`, which the options must have listed.
  public func tap(_ name: String) throws(NeuralNetError) -> Tensor { try compiled.tap(name) }
  /// The last backward run's gradient of that result.
  public func tapGradient(_ name: String) throws(NeuralNetError) -> Tensor { try compiled.tapGradient(name) }
}
