internal import CKernels

/// Runs `body` over `0 ..< count`, one aligned run for each thread of oneDNN's team, and returns when all are done.
/// `body` runs on several threads at once: it may write only to what its own run covers.
func parallel(_ count: Int, _ body: (Range<Int>) -> Void) {
  withoutActuallyEscaping(body) { body in
    var body = body
    withUnsafeMutablePointer(to: &body) { context in
      pulmo_parallel(count, context) { context, begin, end in
        context?.assumingMemoryBound(to: ((Range<Int>) -> Void).self).pointee(begin..<end)
      }
    }
  }
}
