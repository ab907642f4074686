@testable import NeuralNet
import Testing

@Suite struct InitializationTests {
  /// The sequence of the reference implementation for the seed 1234567.
  @Test func splitMix64IsTheReferences() {
    var generator = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.indices.map { _ in generator.next() } == expected)
  }

  @Test func keyedStreamsDiffer() {
    var starts = Set<UInt64>()
    for a: UInt64 in 0..<20 {
      for b: UInt64 in 0..<20 {
        var generator = SplitMix64(keys: a, b)
        starts.insert(generator.next())
      }
    }
    #expect(starts.count == 400)
    #expect(SplitMix64(keys: 1, 2) == SplitMix64(keys: 1, 2))
    #expect(SplitMix64(keys: 1) != SplitMix64(keys: 1, 0))
  }

  struct Spread: Sendable, CustomTestStringConvertible {
    let name: String
    let shape: Shape
    let initializer: Initializer
    /// He's 2 / fanIn; Glorot's 2 / (fanIn + fanOut), a third of the square of its limit.
    let variance: Double
    var testDescription: String { name }
  }

  static let spreads: [Spread] = [
    Spread(name: "he, dense", shape: [400, 300], initializer: .heNormal, variance: 2.0 / 300),
    Spread(name: "he, convolution", shape: [64, 32, 3, 3], initializer: .heNormal, variance: 2.0 / 288),
    Spread(name: "he, depthwise", shape: [512, 1, 5, 5], initializer: .heNormal, variance: 2.0 / 25),
    Spread(name: "glorot, dense", shape: [400, 300], initializer: .glorotUniform, variance: 2.0 / 700),
    Spread(name: "glorot, convolution", shape: [64, 32, 3, 3], initializer: .glorotUniform, variance: 2.0 / 864),
    Spread(name: "glorot, groups", shape: [64, 8, 3, 3], initializer: .glorotUniform, variance: 2.0 / 648),
  ]

  @Test(arguments: spreads) func spread(_ example: Spread) throws {
    let (name, shape, initializer) = (example.name, example.shape, example.initializer)
    let deviation = example.variance.squareRoot()
    let values = try draw(shape, initializer).scalars.map(Double.init)
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    #expect(abs(mean) < 4 * deviation / count.squareRoot(), "\(name): mean \(mean)")
    #expect(abs(variance.squareRoot() / deviation - 1) < 4 / count.squareRoot(), "\(name): deviation \(variance.squareRoot())")
    let (greatest, least) = (values.max() ?? 0, values.min() ?? 0)
    let fourth = values.reduce(0) { $0 + pow4(($1 - mean) / deviation) } / count
    switch initializer {
    case .glorotUniform:
      let limit = deviation * 3.0.squareRoot()
      #expect(greatest <= limit * 1.000_001 && least >= -limit * 1.000_001 && greatest > 0.99 * limit && least < -0.99 * limit)
      #expect(abs(fourth - 1.8) < 0.1, "\(name): a uniform distribution's kurtosis is 1.8, not \(fourth)")
    default:
      #expect(greatest > 3 * deviation && least < -3 * deviation, "\(name): the normal is not cut off")
      #expect(abs(fourth - 3) < 0.25, "\(name): a normal distribution's kurtosis is 3, not \(fourth)")
    }
  }

  @Test func constants() throws {
    #expect(try draw([3, 4], .zeros) == Tensor(shape: [3, 4], repeating: 0))
    #expect(try draw([5], .ones) == Tensor(shape: [5], repeating: 1))
  }

  @Test func everyParameterOfALayerBegins() throws {
    var generator = SplitMix64(seed: 1)
    let graph = try Graph(input: [3, 8, 8]) { (graph, x) throws(ShapeError) in
      try graph.append("bn", BatchNorm(), try graph.append("conv", Conv2D(channels: 4, kernel: 3), x))
    }
    let tensors = Parameters.initialized(for: graph, using: &generator).tensors
    #expect(tensors.keys.sorted() == ["bn.bias", "bn.running_mean", "bn.running_var", "bn.weight", "conv.bias", "conv.weight"])
    #expect(tensors["bn.weight"]?.scalars == [1, 1, 1, 1] && tensors["bn.running_var"]?.scalars == [1, 1, 1, 1])
    #expect(tensors["bn.bias"]?.scalars == [0, 0, 0, 0] && tensors["bn.running_mean"]?.scalars == [0, 0, 0, 0])
    #expect(tensors["conv.bias"]?.scalars == [0, 0, 0, 0])
    #expect(Set(tensors["conv.weight"]?.scalars ?? []).count == 108, "weights repeat")
  }

  /// A layer more changes nothing in the others; another seed changes all.
  @Test func streamsAreKeyedByName() throws {
    func initialized(layers: [String], seed: UInt64) throws -> [String: Tensor] {
      let graph = try Graph(input: [16]) { (graph, x) throws(ShapeError) in
        var x = x
        for layer in layers { x = try graph.append(layer, Dense(units: 16), x) }
        return x
      }
      var generator = SplitMix64(seed: seed)
      return Parameters.initialized(for: graph, using: &generator).tensors
    }
    let short = try initialized(layers: ["a", "c"], seed: 1)
    let long = try initialized(layers: ["a", "b", "c"], seed: 1)
    #expect(short["a.weight"] == long["a.weight"] && short["c.weight"] == long["c.weight"])
    #expect(long["a.weight"] != long["b.weight"])
    #expect(try initialized(layers: ["a", "c"], seed: 2)["a.weight"] != short["a.weight"])
    #expect(try initialized(layers: ["a", "c"], seed: 1) == short)
  }

  private func draw(_ shape: Shape, _ initializer: Initializer) throws -> Tensor {
    let specification = ParameterSpecification(name: "weight", shape: shape, initializer: initializer, isTrainable: true, l2: 0)
    var graph = try Graph(input: [1], Flatten())
    graph.parameters = [specification]
    var generator = SplitMix64(seed: 3)
    return try #require(Parameters.initialized(for: graph, using: &generator).tensors["weight"])
  }

  private func pow4(_ x: Double) -> Double { x * x * x * x }
}
