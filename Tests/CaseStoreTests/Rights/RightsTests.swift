import CaseCore
import Crypto
import Foundation
import JOSE
import LocalTime
import Postgres
import StoreAdministration
import TestOffice
import Testing

@testable import PartnerAdministration
@testable import StoreBase

/// Two people for what gives an organisation rights: what is approved is what is carried out, once, or nothing is.
@Suite("Four eyes for the rights of organisations") struct RightsTests {
  private static let number = "00000099000000000085"
  private static let wanted = RightsRequest(
    .enter(name: "Gemeente Nieuw", region: "oost", roles: ["clerk"]),
    of: number
  )

  private struct Setting {
    let both: Administrators
    let service: RightsService

    init() async throws {
      both = try await Administrators()
      // What the office has by hand is in the journal of the directory from here on.
      let store = OrganisationStore(both.office.pool, keyring: both.office.keyring)
      for number in [Administrators.first.organisation, Administrators.regional.organisation] {
        try await both.office.tamper(
          "insert into recipient (organisation, queue) values (\(number), \("events.\(number)"))"
        )
      }
      for known in try await store.all() { try await store.register(known.organisation, queue: known.queue) }
      service = RightsService(
        RightsLedger(both.office.pool, keyring: both.office.keyring),
        directory: DirectoryCache(),
        settingsService: both.settingsService
      )
    }

    var ledger: RightsLedger { service.ledger }

    func propose(_ request: RightsRequest = RightsTests.wanted) async throws -> Int64 {
      try await service.propose(request, reason: "planted-reason", by: Administrators.first).number
    }

    func approved(_ request: RightsRequest = RightsTests.wanted) async throws -> Int64 {
      let number = try await propose(request)
      let plan = try await service.plan(number, for: Administrators.second)
      _ = try await service.approve(number, plan: plan.digest, by: Administrators.second)
      return number
    }

    /// As whoever runs the service does it, without the broker.
    func carryOut(_ number: Int64) async throws {
      let (change, approval) = try await ledger.approved(number, .enter)
      let store = OrganisationStore(both.office.pool, keyring: both.office.keyring, on: approval)
      try await store.register(#require(change.entered), queue: "events.\(change.organisation)")
    }

    func refusal(_ body: () async throws -> Void) async throws -> RightsRefusal? {
      do { try await body() } catch let refusal as RightsRefusal { return refusal }
      return nil
    }

    /// Whether not even a proposal can be made.
    func approvedFails(_ request: RightsRequest) async throws -> Bool {
      do { _ = try await propose(request) } catch StoreError.corrupt { return true }
      return false
    }

    func faults(_ request: RightsRequest) async throws -> [RightsFault.Code] {
      guard case .invalid(let faults) = try await refusal({ _ = try await propose(request) }) else { return [] }
      return faults.map(\.code)
    }

    func directoryFaults() async throws -> [String] { try await both.office.verify().directoryFaults }
  }

  @Test("proposed by one, approved by another, carried out once, and on record") func fourEyes() async throws {
    let setting = try await Setting()
    let number = try await setting.propose()
    #expect(try await setting.refusal { try await setting.carryOut(number) } == .notApproved(number))
    let plan = try await setting.service.plan(number, for: Administrators.first)
    #expect(plan.plan.before == nil && plan.plan.after?.roles == ["clerk"] && !plan.isApproved)
    #expect(plan.plan.reach.roles.map(\.role).contains("clerk"))
    #expect(plan.plan.after?.users == ["partner.\(Self.number)"])
    let own = try await setting.refusal {
      _ = try await setting.service.approve(number, plan: plan.digest, by: Administrators.first)
    }
    #expect(own == .ownProposal)
    let stranger = try await setting.refusal { _ = try await setting.service.standing(for: Administrators.regional) }
    #expect(stranger == .notAdministrator)
    let wrong = String(repeating: "0", count: 64)
    let other = try await setting.refusal {
      _ = try await setting.service.approve(number, plan: wrong, by: Administrators.second)
    }
    #expect(other == .outdated)
    let approved = try await setting.service.approve(number, plan: plan.digest, by: Administrators.second)
    #expect(approved.validUntil != nil && approved.carriedOutAt == nil)
    let again = try await setting.refusal {
      _ = try await setting.service.approve(number, plan: plan.digest, by: Administrators.second)
    }
    #expect(again == .approved(number))
    #expect(try await setting.service.plan(number, for: Administrators.first).isApproved)
    try await setting.carryOut(number)
    #expect(try await setting.refusal { try await setting.carryOut(number) } == .carriedOut(number))
    let standing = try await setting.service.standing(for: Administrators.first)
    #expect(try standing.proposal(number).carriedOutAt != nil)
    let late = try await setting.refusal { _ = try await setting.service.withdraw(number, by: Administrators.first) }
    #expect(late == .carriedOut(number))
    #expect(try await setting.directoryFaults().filter { !$0.contains("never recorded") } == [])
  }

  @Test("all that is wrong with a proposal is told at once") func faults() async throws {
    let setting = try await Setting()
    let wrong = RightsRequest(.enter(name: " ", region: "", roles: ["clerc"]), of: "abc")
    #expect(try await setting.faults(wrong) == [.number, .text, .text, .unknownRole])
    #expect(try await setting.faults(.init(.resume, of: Self.number)) == [.unknown])
    let same = RightsRequest(.change(name: nil, region: nil, roles: nil), of: Administrators.regional.organisation)
    #expect(try await setting.faults(same) == [.noChange])
    let last = RightsRequest(
      .remove(despiteCases: true, despiteMessages: true),
      of: Administrators.first.organisation
    )
    #expect(try await setting.faults(last) == [.lastAdministrator])
    #expect(try await setting.faults(.init(.keys([]), of: Administrators.regional.organisation)) == [.keys, .keys])
    let running = RightsRequest(.resume, of: Administrators.regional.organisation)
    #expect(try await setting.faults(running) == [.notSuspended])
    let silent = try await setting.refusal {
      _ = try await setting.service.propose(Self.wanted, reason: " ", by: Administrators.first)
    }
    #expect(silent == .reasonMissing)
  }

  @Test("what changed since it was approved is not carried out, also when it changes at the last moment")
  func outdated() async throws {
    let setting = try await Setting()
    let change = RightsRequest(
      .change(name: nil, region: nil, roles: ["beheerder", "clerk"]),
      of: Administrators.regional.organisation
    )
    let number = try await setting.approved(change)
    let store = OrganisationStore(setting.both.office.pool, keyring: setting.both.office.keyring)
    let known = try #require(try await store.find(Administrators.regional.organisation))
    // Looked at before anything is made, and then somebody else is first.
    let (wanted, approval) = try await setting.ledger.approved(number, .enter)
    var moved = known.organisation
    moved.region = "west"
    try await store.register(moved, queue: known.queue)
    let late = OrganisationStore(setting.both.office.pool, keyring: setting.both.office.keyring, on: approval)
    let entered = try #require(wanted.entered)
    await #expect(throws: StoreError.self) { try await late.register(entered, queue: known.queue) }
    #expect(try await setting.refusal { try await setting.carryOut(number) } == .outdated)
    #expect(try await store.find(moved.number)?.organisation == moved)
  }

  @Test("an approval ends: taken back, rejected, or too long ago") func ended() async throws {
    let setting = try await Setting()
    let withdrawn = try await setting.approved()
    _ = try await setting.service.withdraw(withdrawn, by: Administrators.first)
    #expect(try await setting.refusal { try await setting.carryOut(withdrawn) } == .settled(withdrawn))
    let rejected = try await setting.approved()
    let own = try await setting.refusal {
      _ = try await setting.service.reject(rejected, reason: "x", by: Administrators.first)
    }
    #expect(own == .ownProposal)
    _ = try await setting.service.reject(rejected, reason: "planted-reason", by: Administrators.second)
    #expect(try await setting.refusal { try await setting.carryOut(rejected) } == .settled(rejected))
    let old = try await setting.approved()
    _ = try await setting.both.office.clock.advance(microseconds: Int64(RightsProposal.validDays + 1) * 86_400_000_000)
    #expect(
      try await setting.refusal { try await setting.carryOut(old) } == .expired(old, days: RightsProposal.validDays)
    )
    #expect(
      try await setting.refusal { _ = try await setting.ledger.approved(old, .resume) }
        == .expired(old, days: RightsProposal.validDays)
    )
    let other = try await setting.approved()
    #expect(try await setting.refusal { _ = try await setting.ledger.approved(other, .remove) } == .otherKind(other))
  }

  /// What whoever has the database alone can write.
  @Test("nobody approves with the database alone, and what is damaged stops no other") func forged() async throws {
    let setting = try await Setting()
    let (open, other) = (try await setting.propose(), try await setting.approved())
    let digest = try await setting.service.plan(open, for: Administrators.first).digest
    let rows = try await setting.both.office.pool.withConnection { try SealedLedger.administration.rows(on: $0).rows }
    var forged = try #require(rows.last)
    (forged.number, forged.proposal, forged.previous) = (forged.number + 1, open, forged.hash)
    forged.plan = Data(hexadecimal: digest)
    forged.hash = forged.computedHash
    let insert: Statement = """
      insert into administration_journal (number, recorded_at, kind, proposal, plan, content, previous, hash, seal)
      values (\(forged.number), \(forged.recordedAt.timestamp), 'approved', \(open), \(forged.plan), \(forged.content),
        \(forged.previous), \(forged.hash), \(forged.seal))
      """
    try await setting.both.office.tamper(insert)
    #expect(try await setting.refusal { try await setting.carryOut(open) } == .damaged(open))
    #expect(try await setting.directoryFaults().contains { $0.hasPrefix("administration, entry \(forged.number)") })
    try await setting.both.office.tamper(
      "delete from administration_journal where number = \(forged.number)",
      """
      update administration_journal set content = set_byte(content, 20, get_byte(content, 20) # 1)
      where number = \(open)
      """
    )
    #expect(try await setting.refusal { try await setting.carryOut(open) } == .damaged(open))
    try await setting.carryOut(other)
    // Without its end nothing of it counts.
    try await setting.both.office.tamper("delete from administration_seal")
    await #expect(throws: StoreError.self) { try await setting.service.standing(for: Administrators.first) }
    #expect(try await setting.directoryFaults().contains("the journal of administration is not sealed"))
  }

  @Test("what was taken back cannot be made open again by taking the entry away") func takenAway() async throws {
    let setting = try await Setting()
    let number = try await setting.approved()
    _ = try await setting.service.withdraw(number, by: Administrators.first)
    try await setting.both.office.tamper(
      "delete from administration_journal where number = (select max(number) from administration_journal)"
    )
    #expect(try await setting.refusal { try await setting.carryOut(number) } == .damaged(number))
  }

  @Test("a directory that was changed by hand is not built on; an entry without its approval is found") func directory()
    async throws
  {
    let setting = try await Setting()
    let target = Administrators.regional.organisation
    let change = RightsRequest(.change(name: "Ander", region: nil, roles: ["beheerder", "clerk"]), of: target)
    let number = try await setting.approved(change)
    try await setting.both.office.tamper("update organisation set roles = '{beheerder,clerk}' where number = \(target)")
    // What it would change is unknown then, and not what was approved.
    #expect(try await setting.refusal { try await setting.carryOut(number) } == .outdated)
    #expect(try await setting.ledger.known(target) == nil)
    let resume = try await setting.approvedFails(.init(.resume, of: target))
    #expect(resume)
    try await setting.both.office.tamper("update organisation set roles = '{beheerder}' where number = \(target)")
    try await setting.carryOut(number)
    #expect(try await setting.directoryFaults().allSatisfy { $0.contains("never recorded") })
    try await setting.both.office.tamper("update directory_journal set proposal = 99 where proposal = \(number)")
    #expect(
      try await setting.directoryFaults().contains { $0.contains("rests on proposal 99, which was not approved") }
    )
  }

  @Test("the first organisation of administrators needs nobody, and only until somebody proposed something")
  func first() async throws {
    let office = try await Office()
    let ledger = RightsLedger(office.pool, keyring: office.keyring)
    let first = Organisation(
      number: Administrators.first.organisation,
      name: "ZVH",
      region: "oost",
      roles: [AdministratorRole.general]
    )
    var more = first
    more.roles.insert("clerk")
    #expect(try await ledger.mayEnterFirst(first))
    #expect(try await !ledger.mayEnterFirst(more))
    // One that was there before, and that nobody entered so.
    let setting = try await Setting()
    #expect(try await !setting.ledger.mayEnterFirst(first))
    _ = try await ledger.record(.enter(first), by: "root", of: "x", reason: "")
    let store = OrganisationStore(office.pool, keyring: office.keyring)
    try await store.register(first, queue: "events.first")
    #expect(try await ledger.mayEnterFirst(first))
    _ = try await setting.propose()
    #expect(try await !setting.ledger.mayEnterFirst(first))
  }

  @Test("keys, letting in again and removing are carried out on their approval, each once") func otherKinds()
    async throws
  {
    let setting = try await Setting()
    let (office, target) = (setting.both.office, Administrators.regional.organisation)
    let keys = try [("a", ECPublicKey.Use.signature), ("b", .encryption)].map { name, use in
      try #require(ECPublicKey(name: name, use: use, point: P256.Signing.PrivateKey().publicKey.rawRepresentation))
    }
    let number = try await setting.approved(.init(.keys(keys), of: target))
    let store = PartnerKeyStore(office.pool, keyring: office.keyring)
    let (change, approval) = try await setting.ledger.approved(number, .keys)
    let wanted = try #require(change.publicKeys)
    #expect(try await store.register(wanted, of: target, on: approval) == (2, 0))
    await #expect(throws: StoreError.self) { _ = try await store.register([], of: target, on: approval) }
    #expect(Set(try await store.keys(of: target)) == Set(keys))

    _ = try await OrganisationStore(office.pool).setSuspended(true, target)
    let resume = try await setting.approved(.init(.resume, of: target))
    let (_, letIn) = try await setting.ledger.approved(resume, .resume)
    let resuming = OrganisationStore(office.pool, keyring: office.keyring, on: letIn)
    #expect(try await resuming.resume(target))
    #expect(try await OrganisationStore(office.pool).find(target)?.isSuspended == false)
    _ = try await OrganisationStore(office.pool).setSuspended(true, target)
    await #expect(throws: StoreError.self) { try await resuming.resume(target) }

    let remove = try await setting.approved(.init(.remove(despiteCases: true, despiteMessages: true), of: target))
    let (_, gone) = try await setting.ledger.approved(remove, .remove)
    let removing = OrganisationStore(office.pool, keyring: office.keyring, on: gone)
    #expect(try await removing.remove(target, by: "anna", reason: "planted-reason"))
    let standing = try await setting.service.standing(for: Administrators.first)
    #expect(try [number, resume, remove].allSatisfy { try standing.proposal($0).carriedOutAt != nil })
    #expect(try await setting.directoryFaults().allSatisfy { $0.contains("never recorded") })
  }
}
