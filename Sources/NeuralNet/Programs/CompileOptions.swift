internal import CKernels

/// What a program is compiled for.
public struct CompileOptions: Hashable, Sendable {
  /// Pictures per run; a program runs whole batches only.
  public var batchSize: Int
  /// Threads a run may use; nil for one per processor.
  public var threads: Int?
  /// Names of nodes whose results are kept to be read after a run.
  public var taps: Set<String>

  /// `threads`, decided.
  var threadCount: Int { threads ?? Int(pulmo_processor_count()) }

  public init(batchSize: Int = 1, threads: Int? = nil, taps: Set<String> = []) {
    self.batchSize = batchSize
    self.threads = threads
    self.taps = taps
  }
}
