import Foundation
import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

/// The EfficientNet-Lites with ImageNet's weights, where Scripts/fetch-backbone has put them, against the package they come from.
@Suite(.enabled(if: FetchedBackbones.areHere, "skipped: no Backbones here; Scripts/fetch-backbone lite0 lite1 lite2 makes them"))
struct ImageNetTests {
  static let variants = EfficientNetLite.Variant.allCases
  static let sizes = [224, 240, 260]
  static let films = ["Examples/NORMAL/NORMAL2-IM-1427-0001.jpeg", "Examples/PNEUMONIA/person1946_bacteria_4874.jpeg"]

  static func golden(_ name: String) throws -> Tensor {
    let url = try #require(Bundle.module.url(forResource: "Goldens/imagenet", withExtension: "safetensors"))
    return try #require(try Safetensors(contentsOf: url.path).tensors[name])
  }

  @Test(arguments: variants) func colour(_ variant: EfficientNetLite.Variant) throws {
    let (name, size) = ("EfficientNet-Lite \(variant.rawValue)", Self.sizes[variant.rawValue])
    let graph = try EfficientNetLite(variant: variant, outputs: 1000).graph(channels: 3, size: size)
    var weights = try StateDict(contentsOf: FetchedBackbones.path(variant))
    #expect(weights.foldColour(for: graph) == nil)
    let program = try InferenceProgram(graph, try weights.parameters(of: graph), CompileOptions(batchSize: 1))
    var logits = Tensor(shape: [1, 1000])
    try program.run(Backbones.drawn("\(name)/ImageNet/picture", [1, 3, size, size]), into: &logits)
    expectClose(logits, try Self.golden("\(name)/colour"), within: 1e-5, "\(name), colour")
  }

  /// The whole road of a grey film: decoded, squashed and normalised by ``Preprocessing``, the first layer's channels summed into one.
  @Test(arguments: variants) func grey(_ variant: EfficientNetLite.Variant) throws {
    let (name, size) = ("EfficientNet-Lite \(variant.rawValue)", Self.sizes[variant.rawValue])
    let graph = try EfficientNetLite(variant: variant, outputs: 1000).graph(channels: 1, size: size)
    var weights = try StateDict(contentsOf: FetchedBackbones.path(variant))
    #expect(weights.foldColour(for: graph) == "_conv_stem.weight")
    let preprocessing = Preprocessing(width: size, height: size, mean: 127.0 / 255, standardDeviation: 128.0 / 255)
    var pictures = Tensor(shape: [2, 1, size, size])
    for (index, film) in Self.films.enumerated() {
      let picture = try preprocessing.picture(at: "\(FetchedBackbones.root)/\(film)")
      let pixels = index * size * size..<(index + 1) * size * size
      pictures.scalars.withUnsafeMutableBufferPointer { preprocessing.fill(.init(rebasing: $0[pixels]), with: picture) }
    }
    let program = try InferenceProgram(graph, try weights.parameters(of: graph), CompileOptions(batchSize: 2))
    var logits = Tensor(shape: [2, 1000])
    try program.run(pictures, into: &logits)
    expectClose(logits, try Self.golden("\(name)/grey"), within: 1e-5, "\(name), grey")
  }
}

/// What Scripts/fetch-backbone makes in the checkout.
enum FetchedBackbones {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized.path
  static var areHere: Bool { EfficientNetLite.Variant.allCases.allSatisfy { FileManager.default.fileExists(atPath: path($0)) } }
  static func path(_ variant: EfficientNetLite.Variant) -> String { "\(root)/Backbones/efficientnet-lite\(variant.rawValue).safetensors" }
}

extension EfficientNetLite {
  fileprivate func graph(channels: Int, size: Int) throws -> Graph {
    try Architecture.efficientNetLite(self).graph(input: [channels, size, size])
  }
}
