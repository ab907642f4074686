internal import CKernels

/// Zeroes scalars and scales those it keeps by `1 / (1 - rate)`. Operands: source, destination.
///
/// The mask is a function of the run's seed and the key, so a backward pass makes it again.
struct DropoutKernel: Kernel {
  let rate: Float
  let key: UInt64
  /// Scalars, padding lanes included.
  let count: Int

  var operation: String { "dropout" }

  func run(_ memory: KernelMemory) {
    var generator = SplitMix64(keys: memory.seed, key)
    pulmo_dropout(memory[0], memory[1], count, generator.next(), UInt32(Double(rate) * 0x1p32), 1 / (1 - rate))
  }
}
