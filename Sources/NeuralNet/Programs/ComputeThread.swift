/// One thread that runs programs, as the executor of an actor.
///
/// libgomp, under oneDNN, makes a team of threads for each thread that calls it, and the teams spin while they wait;
/// Swift's tasks hop threads. So everything that computes runs on one thread of its own.
public final class ComputeThread: SerialExecutor {
  public init(name: String = "pulmo.compute") {}
  public func enqueue(_ job: consuming ExecutorJob) { preconditionFailure("stub") }
}
