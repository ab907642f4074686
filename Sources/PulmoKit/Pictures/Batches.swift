/// Whole batches of one epoch in shuffled order, augmented ahead of the compute.
///
/// Order and content are pure functions of the films, the settings, the seed and the epoch: neither `firstBatch`, nor `prefetch`,
/// nor the timing of threads changes a bit of them. The remainder that fills no batch is left out; the next epoch's shuffle takes it up.
///
/// Each batch is made by a task of its own at utility priority. While the consumer computes on one batch, at most `prefetch` others
/// are being made or wait. So an engine that is slower than the making takes one core's time for one batch a step, and an engine
/// that is faster gets all cores' help.
public struct Batches: AsyncSequence, Sendable {
  public typealias Element = Batch

  private let builder: BatchBuilder
  private let firstBatch: Int
  private let prefetch: Int

  /// Batches of `studies` for `epoch`, from batch number `firstBatch` on (a resumed run skips what it has done).
  /// - Parameters:
  ///   - studies: the films of the training part.
  ///   - store: where their pictures are kept.
  ///   - augmentation: what is changed at random.
  ///   - mixing: which pictures are blended with others; none by default.
  ///   - sampling: how the epoch draws its films.
  ///   - settings: the films' acquisition settings, for sampling that balances within them.
  ///   - batchSize: films in each batch, at least 1.
  ///   - seed: the training's.
  ///   - epoch: from 0.
  ///   - firstBatch: batches of the epoch that are left out.
  ///   - prefetch: batches made ahead, at least 1; 4 bridge the rare film that has to be read from disk.
  /// - Throws: ``DataError`` when there are too few films for one batch, when balanced sampling lacks one class, or when a setting of
  ///   `augmentation` or `mixing` is out of its range.
  public init(
    _ studies: [Study], from store: PictureStore, augmentation: Augmentation, mixing: Mixing = Mixing(), sampling: Sampling,
    settings: AcquisitionSettings? = nil, batchSize: Int, seed: UInt64, epoch: Int, firstBatch: Int = 0, prefetch: Int = 4
  ) throws(DataError) {
    precondition(batchSize >= 1, "a batch of \(batchSize) films")
    precondition(prefetch >= 1, "\(prefetch) batches made ahead")
    if let problem = augmentation.problem { throw .invalid(path: "augmentation", reason: problem) }
    if let problem = mixing.problem { throw .invalid(path: "mixing", reason: problem) }
    let order = try EpochOrder(studies, sampling: sampling, settings: settings, seed: seed, epoch: epoch)
    builder = BatchBuilder(
      studies: studies, store: store, augmentation: augmentation, mixing: mixing,
      mixingPartners: MixingPartners(studies, sampling: sampling), picks: order.picks, batchSize: batchSize, seed: seed, epoch: epoch)
    self.firstBatch = firstBatch
    self.prefetch = prefetch
    guard builder.count >= 1 else {
      throw .invalid(
        path: "training films",
        reason: "\(order.picks.count) films do not fill one batch of \(batchSize); add films or make the batch smaller")
    }
    precondition((0...builder.count).contains(firstBatch), "first batch \(firstBatch) of an epoch of \(builder.count)")
  }

  /// How many batches an epoch has, those before `firstBatch` included.
  public var count: Int { builder.count }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(builder, firstBatch: firstBatch, prefetch: prefetch) }

  /// Hands out batches in order. Leaving the loop, or cancelling the task that runs it, stops the making of further ones.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let queue: BatchQueue

    fileprivate init(_ builder: BatchBuilder, firstBatch: Int, prefetch: Int) {
      queue = BatchQueue(builder, firstBatch: firstBatch, prefetch: prefetch)
    }

    /// - Throws: `ImagingError` for a film that is not held and cannot be read; `CancellationError`. The epoch ends there.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Batch? {
      try await queue.next()
    }
  }
}

/// The batches being made, oldest first. Owned by one iterator, whose end cancels them.
private final class BatchQueue {
  private let builder: BatchBuilder
  private let prefetch: Int
  private var pending: [Task<Batch, any Error>] = []
  private var upcoming: Int

  init(_ builder: BatchBuilder, firstBatch: Int, prefetch: Int) {
    self.builder = builder
    self.prefetch = prefetch
    upcoming = firstBatch
  }

  deinit { cancel() }

  func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Batch? {
    while pending.count <= prefetch && upcoming < builder.count {
      pending.append(Task(priority: .utility) { [builder, upcoming] in try builder.batch(upcoming) })
      upcoming += 1
    }
    guard !pending.isEmpty else { return nil }
    do {
      let batch = try await withTaskCancellationHandler { [first = pending[0]] in
        try await first.value
      } onCancel: { [pending] in
        for task in pending { task.cancel() }
      }
      try Task.checkCancellation()
      pending.removeFirst()
      return batch
    } catch {
      cancel()
      throw error
    }
  }

  private func cancel() {
    for task in pending { task.cancel() }
    pending = []
    upcoming = builder.count
  }
}
