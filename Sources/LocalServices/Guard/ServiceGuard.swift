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
  /// Long, for a machine that starts many at once: a service that ended is seen at once, this one neither ends nor answers.
  private static let startLimit: Duration = .seconds(180)

  /// What the guard says of the service.
  enum Report: Equatable {
    case running
    /// It does not run: it ended with this status, or was not started.
    case ended(status: Int)
  }

  let plan: ServicePlan
  let words: ChildPipe
  let answers: ChildPipe
  /// Words and their answers go in pairs: one at a time, on a thread that may block.
  private let conversation = DispatchQueue(label: "casusregie.local-service")

  /// Starts the guard, which takes the folder; the service itself waits for `start`.
  init(_ plan: ServicePlan) async throws(LocalServiceError) {
    self.plan = plan
    let greeting: String
    do {
      (words, answers) = (try ChildPipe(), try ChildPipe())
    } catch {
      throw .notStarted(service: plan.name, fault: .unguarded, log: ["\(error)"])
    }
    do {
      greeting = try await conversation.run { try self.launch() }
    } catch {
      throw .notStarted(service: plan.name, fault: .unguarded, log: ["\(error)"])
    }
    guard greeting == "ready" else {
      throw .folderInUse(folder: plan.folder.url.path, holder: String(greeting.drop { !$0.isNumber }))
    }
  }

  /// A guard whose service does its real work, for the first time in its folder. When that fails nothing of it is left:
  /// no process, no lock on the folder, and no folder that is temporary.
  ///
  /// - Parameter prepare: makes what the service needs, with the folder taken.
  static func starting<Preparation>(
    _ plan: ServicePlan,
    prepare: () async throws(LocalServiceError) -> Preparation
  ) async throws(LocalServiceError) -> (ServiceGuard, Preparation) {
    let guardian = try await ServiceGuard(plan)
    do throws(LocalServiceError) {
      let preparation = try await prepare()
      try await guardian.start()
      return (guardian, preparation)
    } catch {
      await guardian.end()
      throw error
    }
  }

  /// Starts the service and returns when it does its real work.
  func start() async throws(LocalServiceError) {
    try await tell(.start)
    let clock = ContinuousClock()
    let deadline = clock.now + Self.startLimit
    while await !conversation.run({ self.plan.answers() }) {
      if case .ended(let status) = try await tell(.check) { throw notStarted(.ended(status: status)) }
      guard clock.now < deadline else { throw notStarted(.silent(Self.startLimit)) }
      // Nothing tells when a service has become ready other than asking it. A cancelled start asks on without pause.
      try? await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Sends a word and returns how the service is afterwards.
  @discardableResult
  func tell(_ word: Word) async throws(LocalServiceError) -> Report {
    do {
      return try await conversation.run {
        try self.words.writing.write(contentsOf: Data("\(word.rawValue)\n".utf8))
        let report = try self.readLine()
        return report == "running" ? .running : .ended(status: Int(report.drop { !$0.isNumber }) ?? 0)
      }
    } catch {
      throw .ended(service: plan.name)
    }
  }

  /// Ends service and guard. Returns when both are gone, and with them a temporary folder.
  func end() async {
    await conversation.run {
      // Fails only when the guard has ended already, and then there is nothing left to do.
      try? self.words.writing.close()
      // The same.
      _ = try? self.answers.reading.readToEnd()
    }
  }

  private func notStarted(_ fault: StartFault) -> LocalServiceError {
    .notStarted(service: plan.name, fault: fault, log: plan.folder.tellingLogLines())
  }
}
