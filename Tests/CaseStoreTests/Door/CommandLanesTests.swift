import CaseCore
import DutchMessages
import Foundation
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import TestServices
import Testing

@testable import CaseDoor

/// With one connection there is one lane: while somebody has the connection, the first command waits for that, and all others
/// wait to be carried out together.
@Suite("Commands that wait", .timeLimit(.minutes(3))) struct CommandLanesTests {
  private enum LaneCommand {
    case note(UUID?, id: String? = nil)
    case apply(id: String)
    case judge(UUID, by: Actor)

    func give(to office: Office) async throws -> Answer {
      switch self {
      case .note(let alias, let id): try await office.note(alias, id: id)
      case .apply(let id): try await office.apply(id: id)
      case .judge(let alias, let actor):
        try await office.give("judge", by: actor, to: .alias(alias), fields: ["vote": .string("yes")])
      }
    }
  }

  /// - Parameters:
  ///   - commands: each is given when those before it wait.
  ///   - body: with the commands, once all of them wait.
  private func together(
    _ office: Office,
    _ commands: [LaneCommand],
    _ body: ([Task<Answer, any Error>]) async throws -> Void = { _ in }
  ) async throws -> [Result<Answer, any Error>] {
    let mayGoOn = Signal(false)
    let holder = Task {
      try await office.pool.withConnection { _ in try await mayGoOn.wait(for: "the end of the wait") { $0 } }
    }
    try await waitFor("the connection to be taken") {
      office.pool.statistics.idle == 0 && office.pool.statistics.open == 1
    }
    var tasks: [Task<Answer, any Error>] = []
    for (number, command) in commands.enumerated() {
      tasks.append(Task { try await command.give(to: office) })
      try await waitFor("command \(number) to wait") {
        number == 0 ? office.pool.statistics.waiting == 1 : office.door.lanes.waiting == number
      }
    }
    try await body(tasks)
    mayGoOn.update { $0 = true }
    _ = try await holder.value
    var results: [Result<Answer, any Error>] = []
    for task in tasks { results.append(await task.result) }
    return results
  }

  private static let transactions: Statement = "select count(distinct xmin::text) from journal where revision > 1"

  @Test("are written in one transaction, and each has its own answer") func oneTransaction() async throws {
    let office = try await Office(connections: 1)
    var aliases: [UUID?] = []
    for _ in 0..<6 { aliases.append(try await office.apply().alias) }
    let answers = try await together(
      office,
      aliases.enumerated().map { .note($1, id: "\($0)") }
    )
    #expect(try answers.map { try $0.get().alias } == aliases)
    #expect(try answers.allSatisfy { try $0.get().revision == 2 })
    #expect(try await office.count(Self.transactions) == 2)
    for (number, alias) in aliases.enumerated() {
      #expect(try await office.note(alias, id: "\(number)").revision == 2, "answered again")
    }
    #expect(try await office.verify().faults == [])
  }

  @Test("on one case are carried out one after the other, and a copy has the answer of the first") func oneCase()
    async throws
  {
    let office = try await Office(connections: 1)
    let alias = try await office.apply().alias
    let other = try await office.apply().alias
    let answers = try await together(
      office,
      [
        .note(other), .note(alias, id: "one"),
        .note(alias, id: "two"), .note(alias, id: "one"),
        .apply(id: "new"), .apply(id: "new"),
      ]
    )
    let revisions = try answers.map { try $0.get().revision }
    #expect(revisions[1] == revisions[3] && Set(revisions[1...2]) == [2, 3])
    #expect(try answers[4].get().alias == answers[5].get().alias)
    #expect(try await office.count("select count(*) from case_file") == 3)
    #expect(try await office.verify().faults == [])
  }

  @Test("of another organisation are among the next, however many of one wait") func otherOrganisation() async throws {
    let office = try await Office(connections: 1)
    let shared = try await office.caseID(office.apply().alias)
    var aliases: [UUID?] = []
    for _ in 0..<6 { aliases.append(try await office.apply().alias) }
    let judged = try await LaneCommand.judge(office.aliasOf(shared, for: Office.reviewer), by: Office.reviewer)
    let answers = try await together(office, aliases.map { .note($0) } + [judged])
    for answer in answers { _ = try answer.get().revision }
    // The first has the connection; of those that wait each organisation has one in the next transaction.
    let together: Statement = """
      select count(*) from journal own join journal other on own.xmin = other.xmin
      where other.organisation = \(Office.reviewer.organisation)
      """
    #expect(try await office.count(together) == 2)
  }

  @Test("with one that cannot be written: the others are") func oneFails() async throws {
    let office = try await Office(connections: 1)
    let (bad, good) = (try await office.apply().alias, try await office.apply().alias)
    let id = try await office.caseID(bad)
    try await office.tamper(
      "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$",
      """
      create trigger refuse before insert on journal for each row
      when (new.case_id = '\(unsafeRawSQL: id.uuidString)') execute function refuse()
      """
    )
    let answers = try await together(
      office,
      [.note(good), .note(bad), .note(good)]
    )
    #expect(try [answers[0].get().revision, answers[2].get().revision] == [2, 3])
    #expect(throws: StoreError.self) { try answers[1].get() }
  }

  @Test("with one whose case is damaged, and one whose case is not the sender's: the others are") func oneIsDamaged()
    async throws
  {
    let office = try await Office(connections: 1)
    let (bad, good) = (try await office.apply().alias, try await office.apply().alias)
    let id = try await office.caseID(bad)
    try await office.tamper("update case_file set snapshot = '\\x00' where id = \(id)")
    let answers = try await together(
      office,
      [
        .note(good), .note(bad), .note(UUID()),
        .note(good),
      ]
    )
    #expect(try [answers[0].get().revision, answers[3].get().revision] == [2, 3])
    #expect(throws: StoreError.self) { try answers[1].get() }
    #expect(try answers[2].get() == Answer.refused(RefusalMessage(.unknownCase)))
  }

  @Test("one that is cancelled does not go on, and the others do") func cancelled() async throws {
    let office = try await Office(connections: 1)
    let (one, two) = (try await office.apply().alias, try await office.apply().alias)
    let answers = try await together(
      office,
      [.note(two), .note(one), .note(two)]
    ) { tasks in
      tasks[1].cancel()
      try await waitFor("the cancelled one to leave") { office.door.lanes.waiting == 1 }
    }
    #expect(throws: StoreError.self) { try answers[1].get() }
    #expect(try answers[2].get().revision == 3)
    #expect(try await office.note(one).revision == 2)
  }
}
