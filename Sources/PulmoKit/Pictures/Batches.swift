public import NeuralNet

/// Whole batches of one epoch in shuffled order, augmented ahead of the compute.
public struct Batches: AsyncSequence, Sendable {
  public typealias Element = Batch

  /// Batches of `studies` for `epoch`, from batch number `firstBatch` on (a resumed run skips what it has done).
  ///
  /// The order is a pure function of seed and epoch. The remainder that fills no batch is left out: the next epoch's shuffle takes it up.
  public init(
    _ studies: [Study], from store: PictureStore, augmentation: Augmentation, sampling: Sampling, batchSize: Int,
    seed: UInt64, epoch: Int, firstBatch: Int = 0, prefetch: Int = 4
  ) { preconditionFailure("stub") }

  /// How many batches an epoch has.
  public var count: Int { preconditionFailure("stub") }

  public struct AsyncIterator: AsyncIteratorProtocol {
    public mutating func next() async throws -> Batch? { preconditionFailure("stub") }
  }
  public func makeAsyncIterator() -> AsyncIterator { preconditionFailure("stub") }
}

/// One batch on its way to the engine.
public struct Batch: Sendable {
  /// `[N, C, H, W]`, preprocessed
  public let images: Tensor
  public let studies: [Study]
}

/// How an epoch draws its films.
public enum Sampling: String, Sendable, Hashable, Codable {
  /// Each film once.
  case natural
  /// Films of the rarer classes repeated until the binary classes are equally frequent (oversampling).
  case balanced
}
