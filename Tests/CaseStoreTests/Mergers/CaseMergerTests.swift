import CaseCore
import CaseDoor
import CaseReading
import DutchMessages
import Foundation
import LocalTime
import Outbox
import Postgres
import StoreAdministration
import Synchronization
import TestOffice
import Testing

@testable import StoreBase

/// Cases of an organisation that is merged into another go over one by one, whatever happens meanwhile.
@Suite("Mergers, in the store") struct CaseMergerTests {
  private static let successor = "00000099000000000006"
  private static let next = "00000099000000000007"
  private static let its = Actor(subject: "sixth", organisation: successor, roles: ["reviewer"])

  private struct BrokenOff: Error {}

  /// An office with one more organisation of reviewers, and a merger of the first into it.
  private struct Setting {
    let office: Office
    let store: OrganisationStore

    init(connections: Int = 4, workflow: Workflow = PermitWorkflow.workflow) async throws {
      office = try await Office(connections: connections, workflow: workflow)
      store = OrganisationStore(office.pool, keyring: office.keyring)
      for number in [CaseMergerTests.successor, CaseMergerTests.next] { try await enter(number) }
    }

    private func enter(_ number: String) async throws {
      let organisation = Organisation(number: number, name: "Test", region: "noord", roles: ["reviewer"])
      try await store.register(organisation, queue: "events.\(number)")
    }

    func begin(_ former: String = Office.reviewer.organisation, into successor: String = CaseMergerTests.successor)
      async throws -> Merger
    {
      let approval = Approval(proposal: former == Office.reviewer.organisation ? 1 : 2) { _ in }
      try await OrganisationStore(office.pool, keyring: office.keyring, on: approval)
        .beginMerger(of: former, into: successor)
      #expect(try await store.waitForOthers())
      return try #require(try await store.merger(of: former))
    }

    func run(_ merger: Merger, atMost cases: Int = .max) async throws -> CaseMerger.Report {
      let left = Counter(cases)
      return try await CaseMerger(office.door, merger).run { _, _ in
        guard left.take() else { throw BrokenOff() }
      }
    }

    /// How many entries of mergers each case has.
    func entries() async throws -> [Int] {
      try await office.list(
        """
        select (select count(*)::int from journal where case_id = id and kind = 'merger') from case_file
        where snapshot is not null order by id
        """,
        as: Int.self
      )
    }

    func own(_ alias: UUID?, _ organisation: String) async throws -> UUID {
      office.keyring.alias(of: try await office.caseID(alias), for: organisation)
    }

    func vote(_ actor: Actor, on alias: UUID) async throws -> Answer {
      try await office.give("judge", by: actor, to: .alias(alias), fields: ["vote": .string("yes")])
    }
  }

  private actor Counting {
    private(set) var all: [Answer] = []
    func add(_ answer: Answer) { all.append(answer) }
  }

  @Test("each case has an entry of it; the successor reads and decides under both ids, the former no more")
  func whole() async throws {
    let setting = try await Setting()
    let office = setting.office
    let (received, voted, left) = (
      try await office.apply().alias, try await office.apply().alias, try await office.apply().alias
    )
    let destroyed = try await office.apply().alias
    try await office.grant(destroyed)
    _ = try await office.destroy(destroyed)
    _ = try await office.give("dismiss", by: Office.clerk, to: .alias(try #require(left)))
    let known = try await setting.own(voted, Office.reviewer.organisation)
    _ = try await setting.vote(Office.reviewer, on: known)
    let before = try #require(try await office.reader.view(known, for: Office.reviewer))
    let merger = try await setting.begin()
    let report = try await setting.run(merger)
    #expect((report.moved, report.destroyed, report.unreadable) == (3, 1, []))
    #expect(try await setting.entries() == [1, 1, 1])
    let row = try #require(try await office.journal(of: office.caseID(voted)).last)
    #expect(row.kind == "merger" && row.name == "\(Office.reviewer.organisation) \(Self.successor)")
    #expect(row.organisation == nil && row.ground == "beheer")
    #expect(row.cause == .merged(Office.reviewer.organisation, into: Self.successor))
    #expect(try await office.verify().faults == [])
    #expect(try await office.verify().directoryFaults.filter { $0.contains("merge") } == [])

    let own = try await setting.own(voted, Self.successor)
    for alias in [own, known] {
      let view = try #require(try await office.reader.view(alias, for: Self.its))
      #expect(view.alias == own && view.instance.root.votes["judgement"]?.map(\.organisation) == [Self.successor])
      let journal = try #require(try await office.reader.journal(alias, for: Self.its, after: 0, limit: 10))
      #expect(journal.entries.map(\.cause).count == 3)
      #expect(try await office.reader.detailed(alias, for: Self.its) != nil)
    }
    #expect(before.instance.root.votes["judgement"]?.count == 1)
    #expect(try await office.reader.view(known, for: Office.reviewer) == nil)
    #expect(try await office.reader.view(known, for: Office.worker) == nil)
    #expect(try await setting.vote(Office.reviewer, on: known).refusal?.code == .unknownCase)
    // Under the former's id, as it is known to the systems that go over.
    let first = try await setting.own(received, Office.reviewer.organisation)
    let decided = try await setting.vote(Self.its, on: first)
    #expect(decided.alias == (try await setting.own(received, Self.successor)))
    _ = try await setting.vote(Office.clerk, on: try #require(received))
    _ = try await setting.vote(Office.clerk, on: try #require(voted))
    #expect(try await office.stored(office.caseID(received)).state == "granted")
    #expect(try await office.stored(office.caseID(voted)).state == "granted")
    #expect(try await office.verify().faults == [])
    let page = try await office.reader.page(for: Self.its, after: nil, limit: 10)
    #expect(page.cases.count == 2)
  }

  @Test("who is told, and as whom") func told() async throws {
    let setting = try await Setting()
    let alias = try await setting.office.apply().alias
    _ = try await setting.run(setting.begin())
    let id = try await setting.office.caseID(alias)
    let told = try await setting.office.list(
      "select organisation || ' ' || event from outbox where case_id = \(id) and revision = 2 order by 1",
      as: String.self
    )
    #expect(
      told == [
        "\(Office.clerk.organisation) bijgewerkt", "\(Office.reviewer.organisation) deelname-beeindigd",
        "\(Self.successor) deelname-begonnen",
      ]
    )
    // A new case is not the former's any more; the successor works in another region here, so nobody reviews.
    #expect(try await setting.office.apply().refusal != nil)
  }

  @Test("broken off after any case it goes on with the rest; two at once do the work of one, and commands go on beside")
  func brokenOff() async throws {
    let setting = try await Setting(connections: 8)
    let office = setting.office
    var aliases: [UUID] = []
    for _ in 0..<12 { aliases.append(try #require(try await office.apply().alias)) }
    let merger = try await setting.begin()
    for count in [0, 1, 3] {
      await #expect(throws: BrokenOff.self) { try await setting.run(merger, atMost: count) }
    }
    // The one that broke a run off went over all the same.
    #expect(try await setting.entries().filter { $0 == 1 }.count == 7)
    let answers = Counting()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2 { group.addTask { _ = try await setting.run(merger) } }
      for alias in aliases {
        group.addTask {
          let former = try await setting.own(alias, Office.reviewer.organisation)
          await answers.add(try await office.note(alias))
          // Whichever of the two it is now: one of them may.
          let first = try await setting.vote(Office.reviewer, on: former)
          if case .accepted = first { return await answers.add(first) }
          #expect(first.refusal?.code == .unknownCase)
          await answers.add(try await setting.vote(Self.its, on: former))
        }
      }
      try await group.waitForAll()
    }
    #expect(try await setting.run(merger).moved == 0)
    #expect(try await setting.entries() == Array(repeating: 1, count: 12))
    #expect(await answers.all.count == 24)
    #expect(await answers.all.allSatisfy { $0.refusal == nil })
    for alias in aliases {
      let votes = try await office.stored(office.caseID(alias)).root.votes["judgement"] ?? []
      #expect(votes.map(\.organisation) == [Self.successor])
    }
    #expect(try await office.verify().faults == [])
  }

  @Test("once begun the former comes into no other case, also by what was decided before") func keptOut() async throws {
    let setting = try await Setting()
    let id = try await setting.office.caseID(setting.office.apply().alias)
    _ = try await setting.begin(Office.adviser.organisation)
    let insert: Statement = """
      insert into case_party (organisation, alias, case_id)
      values (\(Office.adviser.organisation), \(UUID()), \(id))
      """
    let error = await #expect(throws: PostgresError.self) {
      try await setting.office.pool.withConnection { _ = try $0.query(insert) }
    }
    #expect(error?.kind == .serialization)
    let refused = try await setting.office.give(
      "consult",
      by: Office.clerk,
      to: .alias(setting.office.aliasOf(id, for: Office.clerk)),
      fields: ["adviser": .string(Office.adviser.organisation)]
    )
    #expect(refused.refusal != nil)
  }

  @Test("ids go on to work when the successor is merged itself") func chain() async throws {
    let setting = try await Setting()
    let alias = try await setting.office.apply().alias
    let first = try await setting.own(alias, Office.reviewer.organisation)
    let second = try await setting.own(alias, Self.successor)
    _ = try await setting.run(setting.begin())
    _ = try await setting.run(setting.begin(Self.successor, into: Self.next))
    let reader = Actor(subject: "seventh", organisation: Self.next, roles: ["reviewer"])
    let own = try await setting.own(alias, Self.next)
    for id in [first, second, own] {
      #expect(try await setting.office.reader.view(id, for: reader)?.alias == own)
    }
    #expect(try await setting.office.verify().faults == [])
  }

  @Test("receipts go over") func receipts() async throws {
    let setting = try await Setting()
    let (former, id) = (Office.reviewer.organisation, UUID())
    try await setting.office.tamper(
      """
      insert into submission_receipt (id, organisation, role, content, recorded_at)
      values (\(id), \(former), 'reviewer', '', service_now())
      """
    )
    _ = try await setting.begin()
    #expect(try await setting.store.handOverRows(of: former) == (0, 1))
    #expect(try await setting.store.handOverRows(of: former) == (0, 0))
    let holders = try await setting.office.list("select organisation from submission_receipt", as: String.self)
    #expect(holders == [Self.successor])
  }

  /// What the reviewer has to acknowledge of one case, after four notes; and the store that knows.
  private func asked(_ setting: Setting) async throws -> (alias: UUID?, events: [UUID], store: AcknowledgementStore) {
    let alias = try await setting.office.apply().alias
    for _ in 0..<4 { _ = try await setting.office.note(alias) }
    let events = try await setting.office.list(
      "select event_id from acknowledgement where organisation = \(Office.reviewer.organisation) order by revision",
      as: UUID.self
    )
    return (alias, events, AcknowledgementStore(setting.office.pool, keyring: setting.office.keyring))
  }

  @Test("what has to be acknowledged still goes over, and what was acknowledged or ended stays who it was of")
  func acknowledgements() async throws {
    let setting = try await Setting(workflow: AcknowledgementAuditTests.workflow)
    let (office, former) = (setting.office, Office.reviewer.organisation)
    let (alias, events, store) = try await asked(setting)
    try #require(events.count == 4)
    #expect(try await store.acknowledge(events[0], by: former) != nil)
    _ = try await store.close(events[1], by: "J. Jansen", reason: "telefonisch bevestigd")
    #expect(try await store.remind(after: .zero) > 0)
    let reminder = try #require(
      try await office.list("select event_id from outbox where causation = \(events[2])", as: UUID.self).first
    )
    _ = try await setting.run(setting.begin())
    #expect(try await setting.store.handOverRows(of: former) == (2, 0))
    #expect(try await setting.store.handOverRows(of: former) == (0, 0))
    try await setting.store.endMerger(of: former)

    let list = try await AcknowledgementList(office.pool).page(in: office.caseID(alias), settled: true)
    let holders = Dictionary(uniqueKeysWithValues: list.map { ($0.event, $0.organisation) })
    #expect(events.map { holders[$0] } == [former, former, Self.successor, Self.successor])
    let known = try await setting.own(alias, former)
    #expect(
      list.filter { $0.organisation == Self.successor }.allSatisfy { $0.alias == known && $0.reach == .reachable }
    )
    _ = try await office.clock.advance(microseconds: 1_000)
    #expect(try await store.remind(after: .zero) > 0)
    let reminded = try await office.list(
      "select event_id from outbox where organisation = \(Self.successor) and subject = \(known) and asks_acknowledgement",
      as: UUID.self
    )
    #expect(reminded.count == 2)
    // By a reminder that the former was told before, and by the event itself.
    for event in [reminder, events[3]] {
      #expect(try await store.acknowledge(event, by: former) == nil)
      #expect(try await store.acknowledge(event, by: Self.next) == nil)
      #expect(try await store.acknowledge(event, by: Self.successor) != nil)
    }
    #expect(try await store.acknowledge(events[0], by: Self.successor) == nil)
    let report = try await office.verify()
    #expect(report.faults == [] && report.directoryFaults.filter { $0.hasPrefix("acknowledgement") } == [], "\(report)")
  }

  @Test(
    "what a successor has to acknowledge can be ended, and goes over again; a row that somebody directed elsewhere is found"
  )
  func misdirected() async throws {
    let setting = try await Setting(workflow: AcknowledgementAuditTests.workflow)
    let (office, former) = (setting.office, Office.reviewer.organisation)
    let (_, events, store) = try await asked(setting)
    func faults() async throws -> Int {
      let report = try await office.verify()
      #expect(report.faults == [])
      return report.directoryFaults.filter { $0.hasPrefix("acknowledgement") }.count
    }
    for (merged, successor) in [(former, Self.successor), (Self.successor, Self.next)] {
      _ = try await setting.run(setting.begin(merged, into: successor))
      _ = try await setting.store.handOverRows(of: merged)
      #expect(try await faults() == 0)
      try await setting.store.endMerger(of: merged)
      #expect(try await faults() == 0)
    }
    guard case .closed = try await store.close(events[0], by: "J. Jansen", reason: "telefonisch bevestigd") else {
      Issue.record("it was not closed")
      return
    }
    #expect(try await store.acknowledge(events[1], by: Self.next) != nil)
    #expect(try await faults() == 0)
    try await office.tamper(
      "update acknowledgement set successor = \(Office.worker.organisation) where event_id = \(events[1])"
    )
    #expect(try await faults() == 1)
    try await office.tamper("update acknowledgement set successor = null where event_id = \(events[2])")
    #expect(try await faults() == 2)
    try await office.tamper("update acknowledgement set successor = \(Self.successor) where event_id = \(events[3])")
    #expect(try await faults() == 3)
  }

  @Test("an id that somebody put in another's place opens nothing; a merger that somebody wrote is found")
  func tampered() async throws {
    let setting = try await Setting()
    let office = setting.office
    let (one, other) = (try await office.apply().alias, try await office.apply().alias)
    let former = try await setting.own(one, Office.reviewer.organisation)
    _ = try await setting.run(setting.begin())
    try await office.tamper("update succession set case_id = \(office.caseID(other)) where alias = \(former)")
    await #expect(throws: StoreError.self) { try await office.reader.view(former, for: Self.its) }
    await #expect(throws: StoreError.self) { try await setting.vote(Self.its, on: former) }
    try await office.tamper("update merger set successor = \(Self.next)")
    await #expect(throws: StoreError.self) { try await setting.store.merger(of: Office.reviewer.organisation) }
    #expect(try await office.verify().directoryFaults.contains { $0.hasPrefix("merger of ") })
  }
}

/// Counts down.
private final class Counter: Sendable {
  private let left: Mutex<Int>
  init(_ count: Int) { left = Mutex(count) }
  func take() -> Bool {
    left.withLock {
      $0 -= 1
      return $0 >= 0
    }
  }
}
