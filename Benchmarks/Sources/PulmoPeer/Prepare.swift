import ArgumentParser
import FoundationEssentials
import NeuralNet

/// Writes what all sides start from: random weights by PyTorch's names and noise pictures.
struct Prepare: ParsableCommand {
  @OptionGroup var setting: Setting

  func run() throws {
    let graph = try setting.graph()
    var generator = SplitMix64(seed: 1)
    try Safetensors(tensors: Parameters.initialized(for: graph, using: &generator).tensors).write(to: setting.weights)
    let count = setting.batch * graph.inputShape.count
    let pictures = (0..<count).map { _ in generator.nextUnitFloat() }
    try pictures.withUnsafeBytes { try Data($0).write(to: URL(filePath: setting.pictures)) }
  }
}
