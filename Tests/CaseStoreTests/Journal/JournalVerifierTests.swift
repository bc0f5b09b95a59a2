import CaseCore
import CaseDoor
import Foundation
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// Each damage is done as a superuser can, to the second of three cases with four entries each.
@Suite("Verifying the journal") struct JournalVerifierTests {
  @Test("an untouched database gives the right numbers") func untouched() async throws {
    let (office, _) = try await Self.damagedOffice()
    let report = try await office.verify()
    #expect(report.faults == [] && report.cases == 3 && report.entries == 12 && report.erased == 0)
  }

  @Test("a database with nothing says 0") func empty() async throws {
    let report = try await Office().verify()
    #expect(report.cases == 0 && report.entries == 0 && report.faults == [])
  }

  @Test("more cases than one group holds are all counted") func groups() async throws {
    let office = try await Office(connections: 8)
    try await withThrowingTaskGroup { group in
      for _ in 0..<205 { group.addTask { _ = try await office.apply() } }
      try await group.waitForAll()
    }
    #expect(try await office.verify().cases == 205)
  }

  @Test("an entry about a child says nothing of the state of the case; the entries together do") func child()
    async throws
  {
    let office = try await Office()
    let alias = try #require(try await office.apply().alias)
    try await office.assign(alias, to: Office.worker)
    let id = try await office.caseID(alias)
    let theirs = try await office.aliasOf(id, for: Office.worker)
    _ = try await office.give("finish", by: Office.worker, to: .alias(theirs), child: "task-1")
    #expect(try await office.verify().faults == [])
    try await office.tamper("update case_file set state = 'granted' where id = \(id)")
    #expect(try await office.verify().faults.map(\.kind) == [.content])
  }

  /// A damage, and where it must show.
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let statements: [@Sendable (UUID) -> Statement]
    let faults: [ExpectedFault]

    init(_ description: String, _ found: [ExpectedFault], _ statements: (@Sendable (UUID) -> Statement)...) {
      testDescription = description
      self.statements = statements
      self.faults = found
    }
  }

  struct ExpectedFault: Hashable, Sendable {
    let kind: JournalFault.Kind
    let revision: Int64
    init(_ kind: JournalFault.Kind, _ revision: Int64) { (self.kind, self.revision) = (kind, revision) }
  }

  /// Every column of an entry in turn. `hash` is what the next entry follows on, `previous` what this one does.
  static let columns = [
    ("recorded_at", "recorded_at + interval '1 microsecond'"), ("name", "'judge'"), ("organisation", "'x'"),
    ("role", "'x'"), ("ground", "'x'"), ("from_state", "'x'"), ("to_state", "'x'"), ("audience", "'{x}'"),
    ("audience", "audience || '{x}'"), ("content", "content || '\\x00'"), ("content", "'\\x00'"), ("timer", "1"),
    ("due_at", "now()"),
  ].map { column, value in
    Damage("\(column) = \(value)", [ExpectedFault(.changed, 2)]) {
      "update journal set \(unsafeRawSQL: column) = \(unsafeRawSQL: value) where case_id = \($0) and revision = 2"
    }
  }

  static let damages = [
    Damage("kind", [ExpectedFault(.changed, 2)]) {
      """
      update journal set kind = 'deadline', timer = 0, due_at = now(), organisation = null, role = null
      where case_id = \($0) and revision = 2
      """
    },
    Damage("previous", [ExpectedFault(.changed, 2), ExpectedFault(.outOfOrder, 2)]) {
      "update journal set previous = sha256('') where case_id = \($0) and revision = 2"
    },
    Damage("hash", [ExpectedFault(.changed, 2), ExpectedFault(.outOfOrder, 3)]) {
      "update journal set hash = sha256('') where case_id = \($0) and revision = 2"
    },
    Damage(
      "two in each other's place",
      [
        ExpectedFault(.changed, 2), ExpectedFault(.outOfOrder, 2), ExpectedFault(.changed, 3),
        ExpectedFault(.outOfOrder, 3), ExpectedFault(.outOfOrder, 4),
      ],
      { "update journal set revision = 99 where case_id = \($0) and revision = 2" },
      { "update journal set revision = 2 where case_id = \($0) and revision = 3" },
      { "update journal set revision = 3 where case_id = \($0) and revision = 99" }
    ),
    Damage("one in the middle removed", [ExpectedFault(.missing, 2)]) {
      "delete from journal where case_id = \($0) and revision = 2"
    },
    Damage("the first removed", [ExpectedFault(.missing, 1)]) {
      "delete from journal where case_id = \($0) and revision = 1"
    },
    Damage("the last removed", [ExpectedFault(.cutOff, 4)]) {
      "delete from journal where case_id = \($0) and revision = 4"
    },
    Damage("all removed", [ExpectedFault(.cutOff, 1)]) { "delete from journal where case_id = \($0)" },
    Damage("one added at the end", [ExpectedFault(.changed, 5), ExpectedFault(.outOfOrder, 5)]) {
      """
      insert into journal select case_id, 5, recorded_at, kind, name, timer, due_at, organisation, role, ground,
        from_state, to_state, audience, content, hash, hash from journal where case_id = \($0) and revision = 4
      """
    },
    Damage(
      "cut off, with the case's row set back",
      [ExpectedFault(.seal, 3)],
      { "delete from journal where case_id = \($0) and revision = 4" },
      {
        """
        update case_file set revision = 3, head = hash, state = to_state, changed_at = recorded_at
        from journal where case_id = id and journal.revision = 3 and id = \($0)
        """
      }
    ),
    Damage("seal", [ExpectedFault(.seal, 4)]) { "update case_file set seal = sha256('') where id = \($0)" },
    Damage("head", [ExpectedFault(.seal, 4), ExpectedFault(.outOfOrder, 4)]) {
      "update case_file set head = sha256('') where id = \($0)"
    },
    Damage("state", [ExpectedFault(.content, 4)]) { "update case_file set state = 'granted' where id = \($0)" },
    Damage("state_since", [ExpectedFault(.phase, 4)]) {
      "update case_file set state_since = state_since - 1 where id = \($0)"
    },
    Damage("changed_at", [ExpectedFault(.content, 4)]) { "update case_file set changed_at = now() where id = \($0)" },
    Damage("opened_at", [ExpectedFault(.content, 4)]) { "update case_file set opened_at = now() where id = \($0)" },
    Damage("region", [ExpectedFault(.content, 4)]) { "update case_file set region = 'west' where id = \($0)" },
    Damage("snapshot", [ExpectedFault(.content, 4)]) {
      "update case_file set snapshot = set_byte(snapshot, 20, 255 - get_byte(snapshot, 20)) where id = \($0)"
    },
    Damage("snapshot gone", [ExpectedFault(.content, 4)]) { "update case_file set snapshot = null where id = \($0)" },
    Damage("key gone", [ExpectedFault(.content, 4)]) { "delete from keyring.case_key where case_id = \($0)" },
    Damage(
      "made to look erased",
      [ExpectedFault(.content, 4)],
      { "update case_file set snapshot = null where id = \($0)" },
      { "delete from keyring.case_key where case_id = \($0)" }
    ),
    Damage(
      "the case's row removed",
      [ExpectedFault(.orphaned, 4)],
      { "delete from keyring.case_key where case_id = \($0)" },
      { "delete from case_party where case_id = \($0)" },
      { "delete from case_file where id = \($0)" }
    ),
  ]

  @Test("each damage is found, of the right kind and in its place", arguments: columns + damages)
  func damage(_ damage: Damage) async throws {
    let (office, id) = try await Self.damagedOffice()
    for statement in damage.statements { try await office.tamper(statement(id)) }
    try await Self.expect(damage.faults, in: office, id)
  }

  @Test("a chain rebuilt without the sealing key is found by its seal") func rebuilt() async throws {
    let (office, id) = try await Self.damagedOffice()
    try await office.rebuild(id, sealed: false) { $0[1].ground = "another" }
    try await Self.expect([ExpectedFault(.seal, 4)], in: office, id)
  }

  @Test("an entry that moved to another case is found in both") func moved() async throws {
    let (office, id) = try await Self.damagedOffice()
    try await office.tamper("delete from journal where case_id <> \(id) and revision = 4")
    let other = try #require(try await office.read("select id from case_file where id <> \(id) limit 1", as: UUID.self))
    try await office.tamper("update journal set case_id = \(other) where case_id = \(id) and revision = 4")
    let faults = try await office.verify().faults
    #expect(faults.contains(JournalFault(kind: .cutOff, caseID: id, revision: 4)))
    #expect(faults.contains(JournalFault(kind: .changed, caseID: other, revision: 4)))
  }

  @Test("content encrypted anew, with the right key, is a changed entry") func encryptedAnew() async throws {
    let (office, id) = try await Self.damagedOffice()
    let keyring = office.keyring
    try await office.pool.withConnection { connection in
      let row = try #require(
        try connection.query(
          """
          select wrapped, wrapped_by, content from keyring.case_key join journal using (case_id)
          where case_id = \(id) and revision = 2
          """
        ).first
      )
      let cipher = try CaseCipher(id, wrapped: row[0], by: row[1], keyring: keyring)
      let plain = try cipher.open(row[2], as: .entry, revision: 2)
      let again = try cipher.seal(plain, as: .entry, revision: 2)
      try connection.query("update journal set content = \(again) where case_id = \(id) and revision = 2")
    }
    try await Self.expect([ExpectedFault(.changed, 2)], in: office, id)
  }

  @Test("an erased case whose key came back is not erased") func keyCameBack() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    let id = try await office.caseID(alias)
    try await office.grant(alias)
    try await office.tamper("create table kept as select * from keyring.case_key")
    _ = try await office.destroy(alias)
    try await office.tamper("insert into keyring.case_key select * from kept")
    #expect(try await office.verify().faults == [JournalFault(kind: .content, caseID: id, revision: 4)])
  }

  private static func damagedOffice() async throws -> (Office, UUID) {
    let office = try await Office()
    var ids: [UUID] = []
    for _ in 0..<3 {
      let alias = try await office.apply().alias
      for _ in 0..<3 { _ = try await office.note(alias) }
      ids.append(try await office.caseID(alias))
    }
    return (office, ids[1])
  }

  private static func expect(_ found: [ExpectedFault], in office: Office, _ id: UUID) async throws {
    let report = try await office.verify()
    #expect(Set(report.faults.map { ExpectedFault($0.kind, $0.revision) }) == Set(found), "\(report.faults)")
    #expect(report.faults.allSatisfy { $0.caseID == id } && report.cases == 3)
  }
}
