import Logging
import Postgres
import StoreBase
import TestOffice
import TestServices
import Timers

/// Deadline loops of one office, for as long as `body` takes.
struct Loops {
  let office: Office
  /// What the first of them is woken by; the others only look by themselves.
  var wake: Wake
  let log = Signal<[String]>([])
  /// Of the first of them.
  var heartbeat = Heartbeat()
  /// Shorter than in service, so that tests need not wait; nothing depends on how long it is.
  var settings = DeadlineLoop.Settings(sweep: .milliseconds(50), claim: .seconds(30))

  init(office: Office, wake: Wake? = nil) {
    self.office = office
    self.wake = wake ?? office.wakes.timers
  }

  func running<Result: Sendable>(_ count: Int = 1, _ body: () async throws -> Result) async throws -> Result {
    let tasks = (0..<count).map { index in
      let loop = loop(by: index == 0 ? wake : Wakes().timers, index == 0 ? heartbeat : Heartbeat())
      return Task { try await loop.run() }
    }
    defer { for task in tasks { task.cancel() } }
    let result = try await body()
    for task in tasks {
      task.cancel()
      try await task.value
    }
    return result
  }

  private func loop(by wake: Wake, _ heartbeat: Heartbeat) -> DeadlineLoop {
    let log = log
    let logger = Logger(label: "loop", factory: { _ in LogLines(lines: log) })
    return DeadlineLoop(
      door: office.door,
      store: office.timers,
      wake: wake,
      heartbeat: heartbeat,
      settings: settings,
      logger: logger
    )
  }
}

extension Office {
  static let day: Int64 = 86_400_000_000

  /// Many new cases; each has two timers in its first ten days.
  func applyMany(_ count: Int) async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<count { group.addTask { _ = try await apply() } }
      try await group.waitForAll()
    }
  }

  /// What fired, in the order of the journal: deadline and timer.
  func fired() async throws -> [String] {
    try await list(
      "select name || ' ' || timer from journal where kind = 'deadline' order by case_id, revision",
      as: String.self
    )
  }

  /// Waits until so many timers fired.
  func awaitFired(_ count: Int) async throws {
    try await waitFor("\(count) timers to fire") {
      try await self.count("select count(*) from journal where kind = 'deadline'") >= count
    }
  }
}
