import CaseCore
import DeadlineAdministration
import Foundation
import LocalTime
import Postgres
import StoreAdministration
import TestOffice
import Testing

@testable import PartnerAdministration
@testable import StoreBase

/// Two people for what moves all cases: publishing a version of a workflow, and the move of running cases to one.
@Suite("Four eyes for versions of workflows") struct VersionRightsTests {
  private static let next = WorkflowStore.Published(workflow: "permit", version: "3.0.0", source: "three")
  private static let plan = String(repeating: "a", count: 64)

  private struct Setting {
    let both: Administrators
    let service: RightsService

    init() async throws {
      both = try await Administrators()
      service = RightsService(
        RightsLedger(both.office.pool, keyring: both.office.keyring),
        directory: DirectoryCache(),
        settingsService: both.settingsService
      )
    }

    var office: Office { both.office }
    var ledger: RightsLedger { service.ledger }

    /// As whoever runs the service does it.
    func publish(_ version: WorkflowStore.Published) async throws -> RightsLedger.Publication {
      try await ledger.publish(version, by: "operator", of: Administrators.first.organisation)
    }

    func propose(_ change: RightsRequest.Change) async throws -> Int64 {
      try await service.propose(RightsRequest(change), reason: "planted-reason", by: Administrators.first).number
    }

    func approve(_ number: Int64, by actor: Actor = Administrators.second) async throws {
      let plan = try await service.plan(number, for: actor)
      _ = try await service.approve(number, plan: plan.digest, by: actor)
    }

    func refusal(_ body: () async throws -> Void) async throws -> RightsRefusal? {
      do { try await body() } catch let refusal as RightsRefusal { return refusal }
      return nil
    }
  }

  private static func publishing(_ version: WorkflowStore.Published) -> RightsRequest.Change {
    .publish(workflow: version.workflow, version: version.version, text: version.digest.hexadecimal)
  }

  @Test("one person founds; once there is a case two publish a version, with one text, and it is on record")
  func publishing() async throws {
    let setting = try await Setting()
    let first = WorkflowStore.Published(workflow: "permit", version: "2.0.0", source: "two")
    #expect(try await setting.publish(first) == .founded)
    #expect(try await setting.publish(first) == .already)
    let founded = try await setting.service.standing(for: Administrators.first).proposals
    #expect(founded.map(\.outcome) == [.recorded] && founded[0].change.workflow?.version == "2.0.0")
    _ = try await setting.office.apply()
    let next = Self.next
    #expect(try await setting.refusal { _ = try await setting.publish(next) } == .approvalMissing)
    let number = try await setting.propose(Self.publishing(next))
    #expect(try await setting.refusal { _ = try await setting.publish(next) } == .notApproved(number))
    let own = try await setting.refusal { try await setting.approve(number, by: Administrators.first) }
    #expect(own == .ownProposal)
    try await setting.approve(number)
    var other = next
    other.source = "another"
    #expect(try await setting.refusal { _ = try await setting.publish(other) } == .approvalMissing)
    #expect(try await setting.publish(next) == .approved(number))
    #expect(try await setting.publish(next) == .already)
    #expect(try await setting.service.standing(for: Administrators.first).proposal(number).carriedOutAt != nil)
    let late = try await setting.refusal { _ = try await setting.service.withdraw(number, by: Administrators.first) }
    #expect(late == .carriedOut(number))
    let same = try await setting.refusal { _ = try await setting.propose(Self.publishing(next)) }
    #expect(same == .invalid([.versionPublished("permit", version: "3.0.0")]))
    let changed = try await setting.refusal { _ = try await setting.propose(Self.publishing(other)) }
    #expect(changed == .invalid([.versionChanged("permit", version: "3.0.0")]))
    let sound = try await setting.office.verify()
    #expect(sound.directoryFaults.allSatisfy { $0.contains("never recorded") } && sound.notices == [])
    // By a program that has the keyring and does not ask.
    let alone = WorkflowStore.Published(workflow: "permit", version: "4.0.0", source: "four")
    try await WorkflowStore(setting.office.pool, keyring: setting.office.keyring).publish(alone)
    let noticed = try await setting.office.verify()
    #expect(noticed.notices == ["workflow permit 4.0.0: recorded after the first case, and on no approval"])
    #expect(noticed.faultCount == sound.faultCount)
  }

  /// What whoever has the database alone can write.
  @Test("a version that somebody wrote in the database is used nowhere, and found") func forged() async throws {
    let setting = try await Setting()
    _ = try await setting.office.apply()
    let next = Self.next
    try await setting.office.tamper(
      """
      insert into workflow_version (workflow, version, digest, source)
      values (\(next.workflow), \(next.version), \(next.digest), \(next.source))
      """
    )
    await Self.expectUnsealed { _ = try await setting.publish(next) }
    let keyring = setting.office.keyring
    await Self.expectUnsealed {
      _ = try await WorkflowStore(setting.office.pool, keyring: keyring).version(next.version, of: next.workflow)
    }
    let library = WorkflowLibrary(current: [], keyring: keyring) { _ in PermitWorkflow.workflow }
    await Self.expectUnsealed {
      _ = try await setting.office.pool.refusable { try library.pinned(next.workflow, next.version, on: $0) }
    }
    let proposed = try await setting.refusal { _ = try await setting.propose(Self.publishing(next)) }
    #expect(proposed == .invalid([.versionUnsealed("permit", version: "3.0.0")]))
    #expect(try await WorkflowStore(setting.office.pool).unsealed(keyring: keyring).contains(next))
    let faults = try await setting.office.verify().directoryFaults
    #expect(faults.contains("workflow permit 3.0.0: was never recorded in the journal of the directory"))
    // An entry without the seal of the service does not help.
    try await setting.office.tamper(
      """
      insert into directory_journal (number, recorded_at, kind, name, digest, previous, seal)
      select coalesce(max(number), 0) + 1, now(), 'workflow', 'permit 3.0.0', \(next.digest), sha256(''), sha256('x')
      from directory_journal
      """
    )
    await #expect(throws: StoreError.self) { _ = try await setting.publish(next) }
  }

  @Test("cases go over on the approval of two, each time on record, until it ends") func upgrade() async throws {
    let setting = try await Setting()
    let office = setting.office
    let change = try await Self.twoVersions(setting)
    #expect(try await setting.refusal { try await setting.ledger.requireApproved(change) } == .approvalMissing)
    let number = try await setting.propose(.upgrade(workflow: "permit", from: "1.0.0", to: "3.0.0", names: []))
    #expect(try await setting.refusal { try await setting.ledger.requireApproved(change) } == .notApproved(number))
    #expect(try await setting.service.plan(number, for: Administrators.second).plan.reach.cases == 1)
    try await setting.approve(number)
    try await setting.ledger.requireApproved(change)
    var renamed = change
    renamed.names = [.init(machine: nil, old: "received", new: "other")]
    #expect(try await setting.refusal { try await setting.ledger.requireApproved(renamed) } == .approvalMissing)
    // What is left over goes later, on the same approval.
    for _ in 0..<2 {
      try await setting.ledger.begin(change, plan: Self.plan, by: "operator", of: Administrators.first.organisation)
    }
    let standing = try await setting.service.standing(for: Administrators.first)
    #expect(try standing.proposal(number).carriedOutAt != nil)
    let records = standing.proposals.filter { $0.outcome == .recorded }.compactMap(\.change.workflow)
    #expect(records.map(\.proposal) == [number, number] && records.map(\.plan) == [Self.plan, Self.plan])
    _ = try await office.clock.advance(microseconds: Int64(RightsProposal.validDays + 1) * 86_400_000_000)
    await #expect {
      try await setting.ledger.begin(change, plan: Self.plan, by: "operator", of: Administrators.first.organisation)
    } throws: { error in
      if case StoreError.approvalLapsed = error { true } else { false }
    }
    let unknown = try await setting.refusal {
      _ = try await setting.propose(.upgrade(workflow: "permit", from: "1.0.0", to: "9.0.0", names: []))
    }
    #expect(unknown == .invalid([.versionUnknown("permit", version: "9.0.0")]))
  }

  /// The version of the office, of before the journal, and another; with a case.
  private static func twoVersions(_ setting: Setting) async throws -> WorkflowChange {
    let office = setting.office
    try await office.tamper("update workflow_version set digest = sha256(source::bytea)")
    let keyring = office.keyring
    // As the step of the schema does it.
    try await office.pool.refusable { try WorkflowStore.sealFirst(keyring: { keyring }, on: $0) }
    #expect(try await WorkflowStore(office.pool).unsealed(keyring: keyring).isEmpty)
    try await WorkflowStore(office.pool, keyring: keyring).publish(next)
    _ = try await office.apply()
    let old = try await WorkflowStore(office.pool, keyring: keyring).version("1.0.0", of: "permit")
    return WorkflowChange(
      "permit",
      from: (old.version, old.digest.hexadecimal),
      to: (next.version, next.digest.hexadecimal),
      names: []
    )
  }

  private static func expectUnsealed(_ body: () async throws -> Void) async {
    await #expect {
      try await body()
    } throws: { error in
      if case StoreError.versionUnsealed("permit", version: "3.0.0") = error { true } else { false }
    }
  }
}
