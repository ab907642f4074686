import Foundation
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct ArchitectureTests {
  /// Counted by hand: a convolution has `9·in·out + out`, a dense layer `in·out + out`.
  ///
  /// The deep CNN's pictures go 128 → 126 → 63 → 61 → 30 → 28 → 14, so its first dense layer sees 128·14·14 = 25,088 scalars.
  static let counts: [(Architecture, one: Int, three: Int)] = [
    (.dense(DenseNetwork()), 16_384 * 10 + 10 + 11, 49_152 * 10 + 10 + 11),
    (
      .dense(DenseNetwork(units: [256, 128, 64, 32, 10], dropout: 0.3, l2: 0.005)),
      4_194_560 + 32_896 + 8_256 + 2_080 + 330 + 11, 12_583_168 + 32_896 + 8_256 + 2_080 + 330 + 11
    ),
    (.dense(DenseNetwork(units: [])), 16_385, 49_153),
    (.smallCNN(SmallCNN()), 80 + 63 * 63 * 8 * 8 + 8 + 9, 224 + 63 * 63 * 8 * 8 + 8 + 9),
    (.deepCNN(DeepCNN()), 3_312_385, 3_312_961),
    (.deepCNN(DeepCNN(dropoutAfterPool: 0.3, dropoutAfterDense: 0.1)), 3_312_385, 3_312_961),
  ]

  @Test func parameterCounts() throws {
    for (architecture, one, three) in Self.counts {
      let oneChannel = try architecture.graph(input: [1, 128, 128])
      let threeChannels = try architecture.graph(input: [3, 128, 128])
      #expect(oneChannel.parameterCount == one, "\(architecture)")
      #expect(threeChannels.parameterCount == three, "\(architecture)")
      #expect(oneChannel.outputShape == [1], "\(architecture)")
      #expect(
        oneChannel.parameters.allSatisfy { $0.initializer == ($0.name.hasSuffix("weight") ? .glorotUniform : .zeros) }, "\(architecture)")
    }
  }

  @Test func deepCNNLayers() throws {
    let graph = try Architecture.deepCNN(DeepCNN()).graph(input: [1, 128, 128])
    let shapes = Dictionary(uniqueKeysWithValues: graph.parameters.map { ($0.name, $0.shape) })
    #expect(
      shapes == [
        "conv1.weight": [32, 1, 3, 3], "conv1.bias": [32], "conv2.weight": [64, 32, 3, 3], "conv2.bias": [64],
        "conv3.weight": [128, 64, 3, 3], "conv3.bias": [128], "dense1.weight": [128, 25_088], "dense1.bias": [128],
        "dense2.weight": [64, 128], "dense2.bias": [64], "head.weight": [1, 64], "head.bias": [1],
      ])
  }

  @Test func dropoutStandsAfterEachPoolAndEachHiddenDense() throws {
    let graph = try Architecture.deepCNN(DeepCNN(dropoutAfterPool: 0.3, dropoutAfterDense: 0.1)).graph(input: [1, 128, 128])
    let operations = graph.nodes.map(\.operation)
    var follows: [String] = []
    for (index, operation) in operations.enumerated() {
      guard case .dropout(let rate) = operation else { continue }
      switch operations[index - 1] {
      case .pooling: follows.append("pool \(rate)")
      case .activation: follows.append("dense \(rate)")
      default: Issue.record("dropout after \(operations[index - 1])")
      }
    }
    #expect(follows == ["pool 0.3", "pool 0.3", "pool 0.3", "dense 0.1", "dense 0.1"])
  }

  @Test func l2LiesOnHiddenWeightsOnly() throws {
    let graph = try Architecture.dense(DenseNetwork(units: [4, 3], l2: 0.005)).graph(input: [1, 16, 16])
    #expect(graph.parameters.filter { $0.l2 != 0 }.map(\.name) == ["dense1.weight", "dense2.weight"])
    #expect(graph.parameters.allSatisfy { $0.l2 == 0 || $0.l2 == 0.005 })
  }

  @Test func tooSmallInputIsAShapeError() {
    #expect(throws: ShapeError.self) { try Architecture.deepCNN(DeepCNN()).graph(input: [1, 16, 16]) }
  }

  @Test func codesAsNameAndOptions() throws {
    for (architecture, _, _) in Self.counts {
      let json = try JSONEncoder().encode(architecture)
      #expect(try JSONDecoder().decode(Architecture.self, from: json) == architecture, "\(architecture)")
    }
    #expect(try JSONDecoder().decode([Architecture].self, from: Data(#"["deepCNN"]"#.utf8)) == [.deepCNN(DeepCNN())])
    #expect(try JSONDecoder().decode([Architecture].self, from: Data(#"["resNet"]"#.utf8)) == [.resNet(ResNet())])
    for architecture: Architecture in [
      .resNet(ResNet(depth: .layers50, outputs: 3)), .efficientNetLite(EfficientNetLite(variant: .lite2, dropout: 0.3, outputs: 3)),
    ] {
      #expect(try JSONDecoder().decode(Architecture.self, from: try JSONEncoder().encode(architecture)) == architecture)
    }
    let lite = Data(#"{"efficientNetLite": {"variant": 1}}"#.utf8)
    #expect(try JSONDecoder().decode(Architecture.self, from: lite) == .efficientNetLite(EfficientNetLite(variant: .lite1)))
    let half = Data(#"{"deepCNN": {"dropoutAfterPool": 0.3}}"#.utf8)
    #expect(try JSONDecoder().decode(Architecture.self, from: half) == .deepCNN(DeepCNN(dropoutAfterPool: 0.3)))
  }

  @Test func refusesWhatItDoesNotKnow() {
    for json in [
      #"["deepcnn"]"#, #"[{"deepCNN": {"dropout": 0.3}}]"#, #"[{"smallCNN": {"units": 3}}]"#, #"[{"deepCNN": {"dropoutAfterPool": 1}}]"#,
      #"[{"resNet": {"depth": 101}}]"#, #"[{"resNet": {"outputs": 0}}]"#, #"[{"efficientNetLite": {"variant": 3}}]"#,
      #"[{"efficientNetLite": {"dropout": 1}}]"#, #"[{"dense": {"units": [0]}}]"#, #"[{"dense": {"l2": -1}}]"#,
      #"[{"dense": {}, "smallCNN": {}}]"#,
    ] {
      #expect(throws: DecodingError.self, "\(json)") { try JSONDecoder().decode([Architecture].self, from: Data(json.utf8)) }
    }
  }
}
