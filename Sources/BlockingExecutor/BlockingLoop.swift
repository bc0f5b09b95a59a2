import Foundation

/// The thread behind a ``BlockingExecutor``: it runs jobs in the order they came, and sleeps in `poll` when there are none.
///
/// It is an object of its own so that the thread keeps only the loop alive, never the executor: that is how the executor's
/// `deinit` can be the sign to end.
final class BlockingLoop: Sendable {
  struct Watch {
    let descriptor: Int32
    let interval: Duration
    let since = ContinuousClock.now
    let onReady: @Sendable () -> Void

    init(descriptor: Int32?, interval: Duration, onReady: @escaping @Sendable () -> Void) {
      self.descriptor = descriptor ?? -1
      self.interval = max(interval, .milliseconds(1))
      self.onReady = onReady
    }

    /// When `onReady` is due, given when it was last called.
    func due(after last: ContinuousClock.Instant) -> ContinuousClock.Instant { max(last, since) + interval }

    func isDue(after last: ContinuousClock.Instant) -> Bool { ContinuousClock.now >= due(after: last) }
  }

  private struct State {
    var jobs: [(job: UnownedJob, executor: UnownedSerialExecutor)] = []
    var asleep = false
    var stopping = false
    var watch: Watch?
  }

  let name: String
  private let state = Locked(State())
  /// A pipe whose reading end is readable when the sleeping thread has something to do.
  private let wake: (read: Int32, write: Int32)
  private let thread = Locked<pthread_t?>(nil)

  init(name: String) {
    self.name = name
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0, "pipe failed: the process has no file descriptors left")
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    wake = (ends[0], ends[1])
  }

  deinit {
    close(wake.read)
    close(wake.write)
  }

  var isCurrentThread: Bool { thread.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false } }

  func start() {
    let thread = Thread { [self] in run() }
    thread.start()
  }

  func stop() {
    state.withLock { $0.stopping = true }
    signal()
  }

  func enqueue(_ job: UnownedJob, for executor: UnownedSerialExecutor) {
    let mustWake = state.withLock { state in
      state.jobs.append((job, executor))
      defer { state.asleep = false }
      return state.asleep
    }
    if mustWake { signal() }
  }

  func watch(_ watch: Watch?) {
    state.withLock { $0.watch = watch }
    signal()
  }

  private func run() {
    thread.withLock { $0 = pthread_self() }
    nameThread()
    var lastReady = ContinuousClock.now
    while true {
      let (jobs, watch, stopping) = takeJobs()
      for (job, executor) in jobs { job.runSynchronously(on: executor) }
      if jobs.isEmpty {
        if stopping { return }
        guard sleepUntilNeeded(watch, lastReady), let watch else { continue }
        lastReady = .now
        watch.onReady()
      } else if let watch = currentWatch, watch.isDue(after: lastReady) {
        // Jobs that keep coming do not put off what is due.
        lastReady = .now
        watch.onReady()
      }
    }
  }

  /// `Thread.name` reaches the kernel only when the new thread happens to run after its maker went on. A thread without its
  /// name works just as well.
  private func nameThread() {
    guard let file = FileHandle(forWritingAtPath: "/proc/thread-self/comm") else { return }
    // The name is for whoever looks at the process from outside.
    try? file.write(contentsOf: Data(name.utf8.prefix(15)))
  }

  /// The jobs may have changed it since they were taken.
  private var currentWatch: Watch? { state.withLock { $0.watch } }

  private func takeJobs() -> ([(job: UnownedJob, executor: UnownedSerialExecutor)], Watch?, stopping: Bool) {
    state.withLock { state in
      let jobs = state.jobs
      state.jobs.removeAll(keepingCapacity: true)
      state.asleep = jobs.isEmpty
      return (jobs, state.watch, state.stopping)
    }
  }

  /// - Returns: whether the watch is to be told.
  private func sleepUntilNeeded(_ watch: Watch?, _ lastReady: ContinuousClock.Instant) -> Bool {
    var descriptors = [pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0)]
    if let watch, watch.descriptor >= 0 {
      descriptors.append(pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0))
    }
    let limit = watch.map { ContinuousClock.now.duration(to: $0.due(after: lastReady)).wholeMilliseconds }
    _ = poll(&descriptors, nfds_t(descriptors.count), limit ?? -1)
    // Jobs go first, and the watch may have been ended meanwhile: look again before it is called.
    guard descriptors[0].revents == 0 else {
      drainWake()
      return false
    }
    if descriptors.count > 1 && descriptors[1].revents != 0 { return true }
    return watch?.isDue(after: lastReady) ?? false
  }

  private func signal() {
    var one: UInt8 = 1
    // A full pipe (EAGAIN) means that a wake is already on its way: nothing is lost.
    _ = write(wake.write, &one, 1)
  }

  private func drainWake() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(wake.read, &bytes, bytes.count) == bytes.count {}
  }
}

extension Duration {
  /// Rounded up, so that a wait of that long is never too short; never negative.
  fileprivate var wholeMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: max(0, seconds * 1_000 + fraction))
  }
}
