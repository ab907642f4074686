internal import Glibc

/// The memory a program works in, zeroed.
///
/// From 8 MiB on it asks for huge pages: a step walks over all of it, and the processor keeps the addresses of few small ones.
final class Arena {
  let base: UnsafeMutableRawPointer

  init(byteCount: Int) {
    let hugePage = 2 << 20
    let usesHugePages = byteCount >= 4 * hugePage
    base = .allocate(byteCount: max(byteCount, 64), alignment: usesHugePages ? hugePage : 64)
    // Advice only: where the system has no huge pages, it keeps to small ones.
    if usesHugePages { _ = madvise(base, byteCount, MADV_HUGEPAGE) }
    base.initializeMemory(as: UInt8.self, repeating: 0, count: max(byteCount, 64))
  }

  deinit { base.deallocate() }
}
