/// Work of a step that is done by code of ours, where oneDNN has no primitive or a slow one.
///
/// A kernel is plain data: everything but its memory is fixed when it is made, and running it allocates nothing.
protocol Kernel: Sendable {
  /// What it computes, in words: `convolution, backward weights`.
  var operation: String { get }
  /// Which code of ours does it; `pulmo` where there is only one.
  var implementation: String { get }
  /// Multiplications and additions, where the roles of the operands do not tell them.
  var floatingPointOperations: Int? { get }
  /// Does the work on the operands of its step.
  func run(_ memory: KernelMemory)
}

extension Kernel {
  var implementation: String { "pulmo" }
  var floatingPointOperations: Int? { nil }
}

/// The operands of a kernel's step in memory, in the order the compiler listed them.
struct KernelMemory {
  let addresses: [UnsafeMutableRawPointer?]
  /// The seed of the run.
  let seed: UInt64

  subscript(operand: Int) -> UnsafeMutablePointer<Float>? { addresses[operand]?.assumingMemoryBound(to: Float.self) }

  /// An operand that holds bytes.
  func bytes(_ operand: Int) -> UnsafeMutablePointer<UInt8>? { addresses[operand]?.assumingMemoryBound(to: UInt8.self) }

  /// Scratch memory as doubles.
  func doubles(_ operand: Int) -> UnsafeMutablePointer<Double>? { addresses[operand]?.assumingMemoryBound(to: Double.self) }
}
