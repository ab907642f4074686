import Dispatch

extension Collection where Index == Int, Self: Sendable {
  /// The results of `transform`, in order, made on all processors.
  func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
    var results = [Result?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { buffer in
      // Each iteration writes the one element of its own index, and concurrentPerform returns after the last: no two touch the same memory.
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: count) { slots[$0] = transform(self[startIndex + $0]) }
    }
    return results.compactMap(\.self)
  }
}
