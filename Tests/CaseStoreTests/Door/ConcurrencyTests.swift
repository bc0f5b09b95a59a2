import CaseCore
import CaseDoor
import DutchMessages
import Foundation
import Postgres
import SeededRandom
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// Many commands at once on few cases. Whatever order they meet in, what is left must be what some order one after the
/// other would have left.
@Suite("Commands at once", .timeLimit(.minutes(5))) struct ConcurrencyTests {
  /// A command on its way, and what was answered.
  struct SentCommand: Sendable {
    var alias: Int
    var submission: Submission
    var answer: Answer?
  }

  @Test("revisions are gapless, and each accepted command is in the journal once", arguments: [1, 20_261, 3_141_592])
  func property(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let office = try await Office(connections: 8)
    var cases: [UUID] = []
    for _ in 0..<3 { cases.append(try await office.caseID(office.apply().alias)) }
    let submissions = try await self.submissions(160, on: cases, office, &random)
    let answered = try await withThrowingTaskGroup { group in
      for submission in submissions { group.addTask { (submission, try await Self.answer(to: submission, office)) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    Self.expectOneAnswerForEachID(answered, seed: seed)
    Self.expectRevisionsFollow(answered, seed: seed)
    let accepted = Set(answered.compactMap { $1.revision == nil ? nil : $0.id })
    #expect(try await office.count("select count(*) from journal where revision > 1") == accepted.count, "seed \(seed)")
    #expect(accepted.count > 20, "seed \(seed): too few to mean anything")
    for id in cases { try await expectConsistent(id, office, seed: seed) }
    let report = try await office.verify()
    #expect(report.faults == [] && report.entries == accepted.count + 3, "seed \(seed)")
  }

  /// Who has waited for long, on a machine that is busy, is told to come back, and comes back with the same command.
  private static func answer(to submission: Submission, _ office: Office) async throws -> Answer {
    while true {
      do throws(StoreError) { return try await office.door.submit(submission) } catch {
        guard case .contended = error else { throw error }
      }
    }
  }

  /// Notes, votes, invitations, some on a revision they saw, some by the wrong people, one in five under an id used before.
  private func submissions(
    _ count: Int,
    on cases: [UUID],
    _ office: Office,
    _ random: inout SeededGenerator
  ) async throws -> [Submission] {
    var submissions: [Submission] = []
    for index in 0..<count {
      if index % 5 == 4, let earlier = submissions.randomElement(using: &random) {
        submissions.append(earlier)
        continue
      }
      let actor = [Office.clerk, Office.clerk, Office.reviewer, Office.adviser].randomElement(using: &random)
      let id = cases.randomElement(using: &random)
      guard let actor, let id else { continue }
      let alias = try await office.aliasOf(id, for: actor)
      let (name, fields) = Self.command(&random)
      let expected: Int64? = Int.random(in: 0..<3, using: &random) == 0 ? .random(in: 1...12, using: &random) : nil
      let command = Command(cause: .command(name: name, by: actor), fields: fields, expectedRevision: expected)
      submissions.append(Submission(target: .alias(alias), command: command, id: "id-\(index)"))
    }
    return submissions
  }

  private static func command(_ random: inout SeededGenerator) -> (String, [String: Input]) {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: ("judge", ["vote": .string("yes")])
    case 1, 2: ("judge", ["vote": .string("no")])
    case 3: ("invite", ["adviser": .string(Office.adviser.organisation)])
    case 4: ("note", [:])
    default: ("note", ["text": .string("note \(Int.random(in: 0..<1_000, using: &random))")])
    }
  }

  private static func expectOneAnswerForEachID(_ answered: [(Submission, Answer)], seed: UInt64) {
    for (id, answers) in Dictionary(grouping: answered, by: { $0.0.id ?? "" }) {
      let different = Set(answers.map { "\($0.0.command.cause) \($0.1)" })
      #expect(different.count == 1, "seed \(seed), \(id)")
    }
  }

  /// Who named a revision got the next one, or was told another; nobody shares one.
  private static func expectRevisionsFollow(_ answered: [(Submission, Answer)], seed: UInt64) {
    for (submission, answer) in answered {
      guard let expected = submission.command.expectedRevisions?.first else { continue }
      if let revision = answer.revision { #expect(revision == expected + 1, "seed \(seed)") }
      if case .stale(let current)? = answer.refusal { #expect(current != expected, "seed \(seed)") }
    }
  }

  private func expectConsistent(_ id: UUID, _ office: Office, seed: UInt64) async throws {
    let revisions = try await office.list(
      "select revision from journal where case_id = \(id) order by revision",
      as: Int64.self
    )
    let stored = try await office.stored(id)
    #expect(revisions == Array(1...stored.revision), "seed \(seed)")
    let disordered = try await office.count(
      """
      select count(*) from (
        select revision < lag(revision) over (partition by organisation order by id) as isEarlier
        from outbox where case_id = \(id)) as told
      where isEarlier
      """
    )
    #expect(disordered == 0, "seed \(seed)")
    #expect(try await office.runningTimers(id) == office.runningTimers(stored), "seed \(seed)")
  }

  @Test("of two with the same revision in mind one is accepted, the other told") func sameRevision() async throws {
    let office = try await Office(connections: 8)
    let alias = try await office.apply().alias
    let answers = try await withThrowingTaskGroup { group in
      for index in 0..<8 { group.addTask { try await office.note(alias, revision: 1, id: "at once \(index)") } }
      return try await group.reduce(into: [Answer]()) { $0.append($1) }
    }
    #expect(answers.filter { $0.revision == 2 }.count == 1)
    #expect(answers.filter { $0 == .refused(.stale(current: 2)) }.count == 7)
  }

  @Test("without a revision in mind all are accepted, one after the other") func anyRevision() async throws {
    let office = try await Office(connections: 8)
    let alias = try await office.apply().alias
    let answers = try await withThrowingTaskGroup { group in
      for index in 0..<100 { group.addTask { try await office.note(alias, id: "\(index)") } }
      return try await group.reduce(into: [Answer]()) { $0.append($1) }
    }
    #expect(answers.compactMap(\.revision).sorted() == Array(2...101))
  }

  @Test("the same command many times at once has one effect", arguments: [true, false])
  func sameIDAtOnce(isNew: Bool) async throws {
    let office = try await Office(connections: 8)
    let alias = try await office.apply().alias
    let answers = try await withThrowingTaskGroup { group in
      for _ in 0..<16 {
        group.addTask { isNew ? try await office.apply(id: "one") : try await office.note(alias, id: "one") }
      }
      return try await group.reduce(into: Set<Answer>()) { $0.insert($1) }
    }
    #expect(answers.count == 1)
    #expect(try await office.count("select count(*) from journal") == 2)
  }
}
