import NeuralNet
import Testing

@testable import PulmoKit

/// The gradient of the log-odds with respect to the picture, against their differences along drawn directions.
@Suite struct InputGradientTests {
  static let networks: [(Architecture, Label, tolerance: Double)] = [
    (.dense(DenseNetwork(units: [6, 5])), .pneumonia, 1e-3), (.smallCNN(SmallCNN()), .normal, 1e-3),
    (.efficientNetLite(EfficientNetLite(outputs: 3)), .bacterial, 1e-2),
    (.efficientNetLite(EfficientNetLite(outputs: 3)), .pneumonia, 1e-2),
  ]

  @Test(arguments: networks) func gradientIsTheSlope(_ architecture: Architecture, label: Label, tolerance: Double) async throws {
    let network = try ExplainedNetworks.drawn(architecture, side: 32)
    let runner = try await GradientRunner(network, batchSize: 2)
    let logOdds = ClassLogOdds(of: label, in: network.scheme)
    let picture = Backbones.drawn("picture", [1, 32, 32]).scalars
    let gradient = try await runner.gradient(of: logOdds, at: Tensor(shape: [2, 1, 32, 32], scalars: picture + picture))
    #expect(gradient.values[0] == gradient.values[1])
    let own = gradient.gradient.scalars.prefix(1024).map(Double.init)
    let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(length > 0)
    let step = 1e-3
    for number in 0..<4 {
      // Partly along the gradient, so that there is a slope to measure.
      let direction = zip(Backbones.drawn("direction \(number)/picture", [1024]).scalars, own).map { Double($0) / 64 + $1 / length }
      let ends = [1.0, -1].flatMap { sign in zip(picture, direction).map { Float(Double($0) + sign * step * $1) } }
      let values = try await runner.gradient(of: logOdds, at: Tensor(shape: [2, 1, 32, 32], scalars: ends)).values
      // Along the way that the rounded ends lie on.
      let way = (0..<1024).map { Double(ends[$0]) - Double(ends[1024 + $0]) }
      let expected = zip(way, own).reduce(0) { $0 + $1.0 * $1.1 }
      let difference = values[0] - values[1]
      #expect(abs(difference - expected) <= tolerance * abs(expected), "direction \(number): \(difference), not \(expected)")
    }
  }
}
