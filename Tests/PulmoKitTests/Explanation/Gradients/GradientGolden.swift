import Foundation
import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

/// What Scripts/goldens/gradients.py computed with captum and grad-cam, and the networks and pictures it computed it from.
enum GradientGolden {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let architecture: Architecture
    let preprocessing: Preprocessing
    /// Keys the stream of the picture.
    let number: UInt64
    /// A layer other than the default that is mapped as well.
    let otherLayer: String

    var testDescription: String { name }

    /// On one thread, so that a run of the tests does not depend on the machine.
    func network(threads: Int = 1) throws -> ExplainedNetwork {
      let parameters = try #require(GradientGolden.parameters.get()[name])
      return try ExplainedNetworks.network(architecture, preprocessing, parameters, threads: threads)
    }

    var picture: GrayImage {
      var stream = SplitMix64(keys: number)
      let count = preprocessing.width * preprocessing.height
      let levels = (0..<count).map { _ in UInt8(stream.nextUnitFloat() * 256) }
      return GrayImage(width: preprocessing.width, height: preprocessing.height, pixels: levels)
    }

    /// The classes of which the golden file has `what`.
    func labels(of what: String) throws -> [Label] {
      let tensors = try golden.get()
      return Label.allCases.filter { tensors["\(name)/\($0.rawValue)/\(what)"] != nil }
    }

    func tensor(_ label: Label, _ what: String) throws -> Tensor { try GradientGolden.tensor("\(name)/\(label.rawValue)/\(what)") }
  }

  static let deepCNN = Case(
    name: "deepCNN", architecture: .deepCNN(DeepCNN()), preprocessing: Preprocessing(width: 40, height: 48), number: 1, otherLayer: "conv2")
  static let lite = Case(
    name: "lite", architecture: .efficientNetLite(EfficientNetLite(outputs: 3)),
    preprocessing: Preprocessing(width: 48, height: 64, channels: 3, mean: 0.5, standardDeviation: 0.25), number: 2, otherLayer: "_blocks.9"
  )
  static let resNet = Case(
    name: "resNet", architecture: .resNet(ResNet()),
    preprocessing: Preprocessing(width: 64, height: 64, mean: 0.25, standardDeviation: 0.5), number: 3, otherLayer: "layer3.0.relu")
  static let cases = [deepCNN, lite, resNet]

  /// By network; drawn once, for there are millions.
  static let parameters: Result<[String: Parameters], any Error> = Result {
    try Dictionary(
      uniqueKeysWithValues: cases.map {
        ($0.name, Backbones.parameters(of: try $0.architecture.graph(input: $0.preprocessing.inputShape)))
      })
  }

  static let golden: Result<[String: Tensor], any Error> = Result {
    let url = try #require(Bundle.module.url(forResource: "Goldens/gradients", withExtension: "safetensors"))
    return try Safetensors(contentsOf: url.path).tensors
  }

  static func tensor(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Tensor {
    try #require(try golden.get()[name], "the golden file has no tensor '\(name)'", sourceLocation: sourceLocation)
  }
}

extension Heatmap {
  /// `[H, W]`
  var tensor: Tensor { Tensor(shape: [height, width], scalars: values) }

  /// The same from 0 to 1.
  var rescaled: Heatmap {
    let (least, greatest) = (values.min() ?? 0, values.max() ?? 1)
    return Heatmap(width: width, height: height, values: values.map { ($0 - least) / (greatest - least) })
  }
}
