@testable import NeuralNet

/// Aligned memory for an operand of a kernel.
final class KernelBuffer {
  private let memory: UnsafeMutableBufferPointer<Float>

  init(_ scalars: [Float]) {
    memory = ParameterStore.allocate(scalars.count)
    _ = memory.update(fromContentsOf: scalars)
  }

  /// Memory that holds no numbers yet.
  convenience init(count: Int) { self.init([Float](repeating: .nan, count: count)) }

  deinit { memory.deallocate() }

  var scalars: [Float] { Array(memory) }

  fileprivate var address: UnsafeMutableRawPointer? { memory.baseAddress.map { UnsafeMutableRawPointer($0) } }
}

extension Kernel {
  func run(on operands: [KernelBuffer], seed: UInt64 = 0) {
    run(KernelMemory(addresses: operands.map(\.address), seed: seed))
    // The addresses do not keep what they point to alive.
    withExtendedLifetime(operands) {}
  }
}
