import CaseCore
import CaseDoor
import DutchMessages
import Foundation
import Postgres
import TestOffice
import Testing

@Suite("Refusals at the door") struct RefusalTests {
  /// One way to be refused, with the kind of refusal that it meets.
  struct Wrong: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let command: String
    var actor = Office.clerk
    var fields: [String: Input] = [:]
    var ground: String?
    var revision: Int64?
    var target: @Sendable (UUID) -> Submission.Target = { .alias($0) }
    /// Whether it is an answer that is given again whenever the command comes again.
    var isKept = true
    let isMet: @Sendable (RefusalMessage) -> Bool
  }

  static let wrongs = [
    Wrong(
      testDescription: "unknown workflow",
      command: "apply",
      target: { _ in .newCase(workflow: "other") },
      isKept: false
    ) {
      $0 == .unknownCase
    },
    Wrong(testDescription: "unknown case", command: "note", target: { _ in .alias(UUID()) }, isKept: false) {
      $0 == .unknownCase
    },
    Wrong(testDescription: "unknown command", command: "dance") { $0 == .unknownCommand("dance") },
    Wrong(testDescription: "start of a case that is there", command: "apply") { $0 == .unknownCommand("apply") },
    Wrong(
      testDescription: "role of nobody's",
      command: "apply",
      actor: Office.reviewer,
      target: { _ in .newCase(workflow: "permit") }
    ) {
      if case .notEntitled = $0 { true } else { false }
    },
    Wrong(testDescription: "missing field", command: "note") { if case .invalid = $0 { true } else { false } },
    Wrong(testDescription: "wrong ground", command: "note", fields: text, ground: "other") {
      if case .invalid = $0 { true } else { false }
    },
    Wrong(testDescription: "stale", command: "note", fields: text, revision: 7) { $0 == .stale(current: 1) },
    Wrong(testDescription: "not in this state", command: "destroy") { if case .notNow = $0 { true } else { false } },
  ]

  private static let text: [String: Input] = ["text": .string("text")]

  @Test("each comes back as an answer, twice the same, and leaves nothing but the receipt, if that", arguments: wrongs)
  func refused(_ wrong: Wrong) async throws {
    let office = try await Office()
    let alias = try await office.apply().alias ?? UUID()
    let before = try await office.contents(except: "receipt")
    let submission = Submission(
      target: wrong.target(alias),
      command: Command(
        cause: .command(name: wrong.command, by: wrong.actor),
        fields: wrong.fields,
        ground: wrong.ground,
        expectedRevision: wrong.revision
      ),
      id: "refused"
    )
    let answer = try await office.door.submit(submission)
    #expect(answer.refusal.map(wrong.isMet) == true, "\(answer)")
    #expect(try await office.door.submit(submission) == answer)
    #expect(try await office.contents(except: "receipt") == before)
    #expect(try await office.count("select count(*) from receipt") == (wrong.isKept ? 1 : 0))
  }
}
