import FoundationEssentials

extension Collection where Self: Sendable, Element: Sendable {
  /// The results of `transform`, in order: a task an element, few at once, so that no more of what they work on is in memory.
  /// - Parameters:
  ///   - atOnce: how many; nil for one per processor.
  ///   - progress: called as (done, all), one call at a time, in order.
  ///   - transform: what it throws ends all.
  /// - Throws: what `transform` throws; `CancellationError`.
  func concurrentTasks<Result: Sendable>(
    atOnce: Int? = nil, progress: (Int, Int) -> Void = { _, _ in }, _ transform: @escaping @Sendable (Element) async throws -> Result
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (place: Int, result: Result).self) { group in
      var waiting = enumerated().makeIterator()
      func startNext() {
        guard let (place, element) = waiting.next() else { return }
        group.addTask {
          try Task.checkCancellation()
          return (place, try await transform(element))
        }
      }
      for _ in 0..<(atOnce ?? ProcessInfo.processInfo.activeProcessorCount) { startNext() }
      var results = [Result?](repeating: nil, count: count)
      var done = 0
      while let (place, result) = try await group.next() {
        results[place] = result
        done += 1
        progress(done, count)
        startNext()
      }
      return results.compactMap(\.self)
    }
  }
}
