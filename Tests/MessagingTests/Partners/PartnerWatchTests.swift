import AMQP
import CaseCore
import Foundation
import LocalServices
import Outbox
import Postgres
import ServiceLifecycle
import StoreBase
import TestServices
import Testing

@testable import Messaging

@Suite("The watch over partners", .timeLimit(.minutes(5)))
struct PartnerWatchTests {
  private typealias Database = MessagingTests.Outbox

  private func watching(
    _ outbox: Database,
    _ broker: Broker,
    transactions: TransactionWatch? = nil,
    _ change: (inout PartnerWatch.Settings) -> Void,
    _ body: () async throws -> Void
  ) async throws {
    var settings = PartnerWatch.Settings()
    settings.every = .milliseconds(50)
    change(&settings)
    try await broker.with { connection in
      _ = await connection.states.contains(.connected)
      let watch = PartnerWatch(
        store: RelayStore(outbox.pool),
        letters: DeadLetterStore(outbox.pool, keyring: .test),
        standings: InboxStandingStore(outbox.pool),
        readings: ReadingStore(outbox.pool),
        keys: PartnerKeyStore(outbox.pool, keyring: .test),
        broker: connection,
        transactions: transactions,
        alarms: AlarmStore(outbox.pool),
        outbox: Wake(),
        settings: settings,
        logger: quiet
      )
      let running = Task { await watch.run() }
      do { try await body() } catch {
        running.cancel()
        await running.value
        throw error
      }
      running.cancel()
      await running.value
    }
  }

  private func alarms(_ outbox: Database) async throws -> [String] {
    try await outbox.pool.withConnection { connection in
      try connection.query("select event from outbox where case_id is null order by id").map { try $0[0] }
    }
  }

  /// One that administers the service, and one that falls behind.
  private func partners(_ outbox: Database, _ broker: Broker) async throws -> (administrator: String, other: String) {
    let administrator = try await outbox.register(0)
    try await outbox.execute("update organisation set roles = roles || '{beheerder}' where number = \(administrator)")
    let other = try await outbox.register(1)
    for number in [administrator, other] { try await broker.administration.makeQueue(Database.queue(of: number)) }
    return (administrator, other)
  }

  @Test(
    "Events that wait too long, or that cannot be told: one alarm, and one when they are gone",
    arguments: ["age", "waiting", "failures"]
  )
  func late(by limit: String) async throws {
    try await Database.with { outbox in
      let broker = try await Broker.fresh()
      let (_, other) = try await partners(outbox, broker)
      // Numbered, so that this one waits and the alarm itself does not.
      try await outbox.tell(other, count: 3)
      try await outbox.execute("update recipient set retry_at = 'infinity' where organisation <> \(other)")
      try await outbox.execute("update recipient set failures = 3, trouble = 'returned' where organisation = \(other)")
      try await watching(
        outbox,
        broker,
        { limits in
          switch limit {
          case "age": limits.oldest = .zero
          case "waiting": limits.waiting = 2
          default: limits.failures = 2
          }
        }
      ) {
        try await waitFor("the alarm") { try await alarms(outbox) == ["alarm.bezorging"] }
        try await outbox.execute("delete from outbox where organisation = \(other) or event like 'alarm%'")
        try await outbox.execute("update recipient set failures = 0 where organisation = \(other)")
        // What it is told of may itself wait too long: then there is an alarm after it.
        try await waitFor("the all-clear") { try await alarms(outbox).first == "alarm.bezorging.opgeheven" }
      }
    }
  }

  @Test("A queue that nobody reads, or is long, is an alarm; one of a partner that is shut out is not")
  func unread() async throws {
    try await Database.with { outbox in
      let broker = try await Broker.fresh()
      let (_, other) = try await partners(outbox, broker)
      try await broker.with { connection in
        let publisher = try await connection.makePublisher()
        let message = AMQPMessage(routingKey: Database.queue(of: other), body: [1])
        #expect(try await publisher.publish([message, message]) == [.confirmed, .confirmed])
      }
      try await outbox.execute("update recipient set suspended_at = now() where organisation = \(other)")
      try await watching(outbox, broker, { $0.messages = 1 }) {
        // It has looked when it measured something: the alarm of a time before is then over.
        try await outbox.execute("insert into alarm (kind, held_until) values ('bezorging', '-infinity')")
        try await waitFor("a check that finds nothing wrong") {
          try await alarms(outbox) == ["alarm.bezorging.opgeheven"]
        }
        try await outbox.execute("update recipient set suspended_at = null")
        try await waitFor("the alarm") { try await alarms(outbox).last == "alarm.bezorging" }
      }
      try await outbox.execute("delete from alarm")
      try await watching(outbox, broker, { $0.unread = .milliseconds(100) }) {
        try await waitFor("the alarm") { try await alarms(outbox).count { $0 == "alarm.bezorging" } == 2 }
      }
    }
  }

  @Test("Commands of a partner of which too many are refused on one day: an alarm, and one when that is over")
  func refused() async throws {
    try await Database.with { outbox in
      let broker = try await Broker.fresh()
      let (_, other) = try await partners(outbox, broker)
      try await outbox.execute(
        """
        insert into inbox_refusal (organisation, day, code, count)
        select \(other), service_now()::date - age, 'stale', count from (values (0, 2), (1, 1000)) as refused (age, count)
        """
      )
      try await watching(outbox, broker, { $0.refused = 2 }) {
        try await outbox.execute("insert into alarm (kind, held_until) values ('opdrachten', '-infinity')")
        try await waitFor("a check that finds nothing wrong") {
          try await alarms(outbox) == ["alarm.opdrachten.opgeheven"]
        }
        try await outbox.execute("update inbox_refusal set count = 3 where day = service_now()::date")
        try await waitFor("the alarm") { try await alarms(outbox).last == "alarm.opdrachten" }
        try await outbox.execute("delete from inbox_refusal")
        try await waitFor("the all-clear") { try await alarms(outbox).last == "alarm.opdrachten.opgeheven" }
      }
    }
  }

  @Test(
    "Who publishes in a transaction is seen with the tag «monitoring», and its connection ended, with the reason, with «administrator»"
  )
  func transactions() async throws {
    try await Database.with { outbox in
      let broker = try await Broker.fresh()
      let (_, other) = try await partners(outbox, broker)
      let client = try await TransactionClient(broker, user: "\(PartnerNames.user(of: other)).2")
      let ended = Task { try await client.ended() }
      let administration = broker.administration
      try await waitFor("the broker to count") {
        try await administration.transactions().use(of: other).uncommitted == 3
      }
      #expect(try await administration.transactions().use(of: String(other.dropLast())) == TransactionUse())
      let monitor = try await monitor(broker, tag: "monitoring")
      try await watching(outbox, broker, transactions: TransactionWatch(monitor, logger: quiet), { _ in }) {
        try await waitFor("the alarm") { try await alarms(outbox).last == "alarm.opdrachten" }
      }
      #expect(try await monitor.transactions().use(of: other).channels == 1)
      try await watching(outbox, broker, transactions: TransactionWatch(administration, logger: quiet), { _ in }) {
        #expect(try await ended.value == "320 CONNECTION_FORCED - \(TransactionWatch.reason)")
        try await waitFor("the all-clear") { try await alarms(outbox).last == "alarm.opdrachten.opgeheven" }
      }
    }
  }

  /// The management API as a user with one tag, and no right in any virtual host.
  private func monitor(_ broker: Broker, tag: String) async throws -> BrokerAdministration {
    let user = "monitor.\(broker.virtualHost)"
    try await broker.server.manage("PUT", "/api/users/\(user)", json: #"{"password":"geheim","tags":"\#(tag)"}"#)
    let access = BrokerAdministration.Access(
      urls: ["http://127.0.0.1:\(broker.server.managementPort)"],
      user: user,
      password: "geheim",
      virtualHost: broker.virtualHost
    )
    return BrokerAdministration(access)
  }

  @Test("Every figure that is measured of a partner is on the page for operators, and no other")
  func documented() throws {
    let page = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../docs/operations/metrics.md").standardized,
      encoding: .utf8
    )
    let named = page.matches(of: /\n\| `casusregie_partner_([a-z_]+)` \|/).map { String($0.output.1) }
    let names = PartnerFigure.allCases.map(\.rawValue) + [PartnerFigure.failures, PartnerFigure.refused]
    #expect(named.sorted() == names.sorted())
  }

  @Test("Why a partner cannot be told is known, until it can be")
  func trouble() async throws {
    try await Database.with { outbox in
      let broker = try await Broker.fresh()
      let organisation = try await outbox.register(0)
      try await outbox.tell(organisation, count: 2)
      let store = RelayStore(outbox.pool)
      try await withRelay(outbox, broker) {
        try await waitFor("the failure to be known") {
          let one = try await store.statistics().first
          return one?.trouble == "returned" && one?.waiting == 2 && one?.lastSequence == 2
            && one?.confirmedSequence == 0
        }
        try await broker.administration.makeQueue(Database.queue(of: organisation))
        try await waitFor("it to be over") {
          let one = try await store.statistics().first
          return one?.trouble == nil && one?.confirmedSequence == 2 && one?.retriesAt == nil
        }
      }
    }
  }

  @Test("When a partner last read is kept: what it took is seen, and what only came and went is not")
  func reading() async throws {
    try await Database.with { outbox in
      let broker = try await Broker.fresh()
      let (_, other) = try await partners(outbox, broker)
      let (readings, queue) = (ReadingStore(outbox.pool), Database.queue(of: other))
      try await outbox.tell(other, count: 3)
      try await withRelay(outbox, broker) { try await waitFor("the events") { try await outbox.isAllTold() } }
      try await watching(outbox, broker, { _ in }) {
        try await waitFor("a check") { try await readings.all()[other] == .init(readAt: nil, age: nil, taken: 0) }
        _ = try await broker.take(1, from: queue)
        try await waitFor("the check that sees it") { try await readings.all()[other]?.taken == 1 }
        #expect(try await readings.all()[other]?.readAt != nil)
        // Given back, or sent again: it is as it was before, and that is no reading.
        let before = try await readings.all()[other]?.readAt
        try await outbox.execute("update partner_reading set taken = taken + 1 where organisation = \(other)")
        _ = try await broker.take(1, from: queue)
        _ = try await broker.take(1, from: queue)
        try await waitFor("the next") { try await readings.all()[other]?.taken == 3 }
        #expect(try #require(try await readings.all()[other]?.readAt) >= #require(before))
      }
    }
  }

  @Test(
    "What a check shows of reading",
    arguments: [
      // Confirmed, messages, consumers, whether there is a former queue, what is known; whether it read, and what is kept.
      (9, 9, 1, false, nil, false, 0), (9, 4, 0, false, 5, false, nil), (9, 4, 0, false, 4, true, 5),
      (9, 0, 1, false, 9, true, 9), (9, 0, 0, false, 9, false, nil), (9, 5, 0, false, 7, false, nil),
      (3, 3, 1, false, 7, false, 0), (9, 0, 0, true, 4, false, nil), (9, 0, 1, true, 4, true, 4),
    ] as [(Int64, Int, Int, Bool, Int64?, Bool, Int64?)]
  )
  func observations(
    _ confirmed: Int64,
    _ messages: Int,
    _ consumers: Int,
    _ former: Bool,
    _ known: Int64?,
    _ reads: Bool,
    _ kept: Int64?
  ) {
    let progress = QueueProgress(
      of: "x",
      confirmed: confirmed,
      hasFormerQueue: former,
      .init(messages: messages, consumers: consumers),
      known: known.map { .init(readAt: nil, age: nil, taken: $0) }
    )
    #expect(progress.hasRead == reads)
    #expect(progress.observation == kept.map { .init(organisation: "x", taken: $0, hasRead: reads) })
  }

  @Test("What is past its limit is told by a word each")
  func words() {
    var standing = PartnerStanding(
      organisation: "x",
      waiting: 20_000,
      oldest: .seconds(7_200),
      isSuspended: false,
      deadLetters: 0,
      commandsWait: nil
    )
    standing.depth = .init(messages: 20_000, consumers: 0)
    standing.unread = .seconds(90_000)
    (standing.failures, standing.trouble, standing.refusedToday) = (21, "rejected", 1_001)
    let limits = PartnerWatch.Settings()
    #expect(standing.excesses(limits) == ["age", "waiting", "failures", "queue", "unread"])
    #expect(standing.commandExcesses(limits) == ["refused"])
    // That the broker is away has an alarm of its own.
    standing.trouble = "unanswered"
    standing.transactions = TransactionUse(channels: 1)
    #expect(standing.commandExcesses(limits) == ["refused", "transactions"])
    #expect(standing.excesses(limits) == ["age", "waiting", "queue", "unread"])
  }
}
