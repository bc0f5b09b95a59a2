import CaseCore
import CaseDoor
import Foundation
import Postgres
import TestOffice
import Testing

@Suite("Nothing personal in plain") struct PlainTextTests {
  /// Whatever of these reaches a table in plain says something of a person.
  private static let planted = [
    "planted-subject", "planted-text", "planted-field", "planted-command", "planted-ground", "planted-id",
    "planted-workflow", "planted-vote",
  ]

  @Test("what senders write is in no column of any table, however they are answered") func planted() async throws {
    let office = try await Office()
    let alias = try await office.apply("planted-text", id: "planted-id").alias ?? UUID()
    for (index, (name, fields, ground)) in Self.refused.enumerated() {
      let command = Command(cause: .command(name: name, by: Office.clerk), fields: fields, ground: ground)
      let answer = try await office.door.submit(
        Submission(target: .alias(alias), command: command, id: "planted-id-\(index)")
      )
      #expect(answer.refusal != nil)
    }
    _ = try await office.give("apply", by: Office.clerk, to: .newCase(workflow: "planted-workflow"), id: "planted-id 2")
    let rows = try await office.contents()
    // The search finds what is there.
    #expect(rows.contains { $0.contains("received") } && rows.contains { $0.contains("receipt") })
    for text in Self.planted {
      for form in Self.forms(of: text) {
        #expect(rows.filter { $0.lowercased().contains(form) } == [], "\(text)")
      }
    }
  }

  private static let refused: [(String, [String: Input], String?)] = [
    ("planted-command", [:], nil),
    ("note", ["planted-field": .string("planted-text")], nil),
    ("judge", ["vote": .string("planted-vote")], nil),
    ("judge", ["vote": .string("yes")], "planted-ground"),
  ]

  /// As text, as a `bytea` shows itself, and in base64 (without the last group, which depends on what follows).
  private static func forms(of text: String) -> [String] {
    let bytes = Data(text.utf8)
    let hex = bytes.map { String(format: "%02x", $0) }.joined()
    return [text, hex, String(bytes.base64EncodedString().dropLast(4)).lowercased()]
  }
}
