@testable import NeuralNet

/// Aligned memory for an operand of a kernel.
final class KernelBuffer {
  private let memory: ZeroedMemory

  init(_ scalars: [Float]) {
    memory = ZeroedMemory(scalarCount: scalars.count)
    _ = memory.scalars.update(fromContentsOf: scalars)
  }

  /// Memory that holds no numbers yet.
  convenience init(count: Int) { self.init([Float](repeating: .nan, count: count)) }

  var scalars: [Float] { Array(memory.scalars) }

  fileprivate var address: UnsafeMutableRawPointer? { memory.start }
}

extension Kernel {
  func run(on operands: [KernelBuffer], seed: UInt64 = 0) {
    run(KernelMemory(addresses: operands.map(\.address), seed: seed))
    // The addresses do not keep what they point to alive.
    withExtendedLifetime(operands) {}
  }
}
