/// A serial executor with a thread of its own, for actors that call blocking C libraries.
///
/// The shared pool has as many threads as the machine has cores. A C call that waits for a socket would hold one of them,
/// and two such calls on a two-core machine stop the whole process. An actor whose `unownedExecutor` is a
/// `BlockingExecutor` may block as long as it likes: only its own callers wait.
///
/// Between jobs the thread sleeps on an event descriptor and, when the owner asked for it with
/// ``watch(_:every:onReady:)``, on one more descriptor (the socket of its C library). So an incoming frame and an incoming
/// job wake the same thread at once, without polling and without a second thread that would need a lock on the C handle.
///
/// There is nothing to stop: a job keeps its actor alive, the actor keeps its executor alive, and when the last reference
/// to the executor goes, no job can be left, and the thread ends.
public final class BlockingExecutor: SerialExecutor {
  private let loop: BlockingLoop

  /// - Parameter name: shown by debuggers and `ps -T`; the kernel keeps its first 15 bytes.
  public init(name: String) {
    loop = BlockingLoop(name: name)
    loop.start()
  }

  deinit { loop.stop() }

  public func enqueue(_ job: consuming ExecutorJob) {
    loop.enqueue(UnownedJob(job), for: asUnownedSerialExecutor())
  }

  public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  public func checkIsolated() {
    precondition(loop.isCurrentThread, "not on the thread of \(loop.name)")
  }

  public func isIsolatingCurrentContext() -> Bool? { loop.isCurrentThread }

  /// From now on, calls `onReady` on this executor's thread whenever no job waits and `descriptor` is readable, and also
  /// when it was not called for `interval`, however many jobs there are. With `nil` as descriptor only the interval counts. The previous watch ends.
  public func watch(_ descriptor: Int32?, every interval: Duration, onReady: @escaping @Sendable () -> Void) {
    loop.watch(BlockingLoop.Watch(descriptor: descriptor, interval: interval, onReady: onReady))
  }

  /// Ends the watch set by ``watch(_:every:onReady:)``.
  public func unwatch() { loop.watch(nil) }
}
