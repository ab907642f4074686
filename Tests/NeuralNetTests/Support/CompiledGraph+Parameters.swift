@testable import NeuralNet

extension CompiledGraph {
  /// A graph with its parameters as they are.
  convenience init(
    _ graph: Graph, _ parameters: Parameters, mode: ProgramMode, options: CompileOptions, isLearned: [Bool]? = nil,
    wantsInputGradient: Bool = false
  ) throws(NeuralNetError) {
    try self.init(
      graph, FoldedParameters(parameters), mode: mode, options: options, isLearned: isLearned, wantsInputGradient: wantsInputGradient)
  }

  /// Writes parameters as they are.
  func load(_ parameters: Parameters) throws(NeuralNetError) { try load(FoldedParameters(parameters)) }
}
