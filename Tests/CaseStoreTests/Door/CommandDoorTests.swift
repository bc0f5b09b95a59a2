import CaseCore
import CaseDoor
import DutchMessages
import Foundation
import LocalTime
import Postgres
import StoreBase
import TestOffice
import Testing

@Suite("The door") struct CommandDoorTests {
  @Test("a command keeps case, journal, outbox and timers together") func together() async throws {
    let office = try await Office()
    let answer = try await office.apply(applicant: Office.applicant.organisation)
    #expect(answer.revision == 1)
    #expect(try await office.read("select state from case_file") == "received")
    #expect(try await office.count("select count(*) from journal") == 1)
    // Clerk and reviewer are the audience; the applicant is told in its own words.
    let told = try await office.list(
      "select organisation || ' ' || event from outbox order by organisation",
      as: String.self
    )
    #expect(
      told == [
        "\(Office.clerk.organisation) aangemaakt", "\(Office.reviewer.organisation) aangemaakt",
        "\(Office.applicant.organisation) ontvangen",
      ]
    )
    #expect(try await office.count("select count(*) from timer where outcome is null") == 2)
  }

  @Test("the same id has one effect and the same answer") func sameID() async throws {
    let office = try await Office()
    let first = try await office.apply(id: "one")
    #expect(try await office.apply(id: "one") == first)
    #expect(try await office.apply("something else", id: "one") == .reusedID)
    #expect(try await office.count("select count(*) from case_file") == 1)
  }

  @Test("after a restore that undid it, a case that is begun by the same command has the id by which it was known")
  func begunAgain() async throws {
    let (before, after) = (try await Office(), try await Office())
    let restored = try Office(after.configuration, keyring: before.keyring)
    let alias = try #require(try await before.apply(id: "one").alias)
    #expect(try await restored.apply(id: "one").alias == alias)
    #expect(try await restored.note(alias, by: Office.clerk).revision == 2)
    #expect(try await restored.apply(id: "two").alias != alias)
  }

  @Test("an id whose answer is forgotten begins another case, beside the one that it began") func forgotten()
    async throws
  {
    let office = try await Office()
    let first = try await office.apply(id: "one")
    try await office.pool.withConnection { _ = try $0.query("delete from receipt") }
    let second = try await office.apply(id: "one")
    #expect(second.revision == 1 && second.alias != first.alias)
    #expect(try await office.apply(id: "one") == second)
  }

  @Test("of copies that begin a case at once one begins it, and all are answered alike") func begunAtOnce() async throws
  {
    let office = try await Office(connections: 8)
    let answers = try await withThrowingTaskGroup { group in
      for _ in 0..<8 { group.addTask { try await office.apply(id: "one") } }
      return try await group.reduce(into: [Answer]()) { $0.append($1) }
    }
    #expect(answers.allSatisfy { $0 == answers[0] } && answers[0].revision == 1)
    #expect(try await office.count("select count(*) from case_file") == 1)
  }

  @Test("the same id of another sender is another id") func otherSender() async throws {
    let office = try await Office()
    let alias = try await office.apply(id: "one").alias
    let reviewersAlias = try await office.aliasOf(office.caseID(alias), for: Office.reviewer)
    #expect(try await office.note(reviewersAlias, by: Office.reviewer, id: "one").revision == 2)
  }

  @Test("a refusal is an answer, and the answer for good") func refusalIsKept() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    let early = try await office.give("invite", by: Office.clerk, to: .alias(alias ?? UUID()), id: "early")
    guard case .notNow? = early.refusal else { throw Unexpected(answer: early) }
    try await office.grant(alias)
    #expect(try await office.give("invite", by: Office.clerk, to: .alias(alias ?? UUID()), id: "early") == early)
    #expect(try await office.give("invite", by: Office.clerk, to: .alias(alias ?? UUID()), id: "later").revision == 4)
  }

  @Test("a stale revision is told the current one, and nothing is written") func stale() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    #expect(try await office.note(alias, revision: 1).revision == 2)
    #expect(try await office.note(alias, revision: 1) == .refused(.stale(current: 2)))
    #expect(try await office.count("select max(revision) from journal") == 2)
  }

  @Test("an id of another organisation's, an unknown id and the case's own id are the same miss") func unknown()
    async throws
  {
    let office = try await Office()
    let alias = try await office.apply(applicant: Office.applicant.organisation).alias
    let id = try await office.caseID(alias)
    for wrong in [try await office.aliasOf(id, for: Office.reviewer), UUID(), id] {
      #expect(try await office.note(wrong) == .refused(.unknownCase))
    }
    // A party that is only told of the case may not know more of it than a stranger.
    let told = try await office.aliasOf(id, for: Office.applicant)
    #expect(try await office.note(told, by: Office.applicant) == .refused(.unknownCase))
  }

  @Test("only commands that start a deadline wake the timers, only those that tell wake the outbox") func wakes()
    async throws
  {
    let office = try await Office()
    let alias = try await office.apply().alias
    let (timers, outbox) = (office.wakes.timers, office.wakes.outbox)
    #expect(await [timers.isSignalled(), outbox.isSignalled()] == [true, true])
    _ = try await office.give("judge", by: Office.clerk, to: .alias(alias ?? UUID()), fields: ["vote": .string("no")])
    #expect(await [timers.isSignalled(within: Self.moment), outbox.isSignalled()] == [false, true])
    _ = try await office.note(alias, revision: 1)
    #expect(
      await [timers.isSignalled(within: Self.moment), outbox.isSignalled(within: Self.moment)] == [false, false]
    )
  }

  /// How long a signal is not waited for in vain. A slow machine can only make the test see less, not fail.
  private static let moment = Duration.milliseconds(100)
}

extension Wake {
  /// Takes the signal that was given, if there was one.
  fileprivate func isSignalled(within limit: Duration = .seconds(240)) async -> Bool {
    let clock = ContinuousClock()
    let began = clock.now
    await wait(atMost: limit)
    return clock.now - began < limit
  }
}
