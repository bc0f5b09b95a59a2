import CaseCore
import CaseDoor
import CaseReading
import Foundation
import OrderedCollections
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import TestServices
import Testing

@Suite("What remains of a destroyed case") struct DestructionTests {
  @Test("who decided, who carried it out, when and on which ground, for those who took part") func record() async throws
  {
    let (office, id) = try await Self.destroyed()
    let view = try #require(try await office.destruction(of: id, for: Office.clerk))
    let rows = try await office.journal(of: id)
    #expect(view.revision == 4 && view.at == rows[3].recordedAt && view.ground == "law" && view.command == "destroy")
    #expect(view.completed.organisation == Office.clerk.organisation && view.completed.role == "clerk")
    #expect(view.decided.map(\.organisation) == [Office.clerk.organisation, Office.reviewer.organisation])
    #expect(view.decided.map(\.option) == ["yes", "yes"])
    #expect(view.decided.map(\.decision) == ["judgement", "judgement"])
    #expect(view.decided.map(\.at) == [rows[1].recordedAt, rows[2].recordedAt])
    // People of the reader's own organisation, and of no other.
    #expect(view.decided.map(view.person) == [Office.clerk.subject, nil] && view.seesAll)
    let other = try #require(try await office.destruction(of: id, for: Office.reviewer))
    #expect(other.decided.map(other.person) == [nil, Office.reviewer.subject] && !other.seesAll)
    let list = try await office.reader.destructions(for: Office.clerk, after: nil, limit: 1)
    #expect(list.page.map(\.revision) == [4])
  }

  @Test("of two that destroy a case at once one does, and the other is told what it became", .timeLimit(.minutes(5)))
  func twoAtOnce() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    try await office.grant(alias)
    let colleague = try Office(office.configuration, keyring: office.keyring)
    let other = try await PostgresConnection.open(office.configuration)
    try await other.execute(script: "begin; select from case_file for no key update")
    async let one = office.destroy(alias, id: "one")
    async let two = colleague.destroy(alias, id: "two")
    // First to write what they decided, for 100 ms; then in line for the case, until they have it.
    try await waitFor("both to wait for the case") {
      try await office.count(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
      ) == 2
    }
    try await other.execute(script: "rollback")
    let answers = try await [one, two]
    #expect(answers.count { $0.revision == 4 } == 1)
    #expect(answers.count { $0.refusal != nil } == 1)
    #expect(try await office.verify().faults == [])
  }

  @Test("a vote that was changed counts as what it became") func changedVote() async throws {
    let office = try await Office()
    let alias = try #require(try await office.apply().alias)
    let no = try await office.give("judge", by: Office.clerk, to: .alias(alias), fields: ["vote": .string("no")])
    #expect(no.revision == 2)
    try await office.grant(alias)
    _ = try await office.destroy(alias)
    let view = try #require(try await office.destruction(of: office.caseID(alias), for: Office.clerk))
    #expect(view.decided.map(\.option) == ["yes", "yes"])
  }

  @Test("who else had the data, and whether it confirmed; another recipient sees only itself") func recipients()
    async throws
  {
    let office = try await Office()
    let door = try Self.askingRecipients(office)
    func give(_ name: String, by actor: Actor, to id: UUID, child: String? = nil, _ fields: [String: Input] = [:])
      async throws
    {
      let command = Command(cause: .command(name: name, by: actor), child: child, fields: fields)
      let target = Submission.Target.alias(try await office.aliasOf(id, for: actor))
      let answer = try await door.submit(Submission(target: target, command: command))
      guard answer.revision != nil else { throw Unexpected(answer: answer) }
    }
    let id = try await office.caseID(office.apply().alias)
    for actor in [Office.clerk, Office.reviewer] {
      try await give("judge", by: actor, to: id, ["vote": .string("yes")])
    }
    try await give("finish", by: Office.reviewer, to: id, child: "task-2")
    var auditor = Office.adviser
    auditor.roles = ["auditor"]
    try await office.setRoles(["auditor"], of: auditor)
    let said: [String: Input] = ["declaration": .string("done"), "observer": .string("someone")]
    try await give("destroy", by: Office.clerk, to: id, said)
    let rows = try await office.journal(of: id)
    let view = try #require(try await office.destruction(of: id, for: Office.clerk))
    #expect(view.fields == ["declaration": .text("done")])
    #expect(view.recipients.map(\.organisation) == [Office.clerk.organisation, Office.reviewer.organisation])
    #expect(view.recipients.map(\.state) == ["open", "finished"])
    #expect(view.recipients.map(\.since) == [rows[2].recordedAt, rows[3].recordedAt])
    let other = try #require(try await office.destruction(of: id, for: Office.reviewer))
    #expect(other.recipients.map(\.child) == ["task-2"] && other.decided.count == 2 && other.fields.isEmpty)
    // Whose task is oversight took no part.
    let overseen = try #require(try await office.destruction(of: id, for: auditor))
    #expect(overseen.seesAll && overseen.recipients.count == 2 && overseen.fields == view.fields)
    #expect(try await office.verify().faults == [])
  }

  /// It must fail when who oversees through a party counts as oversight of the region, or as nobody.
  @Test("who oversaw through a party reads what remains, and who did through none does not") func through() async throws
  {
    var workflow = PermitWorkflow.workflow
    workflow.roles["guardian"] = Role(label: "Guardian", access: .oversight, through: .party)
    let office = try await Office(workflow: workflow)
    for actor in [Office.reviewer, Office.adviser] { try await office.setRoles(actor.roles + ["guardian"], of: actor) }
    let alias = try await office.apply().alias
    let id = try await office.caseID(alias)
    try await office.grant(alias)
    _ = try await office.destroy(alias)
    func remains(of actor: Actor) async throws -> DestructionView? {
      let guardian = Actor(subject: "guardian", organisation: actor.organisation, roles: ["guardian"])
      return try await office.destruction(of: id, for: guardian)
    }
    #expect(try await remains(of: Office.reviewer)?.seesAll == true)
    #expect(try await remains(of: Office.adviser) == nil)
    #expect(try await remains(of: Office.clerk) == nil)
  }

  /// A door by which everyone who could read a case is asked to confirm once it is granted, and that asks for a declaration.
  private static func askingRecipients(_ office: Office) throws -> CommandDoor {
    var workflow = PermitWorkflow.workflow
    var machine = try #require(workflow.rootMachine)
    machine.states["received"]?.on["judge"]?[0].starts = [.init("task", role: "worker", part: .eachRecipient)]
    for (name, isPersonal) in [("declaration", false), ("observer", true)] {
      let kind = Field.Kind.text(maximumLength: 100)
      machine.commands["destroy"]?.fields[name] = Field(
        label: name,
        kind: kind,
        requirement: .never,
        isPersonal: isPersonal
      )
    }
    workflow.machines[workflow.root] = machine
    workflow.roles["auditor"] = Role(label: "Auditor", access: .oversight)
    let library = WorkflowLibrary(current: [workflow])
    library.open()
    return CommandDoor(
      pool: office.pool,
      keyring: office.keyring,
      library: library,
      directory: DirectoryCache(),
      wakes: Wakes()
    )
  }

  @Test("nobody else knows of it: without a part, told only, in another role, or with a role that was taken away")
  func strangers() async throws {
    let (office, id) = try await Self.destroyed()
    #expect(try await office.destruction(of: id, for: Office.adviser) == nil)
    #expect(try await office.destruction(of: id, for: Office.applicant) == nil)
    var acting = Office.clerk
    acting.roles = ["reviewer"]
    #expect(try await office.destruction(of: id, for: acting) == nil)
    #expect(try await office.reader.destructions(for: acting, after: nil, limit: 5).page.isEmpty)
    try await office.setRoles(["other"], of: Office.reviewer)
    #expect(try await office.destruction(of: id, for: Office.reviewer) == nil)
  }

  @Test("nothing of a person is in plain") func sealed() async throws {
    let (office, _) = try await Self.destroyed()
    let everything = try await office.contents().joined(separator: "\n")
    #expect(!everything.contains(Office.clerk.subject) && !everything.contains(Office.reviewer.subject))
    let plain = "select count(*) from destruction where position('judgement'::bytea in content) > 0" as Statement
    #expect(try await office.count(plain) == 0)
  }

  /// What a superuser does to the record of the second of two destroyed cases.
  static let damages: [(String, JournalFault.Kind, @Sendable (UUID) -> Statement)] = [
    ("gone", .destruction, { "delete from destruction where case_id = \($0)" }),
    (
      "a byte", .destruction,
      { "update destruction set content = set_byte(content, 30, 255 - get_byte(content, 30)) where case_id = \($0)" }
    ),
    (
      "another's", .destruction,
      {
        "update destruction set content = (select content from destruction where case_id <> \($0)) where case_id = \($0)"
      }
    ),
    (
      "another id", .parties,
      {
        """
        update case_party set alias = gen_random_uuid()
        where case_id = \($0) and organisation = \(Office.clerk.organisation)
        """
      }
    ),
    (
      "a timer", .timers,
      { "insert into timer (case_id, deadline, generation, number, at) values (\($0), 'keep', 1, 9, now())" }
    ),
  ]

  @Test("verifying finds what was changed of a destroyed case, and nobody reads it", arguments: damages.indices)
  func damaged(_ index: Int)
    async throws
  {
    let (office, _) = try await Self.destroyed()
    let alias = try await office.apply().alias
    let id = try await office.caseID(alias)
    try await office.grant(alias)
    _ = try await office.destroy(alias)
    #expect(try await office.verify().faults == [])
    let (name, kind, damage) = Self.damages[index]
    try await office.tamper(damage(id))
    let faults = try await office.verify().faults
    #expect(faults == [JournalFault(kind: kind, caseID: id, revision: 4)], "\(name)")
    // A record that is gone is that of nobody; one that is not as it was written is no record.
    guard ["a byte", "another's", "another id"].contains(name) else { return }
    await #expect(throws: StoreError.self) { _ = try await office.destruction(of: id, for: Office.clerk) }
  }

  /// Everything fits but what it says.
  @Test("a record that says otherwise than the entry is found, whoever sealed it") func otherwise() async throws {
    let (office, id) = try await Self.destroyed()
    let keyring = office.keyring
    let head: Data = try #require(try await office.read("select head from case_file where id = \(id)"))
    let content: Data = try #require(try await office.read("select content from destruction where case_id = \(id)"))
    var record = try DestructionRecord(sealed: content, caseID: id, head: head, keyring: keyring)
    record.completed.role = "reviewer"
    let other = try record.sealed(caseID: id, head: head, keyring: keyring)
    let form = SealForm.destroyed(record: DestructionRecord.digest(of: other))
    let seal = keyring.seal(caseID: id, revision: 4, head: head, as: form)
    try await office.tamper(
      "update destruction set content = \(other) where case_id = \(id)",
      "update case_file set seal = \(seal) where id = \(id)"
    )
    #expect(try await office.verify().faults == [JournalFault(kind: .destruction, caseID: id, revision: 4)])
  }

  @Test("a case that an earlier release destroyed has no record, and no fault") func earlier() async throws {
    let (office, id) = try await Self.destroyed()
    let head: Data = try #require(try await office.read("select head from case_file where id = \(id)"))
    let seal = office.keyring.seal(caseID: id, revision: 4, head: head, as: .plain(isErased: true))
    try await office.tamper(
      "delete from destruction where case_id = \(id)",
      "update case_file set seal = \(seal) where id = \(id)"
    )
    let report = try await office.verify()
    #expect(report.faults == [] && report.erased == 1)
    #expect(try await office.destruction(of: id, for: Office.clerk) == nil)
  }

  private static func destroyed() async throws -> (Office, UUID) {
    let office = try await Office()
    let alias = try await office.apply(applicant: Office.applicant.organisation).alias
    let id = try await office.caseID(alias)
    try await office.grant(alias)
    #expect(try await office.destruction(of: id, for: Office.clerk) == nil)
    _ = try await office.destroy(alias)
    return (office, id)
  }
}

extension Office {
  fileprivate func destruction(of id: UUID, for actor: Actor) async throws -> DestructionView? {
    try await reader.destruction(aliasOf(id, for: actor), for: actor)
  }
}
