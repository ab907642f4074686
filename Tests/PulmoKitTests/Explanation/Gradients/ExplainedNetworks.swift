import Imaging
import NeuralNet

@testable import PulmoKit

/// Small networks to be explained.
enum ExplainedNetworks {
  static func network(
    _ architecture: Architecture, _ preprocessing: Preprocessing, _ parameters: Parameters, threads: Int = 1
  ) throws -> ExplainedNetwork {
    let outputs = try architecture.graph(input: preprocessing.inputShape).outputShape
    let scheme: LabelScheme = outputs == [3] ? .threeClasses : .binary
    let manifest = ModelManifest(
      formatVersion: ModelManifest.currentFormatVersion, name: "tiny", version: "1.0.0", architecture: architecture,
      preprocessing: preprocessing, labels: scheme.labels,
      threshold: OperatingThreshold(value: 0.5, wantedSensitivity: 0.99, chosenOn: "nothing", studyCount: 0), earlierThresholds: [],
      recipe: "name: tiny\n", dataHashes: [:], metrics: [:], weightsSHA256: "", intendedUse: ModelManifest.intendedUse, trainedOn: "noise")
    return ExplainedNetwork(try ModelArtifact(manifest: manifest, parameters: parameters), threads: threads)
  }

  /// With drawn weights.
  static func drawn(_ architecture: Architecture, side: Int, threads: Int = 1) throws -> ExplainedNetwork {
    let preprocessing = Preprocessing(width: side, height: side)
    return try network(
      architecture, preprocessing, Backbones.parameters(of: try architecture.graph(input: preprocessing.inputShape)), threads: threads)
  }

  /// A small CNN on 16 × 16 pixels whose logit is the sum of the horizontal stripes that its first channel finds in the top left corner:
  /// pooled pixels (0, 0) to (2, 2), which see rows and columns 0 to 7.
  static func cornerReader() throws -> ExplainedNetwork {
    var convolution = Tensor(shape: [8, 1, 3, 3])
    var dense = Tensor(shape: [8, 8 * 7 * 7])
    var head = Tensor(shape: [1, 8])
    for column in 0..<3 {
      for (row, weight) in [Float(-1), 2, -1].enumerated() { convolution.scalars[3 * row + column] = weight }
      for row in 0..<3 { dense.scalars[7 * row + column] = 1 }
    }
    head.scalars[0] = 1
    return try network(
      .smallCNN(SmallCNN()), Preprocessing(width: 16, height: 16),
      Parameters(tensors: [
        "conv1.weight": convolution, "conv1.bias": Tensor(shape: [8]), "dense1.weight": dense, "dense1.bias": Tensor(shape: [8]),
        "head.weight": head, "head.bias": Tensor(shape: [1]),
      ]))
  }

  /// Grey, with squares of 6 × 6 pixels striped black and white.
  /// - Parameters:
  ///   - horizontal: the top left corners of squares of horizontal stripes.
  ///   - vertical: those of vertical ones.
  static func striped(horizontal: [(row: Int, column: Int)], vertical: [(row: Int, column: Int)]) -> GrayImage {
    var picture = GrayImage(width: 16, height: 16, pixels: Array(repeating: 128, count: 256))
    for (squares, isHorizontal) in [(horizontal, true), (vertical, false)] {
      for square in squares {
        for row in 0..<6 {
          for column in 0..<6 {
            let stripe = isHorizontal ? row : column
            picture.pixels[16 * (square.row + row) + square.column + column] = stripe % 2 == 0 ? 0 : 255
          }
        }
      }
    }
    return picture
  }
}
