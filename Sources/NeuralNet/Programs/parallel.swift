internal import CKernels

/// Calls `body` with `context` for `0 ..< count`, one aligned run for each thread of oneDNN's team, and returns when all are done.
///
/// `body` captures nothing, so that nothing is allocated. It runs on several threads at once: it may write only to what its own run covers.
func parallel<Context>(
  _ count: Int, _ context: Context, _ body: @convention(c) (_ context: UnsafeMutableRawPointer?, _ begin: Int, _ end: Int) -> Void
) {
  var context = context
  withUnsafeMutablePointer(to: &context) { pulmo_parallel(count, $0, body) }
}
