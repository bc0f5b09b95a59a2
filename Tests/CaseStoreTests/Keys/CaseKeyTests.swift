import CaseCore
import CaseDoor
import Foundation
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

@Suite("Keys of cases") struct CaseKeyTests {
  private static func secret(_ byte: UInt8) -> String { Data((0..<32).map { $0 &* 7 &+ byte }).base64EncodedString() }

  @Test("another secret key under the same name opens nothing; a name that is missing is named") func wrongKey()
    async throws
  {
    let text = "secret \(Self.secret(1))\nkey first \(Self.secret(2))"
    let fresh = try await Office()
    let office = try Office(fresh.configuration, keyring: Keyring(text: text))
    let alias = try await office.apply().alias
    let wrong = try Keyring(text: "secret \(Self.secret(1))\nkey first \(Self.secret(3))")
    await expectError("unreadable or damaged: the key of a case") {
      _ = try await Office(fresh.configuration, keyring: wrong).note(alias)
    }
    let missing = try Keyring(text: "secret \(Self.secret(1))\nkey second \(Self.secret(2))")
    await expectError("the keyring has no key first") {
      _ = try await Office(fresh.configuration, keyring: missing).note(alias)
    }
    #expect(try await office.count("select count(*) from journal") == 1)
  }

  @Test("a newer key wraps new cases, and the older one goes on opening its own") func rotation() async throws {
    let older = "secret \(Self.secret(1))\nkey first \(Self.secret(2))"
    let fresh = try await Office()
    let before = try Office(fresh.configuration, keyring: Keyring(text: older))
    let alias = try await before.apply().alias
    let after = try Office(fresh.configuration, keyring: Keyring(text: older + "\nkey second \(Self.secret(3))"))
    #expect(try await after.note(alias).revision == 2)
    #expect(try await after.apply().revision == 1)
    let names = try await after.list("select wrapped_by from keyring.case_key order by 1", as: String.self)
    #expect(names == ["first", "second"])
    #expect(try await after.verify().faults == [])
  }

  @Test("a snapshot of another case's, or of another revision, is refused") func swappedSnapshots() async throws {
    let office = try await Office()
    let (one, other) = try await (office.apply().alias, office.apply().alias)
    let ids = try await [office.caseID(one), office.caseID(other)]
    let old: Data? = try await office.read("select snapshot from case_file where id = \(ids[0])")
    try await office.tamper(
      "update case_file set snapshot = (select snapshot from case_file where id = \(ids[1])) where id = \(ids[0])"
    )
    await expectError("unreadable or damaged: the snapshot of a case at revision 1") { _ = try await office.note(one) }
    _ = try await office.note(other)
    try await office.tamper("update case_file set snapshot = \(old) where id = \(ids[0])")
    #expect(try await office.note(one).revision == 2)
    try await office.tamper("update case_file set snapshot = \(old) where id = \(ids[0])")
    await expectError("unreadable or damaged: the snapshot of a case at revision 2") { _ = try await office.note(one) }
  }

  @Test("the key of another case is refused") func swappedKeys() async throws {
    let office = try await Office()
    let (one, other) = try await (office.apply().alias, office.apply().alias)
    let ids = try await [office.caseID(one), office.caseID(other)]
    try await office.tamper(
      """
      update keyring.case_key set wrapped = (select wrapped from keyring.case_key where case_id = \(ids[1]))
      where case_id = \(ids[0])
      """
    )
    await expectError("unreadable or damaged: the key of a case") { _ = try await office.note(one) }
  }

  @Test("content of another entry is refused, even with a chain and a seal that fit") func swappedContent() async throws
  {
    let office = try await Office()
    let alias = try await office.apply().alias
    // Two votes that differ in nothing: only the place that each is bound to tells them apart.
    for _ in 0..<2 {
      let vote: [String: Input] = ["vote": .string("no")]
      _ = try await office.give("judge", by: Office.clerk, to: .alias(alias ?? UUID()), fields: vote)
    }
    let id = try await office.caseID(alias)
    try await office.rebuild(id, sealed: true) { rows in
      (rows[1].content, rows[2].content) = (rows[2].content, rows[1].content)
    }
    #expect(try await office.verify().faults == [JournalFault(kind: .content, caseID: id, revision: 3)])
  }

  @Test("a rebuilt chain that changes nothing fits: the way these tests rebuild one is right") func rebuiltSame()
    async throws
  {
    let office = try await Office()
    let alias = try await office.apply().alias
    _ = try await office.note(alias)
    try await office.rebuild(office.caseID(alias), sealed: true) { _ in }
    #expect(try await office.verify().faults == [])
  }
}

/// Holds the error of `body` against what it must say; it may never say more than that.
private func expectError(_ description: String, _ body: () async throws -> Void) async {
  await #expect {
    try await body()
  } throws: { error in
    "\(error)" == description
  }
}
