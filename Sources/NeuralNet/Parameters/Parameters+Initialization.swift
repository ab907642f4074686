#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Parameters {
  /// Draws every parameter of `graph` by its initializer.
  ///
  /// - `zeros`, `ones`: that number.
  /// - `heNormal`: normal, mean 0, standard deviation `√(2 / fanIn)`. A plain normal as in PyTorch's `kaiming_normal_`, not the normal cut
  ///   at two deviations of Keras's `he_normal`.
  /// - `glorotUniform`: uniform in `±√(6 / (fanIn + fanOut))`, PyTorch's `xavier_uniform_` and Keras's default.
  ///
  /// A weight `[out, in, kh, kw]` has `fanIn = in·kh·kw` and `fanOut = out·kh·kw`, where `in` is the channels of one group.
  ///
  /// Takes one number from `generator`. Every parameter draws from a stream of its own, keyed by that number and its name: a layer added
  /// or taken away elsewhere changes nothing here.
  ///
  /// Source: He et al., "Delving deep into rectifiers", ICCV 2015; Glorot and Bengio, "Understanding the difficulty of training deep
  /// feedforward neural networks", AISTATS 2010.
  public static func initialized(for graph: Graph, using generator: inout SplitMix64) -> Parameters {
    let seed = generator.next()
    var tensors: [String: Tensor] = [:]
    for specification in graph.parameters {
      var stream = SplitMix64(keys: seed, stableHash(of: specification.name))
      tensors[specification.name] = Tensor(drawn: specification, using: &stream)
    }
    return Parameters(tensors: tensors)
  }

  /// FNV-1a over UTF-8: Swift's own hashes change from run to run.
  private static func stableHash(of text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

extension Tensor {
  fileprivate init(drawn specification: ParameterSpecification, using generator: inout SplitMix64) {
    let shape = specification.shape
    switch specification.initializer {
    case .zeros: self.init(shape: shape, repeating: 0)
    case .ones: self.init(shape: shape, repeating: 1)
    case .heNormal:
      let deviation = (2 / Double(shape.fans(of: specification.name).in)).squareRoot()
      self.init(shape: shape, scalars: (0..<shape.count).map { _ in Float(deviation * generator.nextNormal()) })
    case .glorotUniform:
      let fans = shape.fans(of: specification.name)
      let limit = (6 / Double(fans.in + fans.out)).squareRoot()
      self.init(shape: shape, scalars: (0..<shape.count).map { _ in Float(limit * (2 * generator.nextUnit() - 1)) })
    }
  }
}

extension Shape {
  /// Scalars that feed one output of a weight, and outputs that one scalar feeds.
  fileprivate func fans(of name: String) -> (in: Int, out: Int) {
    precondition(rank >= 2, "\(name) of shape \(self) is no weight [out, in, …]: it has no fans to initialise by")
    let window = dimensions.dropFirst(2).reduce(1, *)
    return (self[1] * window, self[0] * window)
  }
}

extension SplitMix64 {
  /// A number drawn uniformly from `0 ..< 1`, with 53 random bits.
  fileprivate mutating func nextUnit() -> Double { Double(next() &>> 11) * 0x1p-53 }

  /// A standard normal number by Box and Muller's transform, from two draws; the pair's other half is not kept, so that the generator
  /// stays its whole state.
  fileprivate mutating func nextNormal() -> Double {
    let radius = (-2 * log(1 - nextUnit())).squareRoot()  // 1 - u is never zero
    return radius * cos(2 * .pi * nextUnit())
  }
}
