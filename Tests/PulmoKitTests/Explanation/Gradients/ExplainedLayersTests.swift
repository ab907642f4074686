import Testing

@testable import PulmoKit

@Suite struct ExplainedLayersTests {
  @Test func blocksOfThePlainNetworks() throws {
    let small = try ExplainedNetworks.drawn(.smallCNN(SmallCNN()), side: 16)
    #expect(small.spatialLayers == ["conv1", "conv1.relu", "conv1.pooling"])
    #expect(small.blockLayers == ["conv1.relu"])
    let dropout = try ExplainedNetworks.drawn(.deepCNN(DeepCNN(dropoutAfterPool: 0.3)), side: 32)
    #expect(dropout.blockLayers == ["conv1.relu", "conv2.relu", "conv3.relu"])
    #expect(!dropout.spatialLayers.contains { $0.contains("dropout") })
    #expect(try dropout.lastSpatialLayer() == "conv3.relu")
  }

  @Test func blocksOfResNet() throws {
    let network = try GradientGolden.resNet.network()
    #expect(
      network.blockLayers
        == ["bn1.relu"] + (1...4).flatMap { stage in (0...1).map { "layer\(stage).\($0).relu" } })
    #expect(try network.lastSpatialLayer() == "layer4.1.relu")
  }

  @Test func blocksOfEfficientNetLite() throws {
    let network = try GradientGolden.lite.network()
    let linear: Set = [0, 1, 3, 5, 8, 11, 15]
    #expect(
      network.blockLayers
        == ["_bn0.relu6"] + (0...15).map { linear.contains($0) ? "_blocks.\($0)._bn2" : "_blocks.\($0)" } + ["_bn1.relu6"])
    #expect(try network.lastSpatialLayer() == "_bn1.relu6")
  }

  /// At 16 × 16 pixels EfficientNet-Lite's sixth block shrinks the picture from 2 × 2 to one pixel, where nothing can be told apart.
  @Test func layersOfOnePixelAreNone() throws {
    let network = try ExplainedNetworks.drawn(.efficientNetLite(EfficientNetLite(outputs: 3)), side: 16)
    #expect(try network.lastSpatialLayer() == "_blocks.5._bn0.relu6")
    #expect(!network.spatialLayers.contains("_bn1.relu6"))
  }

  @Test func withoutPicturesTheErrorSaysWhatWorks() async throws {
    let network = try ExplainedNetworks.drawn(.dense(DenseNetwork()), side: 16)
    #expect(network.spatialLayers == [] && network.blockLayers == [])
    await #expect(throws: GradientError.noSpatialLayer) { _ = try await GradCAM(network) }
    await #expect(throws: GradientError.noSpatialLayer) { _ = try await GradCAM(network, layer: "dense1") }
    await #expect(throws: GradientError.noSpatialLayer) { _ = try await FeatureMaps(network) }
    #expect("\(GradientError.noSpatialLayer)".contains("explain this one by lime, occlusion or integrated-gradients"))
  }

  @Test func unknownLayersAreNamed() async throws {
    let network = try ExplainedNetworks.drawn(.smallCNN(SmallCNN()), side: 16)
    for (name, nearest) in [("conv1.rleu", "conv1.relu"), ("dense1", nil), ("input", nil), ("CONV1", "conv1")] {
      let error = GradientError.unknownLayer(name: name, nearest: nearest, blocks: ["conv1.relu"])
      await #expect(throws: error) { _ = try await GradCAM(network, layer: name) }
      await #expect(throws: error) { _ = try await FeatureMaps(network, layers: ["conv1", name]) }
    }
    #expect(
      "\(GradientError.unknownLayer(name: "conv1.rleu", nearest: "conv1.relu", blocks: ["conv1.relu"]))"
        == "the network has no layer 'conv1.rleu' that still is a picture; did you mean 'conv1.relu'? its blocks end in conv1.relu")
    // A block that is no layer itself.
    let lite = try GradientGolden.lite.network()
    let error = GradientError.unknownLayer(name: "_blocks.8", nearest: "_blocks.8._bn2", blocks: lite.blockLayers)
    await #expect(throws: error) { _ = try await GradCAM(lite, layer: "_blocks.8") }
  }
}
