public import CaseCore
public import DeadlineAdministration
import Foundation
import Postgres
public import StoreBase

/// Where administrators propose what gives an organisation rights, see what it comes to, and approve it.
///
/// ```
///  propose (one, with a reason) ─► plan: rights now and then, on the broker too; a digest
///                                    │
///          approve (another, naming the digest) ─► the same plan still? ─ no ─► refused, nothing done
///                                    ▼ yes
///          `casusregie partner … --proposal`, by who runs the service ─► the same plan still, and within 30 days? ─► carried out
/// ```
///
/// Nothing changes here: what was approved is carried out where the broker can be administered.
public struct RightsService: Sendable {
  public let ledger: RightsLedger
  let directory: DirectoryCache
  let settingsService: SettingsService

  /// - Parameter settingsService: knows the workflows and their roles.
  public init(_ ledger: RightsLedger, directory: DirectoryCache, settingsService: SettingsService) {
    (self.ledger, self.directory, self.settingsService) = (ledger, directory, settingsService)
  }

  private var pool: PostgresPool { ledger.pool }

  /// - Throws: ``RightsRefusal/notAdministrator``
  public func standing(for actor: Actor) async throws -> RightsLedger.Standing {
    try await pool.refusable { connection in
      try require(actor, on: connection)
      return try ledger.standing(on: connection)
    }
  }

  /// Only who works for all regions: what an organisation is given may reach any.
  private func require(_ actor: Actor, on connection: isolated PostgresConnection) throws {
    let row = try connection.row("select revision from directory_revision")
    let known = try directory.at(revision: row[0, as: Int64.self], on: connection).organisations[actor.organisation]
    guard known?.roles.intersection(actor.roles).contains(AdministratorRole.general) == true else {
      throw RightsRefusal.notAdministrator
    }
  }

  // MARK: - Proposing and settling

  /// - Throws: ``RightsRefusal``, with all that is wrong at once.
  public func propose(
    _ request: RightsRequest,
    reason: String,
    under key: ProposalKey? = nil,
    by actor: Actor
  ) async throws -> RightsProposal {
    if let done = try await done(under: key, by: actor) { return done }
    // Read once the sender is known to be somebody who may ask.
    _ = try await standing(for: actor)
    let roles = try await settingsService.roles()
    return try await record(under: key, by: actor) { _, connection in
      try Self.require(reason)
      let change = try ledger.change(request, roles: roles, on: connection)
      return (.proposed, nil, nil, Self.content(actor, reason: reason, change: change))
    }
  }

  /// The plan of an open proposal as it is now, or the one that was approved; the same of what was done at once and asks a second person.
  public func plan(
    _ number: Int64,
    for actor: Actor
  ) async throws -> (plan: RightsPlan, digest: String, isApproved: Bool) {
    let proposal = try await standing(for: actor).proposal(number)
    if let approval = proposal.approval, let plan = approval.content.plan, let digest = approval.plan {
      return (plan, digest, true)
    }
    guard proposal.outcome == .open || proposal.isUnconfirmed else { throw RightsRefusal.settled(number) }
    let plan = try await plan(of: proposal)
    return (plan, plan.digest, false)
  }

  private func plan(of proposal: RightsProposal) async throws -> RightsPlan {
    let workflows = try await settingsService.published().workflows
    return try await pool.refusable { connection in
      var plan = try RightsPlan.make(proposal.change, keyring: ledger.keyring, pool: pool, on: connection)
      try plan.measure(workflows, on: connection)
      return plan
    }
  }

  /// Approves what another proposed, or confirms what another did at once. Who does not agree with that proposes to undo it.
  /// - Parameter digest: of the plan that they have seen.
  public func approve(
    _ number: Int64,
    plan digest: String,
    under key: ProposalKey? = nil,
    by actor: Actor
  ) async throws -> RightsProposal {
    if let done = try await done(under: key, by: actor) { return done }
    let seen = try await standing(for: actor).proposal(number)
    let reach = try await plan(of: seen).reach
    return try await record(under: key, by: actor) { standing, connection in
      let proposal = try standing.proposal(number)
      guard proposal.proposed.content.subject != actor.subject else { throw RightsRefusal.ownProposal }
      switch proposal.outcome {
      case .open: break
      case .recorded where proposal.isUnconfirmed: break
      case .recorded where proposal.approval != nil: throw RightsRefusal.approved(number)
      case .approved: throw RightsRefusal.approved(number)
      default: throw RightsRefusal.settled(number)
      }
      var plan = try RightsPlan.make(proposal.change, keyring: ledger.keyring, pool: pool, on: connection)
      guard plan.digest == digest else { throw RightsRefusal.outdated }
      // Whoever was let in again, or is gone, is shut out no more.
      if proposal.change.kind == .suspend, plan.before?.isSuspended != true { throw RightsRefusal.settled(number) }
      plan.reach = reach
      return (.approved, number, digest, Self.content(actor, plan: plan))
    }
  }

  /// Also of one that was approved, as long as it was not carried out.
  public func reject(
    _ number: Int64,
    reason: String,
    under key: ProposalKey? = nil,
    by actor: Actor
  ) async throws -> RightsProposal {
    try await record(under: key, by: actor) { standing, _ in
      let proposal = try Self.unsettled(number, in: standing)
      try Self.require(reason)
      guard proposal.proposed.content.subject != actor.subject else { throw RightsRefusal.ownProposal }
      return (.rejected, number, nil, Self.content(actor, reason: reason))
    }
  }

  /// Also of one that was approved, as long as it was not carried out.
  public func withdraw(
    _ number: Int64,
    under key: ProposalKey? = nil,
    by actor: Actor
  ) async throws -> RightsProposal {
    try await record(under: key, by: actor) { standing, _ in
      let proposal = try Self.unsettled(number, in: standing)
      guard proposal.proposed.content.subject == actor.subject else { throw RightsRefusal.othersProposal }
      return (.withdrawn, number, nil, Self.content(actor))
    }
  }

  private static func unsettled(
    _ number: Int64,
    in standing: RightsLedger.Standing
  ) throws(RightsRefusal) -> RightsProposal {
    let proposal = try standing.proposal(number)
    switch proposal.outcome {
    case .open: return proposal
    case .approved where proposal.carriedOutAt == nil: return proposal
    case .approved: throw .carriedOut(number)
    case .rejected, .withdrawn, .recorded: throw .settled(number)
    }
  }

  static func require(_ reason: String) throws(RightsRefusal) {
    do throws(TextFault) { _ = try TextRule.reason.accept(reason) } catch {
      throw error == .empty ? .reasonMissing : .reasonInvalid(error)
    }
  }

  private static func content(
    _ actor: Actor,
    reason: String = "",
    change: RightsChange? = nil,
    plan: RightsPlan? = nil
  ) -> RightsEntry.Content {
    .init(subject: actor.subject, organisation: actor.organisation, reason: reason, change: change, plan: plan)
  }

  /// What is added: its kind, the proposal that it is about (`nil` for itself), the digest of a plan, and its content.
  private typealias Addition = (RightsEntry.Kind, Int64?, String?, RightsEntry.Content)

  /// The proposal that was made or settled before under the key: what it was held against then may be otherwise by now.
  private func done(under key: ProposalKey?, by actor: Actor) async throws -> RightsProposal? {
    guard let key else { return nil }
    return try await pool.refusable { connection in
      try require(actor, on: connection)
      return try key.used(by: actor, ledger.keyring, on: connection).map {
        try ledger.standing(on: connection).proposal($0)
      }
    }
  }

  /// Adds one entry, while nobody else does; none when that was done before under the key.
  private func record(
    under key: ProposalKey?,
    by actor: Actor,
    _ make: @escaping @Sendable (RightsLedger.Standing, isolated PostgresConnection) throws -> Addition
  ) async throws -> RightsProposal {
    try await pool.refusable { connection in
      try connection.withTransaction { connection in
        _ = try connection.query(SealedLedger.lock.bind())
        try require(actor, on: connection)
        let standing = try ledger.standing(on: connection)
        if let done = try key?.used(by: actor, ledger.keyring, on: connection) { return try standing.proposal(done) }
        let (kind, proposal, plan, content) = try make(standing, connection)
        let number = try ledger.append(kind, of: proposal, plan: plan, content, to: standing, on: connection)
        try key?.keep(proposal ?? number, by: actor, ledger.keyring, on: connection)
        return try ledger.standing(on: connection).proposal(proposal ?? number)
      }
    }
  }
}
