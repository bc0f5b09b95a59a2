import CaseCore
import Postgres
import TestOffice
import Testing

@testable import PartnerAdministration
@testable import StoreBase

/// What one person does at once, and a second one has to confirm.
@Suite("A second person for what one did at once") struct ConfirmationTests {
  private static let operators = "00000099000000000000"

  private struct Setting {
    let both: Administrators
    let service: RightsService
    let target = Administrators.regional.organisation

    init() async throws {
      both = try await Administrators()
      try await both.office.tamper(
        "insert into recipient (organisation, queue) values (\(target), \("events.\(target)"))"
      )
      let store = OrganisationStore(both.office.pool, keyring: both.office.keyring)
      for known in try await store.all() { try await store.register(known.organisation, queue: known.queue) }
      service = RightsService(
        RightsLedger(both.office.pool, keyring: both.office.keyring),
        directory: DirectoryCache(),
        settingsService: both.settingsService
      )
    }

    var ledger: RightsLedger { service.ledger }

    /// As whoever runs the service does it, without the broker.
    func shutOut(by subject: String = "J. Jansen") async throws -> Int64 {
      _ = try await OrganisationStore(both.office.pool).setSuspended(true, target)
      return try await ledger.record(
        RightsChange(.suspend, of: target),
        by: subject,
        of: ConfirmationTests.operators,
        reason: "planted-reason"
      )
    }

    func letIn() async throws { _ = try await OrganisationStore(both.office.pool).setSuspended(false, target) }

    func confirm(_ number: Int64, by actor: Actor = Administrators.second) async throws -> RightsProposal {
      let plan = try await service.plan(number, for: actor)
      return try await service.approve(number, plan: plan.digest, by: actor)
    }

    /// Puts on record that those administrators were entered who are there.
    /// - Returns: one who is not.
    func enterAdministrators() async throws -> Organisation {
      let all = try await OrganisationStore(both.office.pool, keyring: both.office.keyring).all().map(\.organisation)
      for known in all where known.roles.contains(AdministratorRole.general) {
        let by = ConfirmationTests.operators
        _ = try await ledger.record(.enter(known), by: "J. Jansen", of: by, reason: "")
      }
      return Organisation(
        number: "00000099000000000099",
        name: "Newcomer",
        region: "oost",
        roles: [AdministratorRole.general]
      )
    }

    func standing() async throws -> RightsLedger.Confirmation? {
      try await ledger.confirmations(of: [target])[target]
    }

    func refusal(_ body: () async throws -> Void) async throws -> RightsRefusal? {
      do { try await body() } catch let refusal as RightsRefusal { return refusal }
      return nil
    }
  }

  @Test("who was shut out by one is confirmed by another, once, with the plan that they saw") func suspension()
    async throws
  {
    let setting = try await Setting()
    #expect(try await setting.standing() == .unrecorded)
    let number = try await setting.shutOut()
    #expect(try await setting.standing() == .missing(number))
    #expect(try await setting.ledger.unconfirmed() == [.keyring: 0, .suspend: 1])
    let seen = try await setting.service.plan(number, for: Administrators.second)
    #expect(seen.plan.before?.isSuspended == true && !seen.isApproved)
    #expect(try await setting.service.standing(for: Administrators.first).proposal(number).isUnconfirmed)
    let wrong = String(repeating: "0", count: 64)
    let other = try await setting.refusal {
      _ = try await setting.service.approve(number, plan: wrong, by: Administrators.second)
    }
    #expect(other == .outdated)
    let confirmed = try await setting.confirm(number)
    #expect(confirmed.outcome == .recorded && !confirmed.isUnconfirmed)
    #expect(confirmed.approval?.content.subject == Administrators.second.subject)
    #expect(try await setting.standing() == .confirmed(number))
    #expect(try await setting.service.plan(number, for: Administrators.first).isApproved)
    let again = try await setting.refusal {
      _ = try await setting.service.approve(number, plan: seen.digest, by: Administrators.first)
    }
    #expect(again == .approved(number))
    // It is nothing to carry out, and nothing to take back: two people let the organisation in again.
    let late = [
      try await setting.refusal { _ = try await setting.ledger.approved(number, .suspend) },
      try await setting.refusal {
        _ = try await setting.service.reject(number, reason: "nee", by: Administrators.first)
      },
      try await setting.refusal { _ = try await setting.service.withdraw(number, by: Administrators.second) },
    ]
    #expect(late == [.settled(number), .settled(number), .settled(number)])
    // Once more by somebody else asks nobody again.
    let second = try await setting.shutOut(by: "somebody else")
    #expect(try await setting.standing() == .confirmed(number))
    #expect(try await !setting.service.standing(for: Administrators.first).proposal(second).isUnconfirmed)
  }

  @Test("nobody confirms what they did themselves, or what is over") func alone() async throws {
    let setting = try await Setting()
    let number = try await setting.shutOut(by: Administrators.second.subject)
    #expect(try await setting.refusal { _ = try await setting.confirm(number) } == .ownProposal)
    let stranger = try await setting.refusal { _ = try await setting.confirm(number, by: Administrators.regional) }
    #expect(stranger == .notAdministrator)
    try await setting.letIn()
    let over = try await setting.refusal { _ = try await setting.confirm(number, by: Administrators.first) }
    #expect(over == .settled(number))
    // What took rights away otherwise asks nobody.
    let user = try await setting.ledger.record(
      RightsChange(.endUser, of: setting.target),
      by: "J. Jansen",
      of: Self.operators,
      reason: ""
    )
    #expect(try await setting.refusal { _ = try await setting.confirm(user) } == .settled(user))
  }

  @Test("the keys of the keyring are recorded by name when they are others, and confirmed by another") func keyring()
    async throws
  {
    let setting = try await Setting()
    let ledger = setting.ledger
    #expect(try await ledger.keyringConfirmation() == nil)
    func record() async throws -> Int64? {
      try await ledger.recordKeyring(by: "J. Jansen", of: Self.operators, reason: "planted-reason")
    }
    let first = try #require(try await record())
    #expect(try await ledger.keyringConfirmation() == .missing(first))
    #expect(try await record() == nil)
    _ = try await setting.enterAdministrators()
    let confirmed = try await setting.confirm(first)
    #expect(confirmed.change.keys?.map(\.name) == setting.both.office.keyring.names)
    #expect(confirmed.change.keys?.allSatisfy { $0.point.isEmpty } == true)
    #expect(try await ledger.keyringConfirmation() == .confirmed(first))
    // As if the keyring had had another key then, which is gone now.
    let former = RightsChange.keyring(current: "test", names: ["other", "test"])
    let before = try await ledger.record(former, by: "J. Jansen", of: Self.operators, reason: "")
    #expect(try await ledger.keyringConfirmation() == .unrecorded)
    let next = try #require(try await record())
    #expect(next > before)
    #expect(try await ledger.keyringConfirmation() == .missing(next))
    // Only the last asks for a second person.
    #expect(try await setting.ledger.unconfirmed() == [.keyring: 1, .suspend: 0])
    #expect(try await setting.refusal { _ = try await setting.confirm(before) } == .settled(before))
    _ = try await setting.confirm(next)
    #expect(try await setting.ledger.unconfirmed() == [.keyring: 0, .suspend: 0])
  }
}
