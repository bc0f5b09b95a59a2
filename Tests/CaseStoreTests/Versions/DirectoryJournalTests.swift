import CaseCore
import CaseDoor
import Foundation
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// What the service goes by and keeps in plain tables, against the journal of it.
@Suite("The journal of the directory") struct DirectoryJournalTests {
  private static let organisation = Organisation(
    number: "00000099000000000090",
    name: "Gemeente",
    region: "oost",
    roles: ["clerk", "reviewer"]
  )

  /// Five organisations and a version were entered without a keyring before the journal was there: entered again, they are in it.
  private static func office() async throws -> Office {
    let office = try await Office(versions: [try PermitWorkflow.next()])
    let store = OrganisationStore(office.pool, keyring: office.keyring)
    for known in try await store.all() {
      try await store.register(known.organisation, queue: known.queue)
    }
    try await store.register(organisation, queue: "events.new")
    // The office has this row by hand; as it is published, so it is recorded.
    try await office.tamper("update workflow_version set digest = sha256(source::bytea)")
    for version in try await WorkflowStore(office.pool).all() {
      try await WorkflowStore(office.pool, keyring: office.keyring).publish(version)
    }
    return office
  }

  @Test("what was entered is recorded once, and each change of it") func recorded() async throws {
    let office = try await Self.office()
    let report = try await office.verify()
    #expect(report.directory == 8 && report.directoryFaults == [])
    let store = OrganisationStore(office.pool, keyring: office.keyring)
    try await store.register(Self.organisation, queue: "events.new")
    #expect(try await office.verify().directory == 8)
    var changed = Self.organisation
    changed.roles = ["clerk"]
    try await store.register(changed, queue: "events.new")
    let after = try await office.verify()
    #expect(after.directory == 9 && after.directoryFaults == [])
  }

  @Test("what was removed is recorded, and who takes that back is found") func removed() async throws {
    let office = try await Self.office()
    let store = OrganisationStore(office.pool, keyring: office.keyring)
    let number = Self.organisation.number
    #expect(try await store.remove(number, by: "J. Jansen", reason: "samengevoegd"))
    #expect(try await store.remove(number, by: "J. Jansen", reason: "samengevoegd") == false)
    let report = try await office.verify()
    #expect(report.directory == 9 && report.directoryFaults == [])
    for damage in [
      "update organisation set removal = '\\x00' where number = '00000099000000000090'",
      "update organisation set removed_at = null, removal = null where number = '00000099000000000090'",
      "update organisation set roles = '{beheerder}' where number = '00000099000000000090'",
    ] as [Statement] {
      try await office.tamper("create table kept as select * from organisation")
      try await office.tamper(damage)
      #expect(try await office.verify().directoryFaults.first?.hasPrefix("organisation \(number): differs") == true)
      try await office.tamper(
        """
        update organisation o set removal = kept.removal, removed_at = kept.removed_at, roles = kept.roles
        from kept where kept.number = o.number
        """,
        "drop table kept"
      )
    }
    try await store.register(Self.organisation, queue: "events.new")
    let again = try await office.verify()
    #expect(again.directory == 10 && again.directoryFaults == [])
  }

  @Test("what was removed holds no role from the next command on, and its name is known") func withoutRole()
    async throws
  {
    let office = try await Self.office()
    let alias = try await office.apply().alias
    let door = Self.door(office)
    #expect(try await door.submit(Self.note(on: alias)).refusal == nil)
    let store = OrganisationStore(office.pool, keyring: office.keyring)
    let known = try #require(try await store.find(Office.clerk.organisation))
    #expect(try await store.remove(Office.clerk.organisation, by: "J. Jansen", reason: "samengevoegd"))
    #expect(try await door.submit(Self.note(on: alias)).refusal != nil)
    let directory = try await office.pool.withConnection { connection in
      try DirectoryCache().at(revision: 1, on: connection)
    }
    let removed = try #require(directory.organisations[Office.clerk.organisation])
    #expect(removed.name == known.organisation.name && !removed.takesPart)
    try await store.register(known.organisation, queue: known.queue)
    #expect(try await door.submit(Self.note(on: alias)).refusal == nil)
  }

  @Test("what was entered before there was a journal is named") func unrecorded() async throws {
    let report = try await Office().verify()
    #expect(report.directory == 0 && report.directoryFaults.count == 6)
    #expect(report.directoryFaults.allSatisfy { $0.hasSuffix("was never recorded in the journal of the directory") })
  }

  /// What a superuser does, and where it shows.
  static let damages: [(Statement, String)] = [
    (
      "update organisation set roles = '{clerk,beheerder}' where number = '00000099000000000090'",
      "organisation 0000009900"
    ),
    ("update organisation set name = 'x' where number = '00000099000000000090'", "organisation 0000009900"),
    ("update organisation set region = 'west' where number = '00000099000000000090'", "organisation 0000009900"),
    (
      "insert into organisation (number, name, region, roles) values ('00000099000000000091', 'x', 'oost', '{clerk}')",
      "organisation 00000099000000000091: was never"
    ),
    ("update workflow_version set source = source || ' ' where version = '1.1.0'", "workflow permit 1.1.0: differs"),
    ("update directory_journal set digest = sha256('') where number = 3", "directory, entry 3"),
    ("update directory_journal set name = '00000099000000000090' where number = 3", "directory, entry 3"),
    ("update directory_journal set kind = 'workflow' where number = 3", "directory, entry 3"),
    ("update directory_journal set recorded_at = now() - interval '1 day' where number = 3", "directory, entry 3"),
    ("delete from directory_journal where number = 3", "directory, entry 4"),
    ("delete from workflow_version where version = '1.1.0'", "workflow permit 1.1.0: is gone"),
    ("delete from directory_journal where number = 8", "workflow permit 1.1.0: was never"),
    ("update recipient set last_sequence = 1 where queue = 'events.new'", "recipient 00000099000000000090"),
  ]

  @Test("each damage is found", arguments: damages.indices) func damage(_ index: Int) async throws {
    let office = try await Self.office()
    try await office.tamper(Self.damages[index].0)
    let report = try await office.verify()
    #expect(report.directoryFaults.contains { $0.hasPrefix(Self.damages[index].1) }, "\(report.directoryFaults)")
    #expect(!report.isSound)
  }

  /// Its number and its seal are right: only what follows on it tells.
  @Test("an entry of another time, put in the place of one, is found") func otherTime() async throws {
    let office = try await Self.office()
    try await office.tamper("create table kept as select * from directory_journal where number = 8")
    try await office.tamper("delete from directory_journal where number = 8")
    let store = OrganisationStore(office.pool, keyring: office.keyring)
    var changed = Self.organisation
    for roles in [["clerk"], ["reviewer"]] as [Set<String>] {
      changed.roles = roles
      try await store.register(changed, queue: "events.new")
    }
    try await office.tamper(
      "delete from directory_journal where number = 8",
      "insert into directory_journal select * from kept"
    )
    #expect(try await office.verify().directoryFaults == ["directory, entry 9: changed, missing or out of order"])
  }

  @Test("a text that was changed decides nothing, whatever digests say", arguments: 0...2)
  func changedText(digests: Int) async throws {
    let office = try await Self.office()
    let alias = try await office.apply().alias
    let id = try await office.caseID(alias)
    let door = Self.door(office)
    try await office.tamper("update workflow_version set source = 'everyone may do all' where version = '1.0.0'")
    if digests > 0 { try await office.tamper("update workflow_version set digest = sha256(source::bytea)") }
    if digests > 1 {
      try await office.tamper(
        "create table kept as select * from directory_journal",
        """
        update directory_journal set digest = (select digest from workflow_version where version = '1.0.0')
        where name = 'permit 1.0.0'
        """
      )
    }
    let submission = Self.note(on: alias)
    await Self.expectRefusedText { _ = try await door.submit(submission) }
    #expect(try await office.journal(of: id).count == 1)
    try await office.tamper(
      "update workflow_version set source = 'permit', digest = sha256('permit') where version = '1.0.0'"
    )
    if digests > 1 {
      try await office.tamper(
        "update directory_journal j set digest = kept.digest from kept where kept.number = j.number"
      )
    }
    #expect(try await door.submit(submission).revision == 2)
  }

  @Test("a text of before there was a journal is sealed once, and held against its digest") func textBefore()
    async throws
  {
    let office = try await Office()
    let keyring = office.keyring
    try await office.tamper("update workflow_version set digest = sha256(source::bytea)")
    try await office.pool.refusable { try WorkflowStore.sealFirst(keyring: { keyring }, on: $0) }
    let alias = try await office.apply().alias
    let door = Self.door(office)
    try await office.tamper(
      "update workflow_version set source = 'everyone may do all', digest = sha256('permit') where version = '1.0.0'"
    )
    await Self.expectRefusedText { _ = try await door.submit(Self.note(on: alias)) }
    try await office.tamper("update workflow_version set source = 'permit' where version = '1.0.0'")
    #expect(try await door.submit(Self.note(on: alias)).revision == 2)
  }

  /// One that has read no workflow yet.
  private static func door(_ office: Office) -> CommandDoor {
    let library = WorkflowLibrary(current: [], keyring: office.keyring) { _ in PermitWorkflow.workflow }
    library.open()
    return CommandDoor(
      pool: office.pool,
      keyring: office.keyring,
      library: library,
      directory: DirectoryCache(),
      wakes: Wakes()
    )
  }

  private static func note(on alias: UUID?) -> Submission {
    let command = Command(cause: .command(name: "note", by: Office.clerk), fields: ["text": .string("x")])
    return Submission(target: .alias(alias ?? UUID()), command: command)
  }

  private static func expectRefusedText(_ body: () async throws -> Void) async {
    await #expect {
      try await body()
    } throws: { error in
      "\(error)" == "unreadable or damaged: the text of workflow permit 1.0.0"
    }
  }
}
