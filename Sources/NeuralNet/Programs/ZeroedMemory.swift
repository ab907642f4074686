internal import Glibc

/// Zeroed memory aligned to cache lines, for as long as the object lives.
///
/// From 8 MiB on the system gives it page by page when it is first touched: what a program holds while another part of it is
/// still empty does not add up. It asks for huge pages: a step walks over all of it, the processor keeps the addresses of few small ones,
/// and a process that starts gets them much faster.
final class ZeroedMemory {
  /// Aligned to 64 bytes.
  let start: UnsafeMutableRawPointer
  /// What was mapped around ``start``; nil where it was allocated.
  private let mapping: UnsafeMutableRawBufferPointer?
  private let scalarCount: Int

  init(byteCount: Int) {
    scalarCount = byteCount / 4
    let hugePage = 2 << 20
    if byteCount >= 4 * hugePage, let mapping = Self.map(byteCount + hugePage) {
      let start = mapping.alignedUp(toMultipleOf: hugePage)
      // Advice only: where the system has no huge pages, it keeps to small ones.
      _ = madvise(start, byteCount, MADV_HUGEPAGE)
      self.start = start
      self.mapping = UnsafeMutableRawBufferPointer(start: mapping, count: byteCount + hugePage)
    } else {
      let byteCount = max(byteCount, 64)
      start = .allocate(byteCount: byteCount, alignment: 64)
      start.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
      mapping = nil
    }
  }

  convenience init(scalarCount: Int) { self.init(byteCount: 4 * scalarCount) }

  deinit {
    if let mapping { munmap(mapping.baseAddress, mapping.count) } else { start.deallocate() }
  }

  /// The memory as scalars; it must not outlive the object.
  var scalars: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: start.bindMemory(to: Float.self, capacity: scalarCount), count: scalarCount)
  }

  /// Pages of zeros that take no memory until they are touched; nil where the system gives none.
  private static func map(_ byteCount: Int) -> UnsafeMutableRawPointer? {
    let mapping = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    return mapping == MAP_FAILED ? nil : mapping
  }
}
