internal import Glibc

/// Zeroed memory aligned to cache lines; the caller frees it with `deallocate()`.
///
/// From 8 MiB on it asks for huge pages: a step walks over all of it, the processor keeps the addresses of few small ones, and a process
/// that starts gets them much faster.
func zeroedMemory(byteCount: Int) -> UnsafeMutableRawPointer {
  let byteCount = max(byteCount, 64)
  let hugePage = 2 << 20
  let usesHugePages = byteCount >= 4 * hugePage
  let base = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: usesHugePages ? hugePage : 64)
  // Advice only: where the system has no huge pages, it keeps to small ones.
  if usesHugePages { _ = madvise(base, byteCount, MADV_HUGEPAGE) }
  base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  return base
}
