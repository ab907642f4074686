import ArgumentParser
import FoundationEssentials
import NeuralNet
import PulmoKit

/// What a process is told; the peers' `turns.arguments` in Swift.
struct Setting: ParsableArguments {
  enum Mode: String, ExpressibleByArgument { case training, inference, first, epoch, screening }

  @Option(help: "The network: \(Setting.architectures.keys.sorted().joined(separator: ", ")).")
  var network = "deep-cnn"
  @Option var mode = Mode.training
  @Option(help: "Pictures a run.")
  var batch = 32
  @Option(help: "Safetensors under PyTorch's names; for screening, a model's folder.")
  var weights: String
  @Option(help: "Raw float32, [N, C, H, W].")
  var pictures = ""
  @Option(help: "C,H,W")
  var shape = "1,128,128"
  @Option(help: "A folder of films.")
  var films = ""
  @Option(help: "One of the library's ways to do the same; Pulmo has one.")
  var form = ""

  static let threads = 2
  /// As small as fine-tuning has it, so that rounding does not grow from step to step.
  static let learningRate: Float = 1e-4

  /// Without dropout: the sides draw different masks.
  private static let architectures: [String: Architecture] = [
    "deep-cnn": .deepCNN(DeepCNN()), "resnet18": .resNet(ResNet()), "efficientnet-lite0": .efficientNetLite(EfficientNetLite(dropout: 0)),
  ]

  func graph() throws -> Graph {
    guard let architecture = Self.architectures[network] else { throw ValidationError("there is no network \(network)") }
    return try architecture.graph(input: inputShape())
  }

  /// `[C, H, W]`
  func inputShape() throws -> Shape {
    let dimensions = shape.split(separator: ",").compactMap { Int($0) }
    guard dimensions.count == 3 else { throw ValidationError("--shape is C,H,W, not \(shape)") }
    return Shape(dimensions)
  }

  /// `[N, C, H, W]`, as many as a run takes.
  func readPictures() throws -> Tensor {
    let shape = Shape([batch] + (try inputShape()).dimensions)
    let data = try Data(contentsOf: URL(filePath: pictures))
    guard data.count >= shape.count * 4 else { throw ValidationError("\(pictures) is too short for \(shape)") }
    return Tensor(shape: shape, scalars: data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)[..<shape.count]) })
  }

  /// `[N, 1]`, 0 and 1 in turn.
  var targets: Tensor { Tensor(shape: [batch, 1], scalars: (0..<batch).map { Float($0 % 2) }) }
}
