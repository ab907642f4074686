/// Where the time of a program's run goes, measured step by step.
///
/// ```swift
/// let profile = try program.profile(images, runs: 20)
/// for step in profile.steps where profile.share(of: step) > 0.1 {
///   print(step.node, step.operation, step.implementation, step.seconds)
/// }
/// ```
public struct ProgramProfile: Sendable, Hashable {
  /// One piece of work of every run.
  public struct Step: Sendable, Hashable {
    /// The graph's node it belongs to; `program` for what belongs to none, such as the loss.
    public let node: String
    /// What is done for it, such as `convolution, backward weights`, `reorder` or `update`.
    public let operation: String
    /// oneDNN's name for its implementation, such as `jit:avx512_core`, or `pulmo` for code of our own.
    public let implementation: String
    /// Multiplications and additions of a convolution or a dense layer, computed as their definition has it; 0 for all other work,
    /// which memory bounds.
    public let floatingPointOperations: Int
    /// Bytes of everything it reads and writes, each buffer counted once and scratch memory not at all; 0 where that is not known.
    public let byteCount: Int
    /// Median over the runs.
    public internal(set) var seconds: Double

    /// 10⁹ multiplications and additions a second; 0 where none are counted.
    public var gigaflopsPerSecond: Double { seconds > 0 ? Double(floatingPointOperations) / seconds / 1e9 : 0 }
    /// 10⁹ bytes a second; 0 where none are counted.
    public var gigabytesPerSecond: Double { seconds > 0 ? Double(byteCount) / seconds / 1e9 : 0 }
  }

  /// In the order they run.
  public let steps: [Step]
  /// Runs that were measured.
  public let runCount: Int

  /// The sum of the steps' medians.
  public var seconds: Double { steps.reduce(0) { $0 + $1.seconds } }

  /// The share of `step` in the whole, `0 ... 1`.
  public func share(of step: Step) -> Double { seconds > 0 ? step.seconds / seconds : 0 }
}
