import BlockingExecutor
import Foundation
import TestServices
import Testing

@Suite("Blocking executor", .timeLimit(.minutes(5))) struct BlockingExecutorTests {
  @Test("an actor's jobs run on one thread of its own, in order") func order() async {
    let worker = Worker()
    let main = await worker.thread()
    for number in 0..<1_000 { await worker.append(number) }
    #expect(await worker.thread() == main)
    #expect(await worker.numbers == Array(0..<1_000))
  }

  @Test("more blocked actors than the shared pool has threads hold up nobody") func blocking() async throws {
    let workers = (0..<16).map { _ in Worker() }
    let gate = DispatchSemaphore(value: 0)
    let waiting = Signal(0)
    async let blocked: Void = withTaskGroup { group in
      for worker in workers {
        group.addTask {
          await worker.block {
            waiting.update { $0 += 1 }
            gate.wait()
          }
        }
      }
    }
    try await waiting.wait(for: "all to block") { $0 == 16 }
    for _ in workers { gate.signal() }
    await blocked
  }

  @Test("a job that comes while the thread falls asleep is not lost", arguments: 0..<4)
  func noLostWake(_: Int) async {
    let worker = Worker()
    for number in 0..<5_000 { await worker.append(number) }
    #expect(await worker.numbers.count == 5_000)
  }

  @Test("a watched descriptor wakes the thread, and no longer once it is unwatched") func watch() async throws {
    let worker = Worker()
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    let bytes = Signal(0)
    worker.executor.watch(descriptor, every: .seconds(3_600)) {
      worker.preconditionIsolated()
      var byte: UInt8 = 0
      if read(descriptor, &byte, 1) == 1 { bytes.update { $0 += 1 } }
    }
    try pipe.fileHandleForWriting.write(contentsOf: Data([1]))
    try await bytes.wait(for: "the first byte") { $0 == 1 }
    await worker.append(1)
    try pipe.fileHandleForWriting.write(contentsOf: Data([2]))
    try await bytes.wait(for: "the second byte") { $0 == 2 }
    worker.executor.unwatch()
    try pipe.fileHandleForWriting.write(contentsOf: Data([3]))
    for number in 0..<100 { await worker.append(number) }
    #expect(bytes.value == 2)
  }

  @Test("without anything to read, the interval wakes the thread") func interval() async throws {
    let worker = Worker()
    let rounds = Signal(0)
    worker.executor.watch(nil, every: .milliseconds(1)) { rounds.update { $0 += 1 } }
    try await rounds.wait(for: "three rounds") { $0 >= 3 }
    worker.executor.unwatch()
  }

  @Test("the thread has the actor's name, and ends with it") func end() async throws {
    let task = try await {
      let worker = Worker(name: "named")
      let task = try await worker.task()
      let name = try String(contentsOfFile: "\(task)/comm", encoding: .utf8)
      #expect(name == "named\n")
      withExtendedLifetime(worker) {}
      return task
    }()
    try await waitFor("the thread to end") { !FileManager.default.fileExists(atPath: task) }
  }
}

private actor Worker {
  nonisolated let executor: BlockingExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
  private(set) var numbers: [Int] = []

  init(name: String = "worker") { executor = BlockingExecutor(name: name) }

  func append(_ number: Int) { numbers.append(number) }

  /// Where the kernel shows the thread.
  func task() throws -> String {
    "/proc/" + (try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self"))
  }

  func thread() -> UInt { UInt(pthread_self()) }

  func block(_ body: () -> Void) { body() }
}
