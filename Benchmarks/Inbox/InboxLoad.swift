import AMQP
import CaseCore
import CaseDoor
import Foundation
import Inbox
import LocalServices
import Logging
import Outbox
import Postgres
import Requests
import StoreBase

/// Commands of the clerk's organisation that lie on its queue, and an inbox that carries them out.
struct InboxLoad {
  private let store: CommandStore
  private let keyring: Keyring
  private let services: LocalServices
  private let inFlight: Int
  private let issuer = InboxIssuer()
  private let logger = Logger(label: "casusregie.bench") { _ in SwiftLogNoOpLogHandler() }

  init(store: CommandStore, keyring: Keyring, services: LocalServices, inFlight: Int) {
    (self.store, self.keyring, self.services, self.inFlight) = (store, keyring, services, inFlight)
  }

  func sender(_ actor: Actor = BenchmarkWorkflow.clerk) async throws -> InboxSender {
    try await InboxSender(
      actor,
      store: store,
      keyring: keyring,
      services: services,
      issuer: issuer,
      logger: logger
    )
  }

  /// Carries out what lies there.
  /// - Returns: how long it took until all were answered.
  func drain(_ count: Int) async throws -> Duration {
    let before = try await lastEvent()
    let start = ContinuousClock.now
    try await withInbox(store.door(keyring)) {
      // Seldom, and only the rows that came since: looking takes time from what is measured.
      while try await answers(after: before) < count { try await Task.sleep(for: .milliseconds(100)) }
    }
    return .now - start
  }

  /// Runs an inbox beside `body`, on a connection of its own.
  func withInbox(_ door: CommandDoor, _ body: () async throws -> Void) async throws {
    let broker = AMQPConnection(services.broker.asAdministrator, logger: logger)
    var settings = Inbox.Settings()
    (settings.lanes, settings.prefetch) = (inFlight, UInt16(inFlight * 8))
    let inbox = try Inbox(
      door: door,
      broker: broker,
      tokens: issuer.verifier(logger),
      audience: InboxIssuer.audience,
      operatorNumber: InboxSender.operatorNumber,
      questions: NoQuestions(),
      alarms: AlarmStore(store.pool),
      settings: settings,
      logger: logger
    )
    let running = Task { await inbox.run() }
    do { try await body() } catch {
      running.cancel()
      throw error
    }
    running.cancel()
    await running.value
    await broker.close()
  }

  /// How many commands were answered since an event.
  func answers(after event: Int64) async throws -> Int {
    let rows = try await store.run("select count(*) from outbox where id > \(event) and causation is not null")
    return try rows.first?[0, as: Int.self] ?? 0
  }

  func lastEvent() async throws -> Int64 {
    try await store.run("select coalesce(max(id), 0) from outbox").first?[0, as: Int64.self] ?? 0
  }
}

/// This benchmark gives commands alone.
private struct NoQuestions: QuestionResponder {
  func answer(_ address: String, to asker: Asker) async -> QuestionAnswer? { nil }
}
