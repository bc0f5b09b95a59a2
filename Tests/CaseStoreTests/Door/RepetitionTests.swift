import CaseCore
import CaseDoor
import CaseReading
import DutchMessages
import Foundation
import Postgres
import StoreBase
import TestOffice
import Testing

/// Who hears the answer to a command that was given before.
@Suite("A command that is given again") struct RepetitionTests {
  private static let withoutRole = Actor(
    subject: Office.clerk.subject,
    organisation: Office.clerk.organisation,
    roles: []
  )

  @Test("whoever lost the role hears what someone hears who never knew of the case") func roleLost() async throws {
    let office = try await Office()
    let alias = try await office.apply(id: "start").alias
    let noted = try await office.note(alias, id: "note")
    #expect(noted.revision == 2)
    #expect(try await office.note(alias, by: Self.withoutRole, id: "note") == .refused(.unknownCase))
    let start: [String: Input] = ["text": .string("planted-text")]
    let again = try await office.give(
      "apply",
      by: Self.withoutRole,
      to: .newCase(workflow: "permit"),
      fields: start,
      id: "start"
    )
    #expect(again == .refused(.unknownCase))
    // With the role the answer is there as before.
    #expect(try await office.note(alias, id: "note") == noted)
    #expect(try await office.count("select count(*) from journal") == 2)
  }

  @Test("whoever still knows of the case hears the answer, also in a role that may not give the command")
  func otherRole() async throws {
    let office = try await Office()
    try await office.setRoles(["clerk", "reviewer"], of: Office.clerk)
    let alias = try #require(try await office.apply().alias)
    var actor = Office.clerk
    func assign() async throws -> Answer {
      try await office.give("assign", by: actor, to: .alias(alias), fields: ["text": .string("x")], id: "once")
    }
    let answer = try await assign()
    #expect(answer.revision == 2)
    actor.roles = ["reviewer"]
    #expect(try await assign() == answer)
  }

  @Test("an id is the organisation's: a colleague who uses it gives another command") func colleague() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    #expect(try await office.note(alias, id: "note").revision == 2)
    var colleague = Office.clerk
    colleague.subject = "colleague"
    #expect(try await office.note(alias, by: colleague, id: "note") == .reusedID)
    #expect(try await office.count("select count(*) from journal") == 2)
  }

  /// Until release 0.2.0 an id was a person's own, and the digest did not say whose.
  @Test("an answer that was kept under the person's id is still given") func former() async throws {
    let office = try await Office()
    let keyring = office.keyring
    let alias = try #require(try await office.apply().alias)
    let actor = Office.clerk
    func give() async throws -> Answer {
      try await office.give("note", by: actor, to: .alias(alias), fields: ["text": .string("x")], id: "note")
    }
    let answer = try await give()
    let id = keyring.receiptID(sender: actor.organisation, id: "note")
    let formerID = keyring.receiptID(sender: "\(actor.organisation) \(actor.subject)", id: "note")
    let digest = keyring.receiptDigest(["alias \(alias)", "note", "", "", "0", "text", "sx"])
    let changed = try await office.pool.withConnection { connection in
      let sealed = try #require(
        try connection.query("select answer from receipt where id = \(id)").first?[0, as: Data.self]
      )
      let plain = try AuthenticatedCipher.open(sealed, key: keyring.answers, at: id, "answer")
      let again = try AuthenticatedCipher.seal(plain, key: keyring.answers, at: formerID)
      return try connection.query(
        "update receipt set id = \(formerID), digest = \(digest), answer = \(again) where id = \(id)"
      ).affected
    }
    #expect(changed == 1)
    #expect(try await give() == answer)
    #expect(try await office.count("select count(*) from journal") == 2)
  }

  @Test("whoever destroyed the content hears that it was done") func destroyed() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    _ = try await office.apply()
    try await office.grant(alias)
    let answer = try await office.destroy(alias, id: "destroy")
    #expect(answer.revision == 4)
    #expect(try await office.destroy(alias, id: "destroy") == answer)
    let outsider = try await office.give(
      "destroy",
      by: Self.withoutRole,
      to: .alias(try #require(alias)),
      id: "destroy"
    )
    #expect(outsider == .refused(.unknownCase))
  }

  @Test("an id of no case is no id of another case") func otherCase() async throws {
    let office = try await Office()
    let alias = try #require(try await office.apply().alias)
    // Before and after the one case there is.
    for id in ["00000000-0000-8000-8000-000000000000", "ffffffff-ffff-8fff-bfff-ffffffffffff"] {
      let unknown = try #require(UUID(uuidString: id))
      #expect(try await office.note(unknown) == .refused(.unknownCase))
      #expect(try await office.reader.view(unknown, for: Office.clerk) == nil)
      #expect(try await office.reader.journal(unknown, for: Office.clerk, after: 0, limit: 10) == nil)
    }
    #expect(try await office.reader.view(alias, for: Office.clerk)?.instance.revision == 1)
    // What is wrong with the case that is looked at instead is nobody's business.
    try await office.tamper("update keyring.case_key set wrapped_by = 'gone'")
    #expect(try await office.note(UUID()) == .refused(.unknownCase))
    #expect(try await office.reader.view(UUID(), for: Office.clerk) == nil)
  }
}
