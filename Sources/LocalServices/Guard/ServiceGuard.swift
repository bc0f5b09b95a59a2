import Foundation

/// A service and the shell that guards it (`guard.sh`, which says how it works).
///
/// The service runs in a session of its own, so a Ctrl-C in the terminal reaches only its owner. It ends when this value
/// is released or its process ends, in whatever way.
final class ServiceGuard: Sendable {
  enum Word: String {
    case start, check, stop, kill, pause, resume
  }

  /// After this a service that was asked to stop is killed.
  static let stopLimitSeconds = 30
  private static let startLimit: Duration = .seconds(60)

  let plan: ServicePlan
  let words = Pipe()
  let answers = Pipe()
  /// Words and their answers go in pairs: one at a time, on a thread that may block.
  private let conversation = DispatchQueue(label: "casusregie.local-service")

  /// Starts the guard, which takes the folder; the service itself waits for `start`.
  init(_ plan: ServicePlan) async throws(LocalServiceError) {
    self.plan = plan
    let greeting: String
    do {
      greeting = try await conversation.run { try self.launch() }
    } catch {
      throw .notStarted(service: plan.name, reason: "its guard did not start", log: ["\(error)"])
    }
    guard greeting == "ready" else {
      throw .folderInUse(folder: plan.folder.url.path, holder: String(greeting.drop { !$0.isNumber }))
    }
  }

  /// Starts the service and returns when it does its real work.
  func start() async throws(LocalServiceError) {
    try await tell(.start)
    let clock = ContinuousClock()
    let deadline = clock.now + Self.startLimit
    while await !conversation.run({ self.plan.answers() }) {
      guard try await tell(.check) else { throw notStarted("it ended while starting") }
      guard clock.now < deadline else { throw notStarted("it gave no answer within \(Self.startLimit)") }
      // Nothing tells when a service has become ready other than asking it. A cancelled start asks on without pause.
      try? await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Sends a word and returns whether the service runs afterwards.
  @discardableResult
  func tell(_ word: Word) async throws(LocalServiceError) -> Bool {
    do {
      return try await conversation.run {
        try self.words.fileHandleForWriting.write(contentsOf: Data("\(word.rawValue)\n".utf8))
        return try self.readLine() == "running"
      }
    } catch {
      throw .ended(service: plan.name)
    }
  }

  /// Ends service and guard. Returns when both are gone, and with them a temporary folder.
  func end() async {
    await conversation.run {
      // Either fails only when the guard has ended already, and then there is nothing left to do.
      try? self.words.fileHandleForWriting.close()
      _ = try? self.answers.fileHandleForReading.readToEnd()
    }
  }

  private func notStarted(_ reason: String) -> LocalServiceError {
    .notStarted(service: plan.name, reason: reason, log: plan.folder.lastLogLines())
  }
}
