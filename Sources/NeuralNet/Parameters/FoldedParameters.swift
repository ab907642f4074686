/// Parameters on their way into a program: each is made when it is taken, so that no second copy of all of them ever stands in memory.
struct FoldedParameters {
  private var parameters: Parameters
  /// By weight, what each output channel is multiplied with.
  private var factors: [String: [Double]] = [:]

  init(_ parameters: consuming Parameters) { self.parameters = parameters }

  /// The parameter before its channels are multiplied, which leaves its shape as it is.
  /// - Throws: ``NeuralNetError/missingParameter(name:)``
  func tensor(_ name: String) throws(NeuralNetError) -> Tensor { try parameters.tensor(name) }

  /// Multiplies the output channels of `weight` with `factors` when it is taken, and sets `bias`.
  mutating func fold(_ weight: String, _ factors: [Double], bias: String, _ scalars: [Float]) {
    self.factors[weight] = factors
    parameters.tensors[bias] = Tensor(shape: [scalars.count], scalars: scalars)
  }

  /// Hands out a parameter for good; its memory is freed with the caller's copy where nobody else holds it.
  /// - Throws: ``NeuralNetError/missingParameter(name:)``
  mutating func take(_ name: String) throws(NeuralNetError) -> Tensor {
    guard var tensor = parameters.tensors.removeValue(forKey: name) else { throw .missingParameter(name: name) }
    guard let factors = factors[name] else { return tensor }
    let length = tensor.shape.count / factors.count
    tensor.scalars.withUnsafeMutableBufferPointer { scalars in
      for (channel, factor) in factors.enumerated() {
        for index in channel * length..<(channel + 1) * length { scalars[index] = Float(Double(scalars[index]) * factor) }
      }
    }
    return tensor
  }
}
