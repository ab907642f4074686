import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct FeatureMapsTests {
  /// Every block of EfficientNet-Lite0 against PyTorch's in float64: the mean of each channel, and one channel whole. Measured: within
  /// 9e-7 of the greatest value.
  @Test func mapsArePyTorchs() async throws {
    let item = GradientGolden.lite
    let maps = try await FeatureMaps(item.network()).maps(of: item.picture)
    #expect(maps.count == 18)
    for map in maps where map.layer.hasPrefix("_blocks") {
      let block = map.layer.split(separator: ".").prefix(2).joined(separator: ".")
      let means = (0..<map.channels).map { channel in (map.channel(channel) ?? []).reduce(0, +) / Float(map.width * map.height) }
      expectClose(
        Tensor(shape: [map.channels], scalars: means), try GradientGolden.tensor("lite/maps/\(block)/means"), within: 1e-4, block)
      expectClose(
        Tensor(shape: [map.height, map.width], scalars: Array(try #require(map.channel(5)))),
        try GradientGolden.tensor("lite/maps/\(block)/channel 5"), within: 1e-4, block)
    }
  }

  @Test func stripesByHand() async throws {
    let picture = ExplainedNetworks.striped(horizontal: [(1, 1)], vertical: [])
    let maps = try await FeatureMaps(ExplainedNetworks.cornerReader(), layers: ["conv1.pooling", "conv1"]).maps(of: picture)
    #expect(maps.map(\.layer) == ["conv1", "conv1.pooling"] && maps.map(\.channels) == [8, 8])
    #expect(maps.map(\.width) == [14, 7] && maps.map(\.height) == [14, 7])
    // Row 1, 2, 3 of the stripes: black, white, black. The window whose top left pixel is (1, 1) sees them in three columns: 3 · 2 · 1.
    #expect(maps[0].channel(0)?.dropFirst(14 + 1).first == 6 && maps[0].channel(0)?.dropFirst(2 * 14 + 1).first == -6)
    #expect(maps[1].channel(0)?.first == 6 && abs(maps[1].channel(0)?.last ?? 1) < 1e-6)
    #expect(maps[0].channel(8) == nil && maps[0].channel(-1) == nil)
    #expect(maps[0].channel(7)?.allSatisfy { $0 == 0 } == true)
  }

  /// A picture wider than high has maps wider than high.
  @Test func rowsAndColumnsAreNotTurned() async throws {
    let architecture = Architecture.smallCNN(SmallCNN())
    let network = ExplainedNetwork(try ScreeningModels.drawn(architecture, Preprocessing(width: 24, height: 16)), threads: 1)
    let picture = GrayImage(width: 24, height: 16, pixels: (0..<384).map { UInt8($0 % 24 * 10) })
    let map = try await FeatureMaps(network, layers: ["conv1"]).maps(of: picture)[0]
    #expect(map.width == 22 && map.height == 14)
    // Columns differ, rows do not.
    let channel = Array(try #require(map.channel(0)))
    for (first, last) in zip(channel.prefix(22), channel.suffix(22)) { #expect(abs(first - last) < 1e-5) }
    #expect(try await GradCAM(network, layer: "conv1").coarseHeatmap(of: picture, for: .normal).width == 22)
  }
}
