internal import CKernels
internal import Glibc

/// One thread that runs programs, as the executor of an actor.
///
/// libgomp, under oneDNN, makes a team of threads for each thread that calls it, and the teams spin while they wait;
/// Swift's tasks hop threads. So everything that computes runs on one thread of its own. There, and in its team, numbers too small
/// for a normalised `Float` count as zero: weights that decay towards zero would otherwise slow a step more than tenfold.
///
/// ```swift
/// actor Reader {
///   private let thread: ComputeThread
///   nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
/// }
/// ```
public final class ComputeThread: SerialExecutor {
  private let queue = JobQueue()

  public init() {
    let retained = Unmanaged.passRetained(queue)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 8 << 20)
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument else { return nil }
        // Before libgomp makes its team: threads inherit the mode of the one that starts them.
        pulmo_flush_denormals()
        Unmanaged<JobQueue>.fromOpaque(argument).takeRetainedValue().runUntilClosed()
        return nil
      }, retained.toOpaque())
    pthread_attr_destroy(&attributes)
    precondition(status == 0, "the system gives no further thread (error \(status))")
  }

  deinit { queue.close() }

  public func enqueue(_ job: consuming ExecutorJob) {
    queue.append(UnownedJob(job), executor: asUnownedSerialExecutor())
  }
}

/// Jobs waiting for their thread. A class of its own, so that the thread does not keep its executor alive.
///
/// `@unchecked Sendable`: `jobs` and `isClosed` are only touched between `pthread_mutex_lock` and `pthread_mutex_unlock`.
private final class JobQueue: @unchecked Sendable {
  private var jobs: [(job: UnownedJob, executor: UnownedSerialExecutor)] = []
  private var isClosed = false
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(condition)
    mutex.deallocate()
    condition.deallocate()
  }

  func append(_ job: UnownedJob, executor: UnownedSerialExecutor) {
    pthread_mutex_lock(mutex)
    jobs.append((job, executor))
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  func runUntilClosed() {
    while true {
      pthread_mutex_lock(mutex)
      while jobs.isEmpty && !isClosed { pthread_cond_wait(condition, mutex) }
      guard !jobs.isEmpty else {
        pthread_mutex_unlock(mutex)
        return
      }
      let (job, executor) = jobs.removeFirst()
      pthread_mutex_unlock(mutex)
      job.runSynchronously(on: executor)
    }
  }
}
