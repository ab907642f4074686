import ArgumentParser
import NeuralNet

/// What a peer needs to show that both sides compute the same: weights, a batch, the first logits and the losses of some steps.
struct AgreementFiles: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement", abstract: "Writes weights and data, and the losses of training on them, as safetensors.")

  @OptionGroup var setting: Setting
  @Option(help: "Steps whose losses are written.") var steps = 5
  @Argument(help: "The file to write.") var file: String

  func run() async throws {
    let engine = try Engine(setting)
    let parameters = await engine.initialParameters
    try await engine.compile(parameters)
    let (images, targets) = engine.randomBatch(seed: 3)
    var losses: [Float] = []
    var logits = Tensor(shape: targets.shape)
    for step in 0..<steps {
      let result = try await engine.step(images, targets)
      if step == 0 { logits = result.logits }
      losses.append(result.loss)
    }
    var tensors = parameters.tensors
    tensors["images"] = images
    tensors["targets"] = targets
    tensors["logits"] = logits
    tensors["losses"] = Tensor(shape: [steps], scalars: losses)
    try Safetensors(tensors: tensors).write(to: file)
    print(#"{"file": "\#(file)"}"#)
  }
}
