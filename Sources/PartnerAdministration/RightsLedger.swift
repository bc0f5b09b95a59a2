public import CaseCore
import DeadlineAdministration
import Foundation
public import Postgres
public import StoreBase

/// The ledger of what changes the rights of organisations. What is proposed and approved is written by the service, for people
/// with a token (``RightsService``); what was approved is carried out by whoever runs it, who has the broker's password.
public struct RightsLedger: Sendable {
  let pool: PostgresPool
  let keyring: Keyring

  public init(_ pool: PostgresPool, keyring: Keyring) { (self.pool, self.keyring) = (pool, keyring) }

  /// All proposals, as they are at one moment.
  public struct Standing: Sendable {
    public let proposals: [RightsProposal]
    /// The numbers of proposals of which an entry is damaged: nothing can be done with them.
    public let damaged: [Int64]
    public let now: Instant
    let end: (number: Int64, hash: Data)
    /// How many entries approved something.
    let approvals: Int64

    /// - Throws: ``RightsRefusal/unknownProposal(_:)``, ``RightsRefusal/damaged(_:)``
    public func proposal(_ number: Int64) throws(RightsRefusal) -> RightsProposal {
      if damaged.contains(number) { throw .damaged(number) }
      guard let found = proposals.first(where: { $0.number == number }) else { throw .unknownProposal(number) }
      return found
    }
  }

  /// - Throws: ``StoreBase/StoreError/corrupt(_:)`` when nothing of the ledger can be trusted.
  func standing(on connection: isolated PostgresConnection) throws -> Standing {
    let now = try connection.row("select service_now()")
    let found = try SealedLedger.administration.rows(on: connection)
    let reading = LedgerReading(found.rows, head: found.head, of: .administration, keyring: keyring) {
      row throws(StoreError) in try RightsEntry(row, keyring: keyring)
    }
    if let fault = reading.fault { throw StoreError.corrupt(fault) }
    let all = RightsProposal.all(reading.entries, carriedOut: try DirectoryJournal.carriedOut(on: connection))
    // An entry that says nothing may have taken back anything before it.
    let last = reading.doubtful.max() ?? 0
    let stopped = reading.stopped.union(all.filter { $0.number < last && $0.carriedOutAt == nil }.map(\.number))
    return Standing(
      proposals: all.filter { !stopped.contains($0.number) },
      damaged: stopped.sorted(),
      now: Instant(try now[0, as: PostgresTimestamp.self]),
      end: reading.end,
      approvals: reading.head.revision
    )
  }

  /// Adds an entry.
  func append(
    _ kind: RightsEntry.Kind,
    of proposal: Int64?,
    plan: String? = nil,
    _ content: RightsEntry.Content,
    to standing: Standing,
    on connection: isolated PostgresConnection
  ) throws -> Int64 {
    let number = standing.end.number + 1
    let entry = RightsEntry(
      number: number,
      at: standing.now,
      kind: kind,
      proposal: proposal ?? number,
      plan: plan,
      content: content
    )
    try SealedLedger.administration.append(
      entry.row(after: standing.end.hash, keyring: keyring),
      revision: standing.approvals + (kind == .approved ? 1 : 0),
      keyring: keyring,
      on: connection
    )
    return number
  }

  // MARK: - At once

  /// Records what was done at once, by one.
  /// - Parameter organisation: for which they did it.
  /// - Returns: the number of the entry.
  @discardableResult
  public func record(
    _ change: RightsChange,
    by subject: String,
    of organisation: String,
    reason: String
  ) async throws -> Int64 {
    try await pool.refusable { connection in
      try connection.withTransaction { connection in
        _ = try connection.query(SealedLedger.lock.bind())
        let content = RightsEntry.Content(
          subject: subject,
          organisation: organisation,
          reason: reason,
          change: change
        )
        return try append(.recorded, of: nil, content, to: standing(on: connection), on: connection)
      }
    }
  }

  /// Whether an organisation may be entered that nobody can approve yet: the first one of administrators, with that role alone. Once
  /// somebody has proposed or confirmed something there are administrators, and from then on they approve the next.
  public func mayEnterFirst(_ organisation: Organisation) async throws -> Bool {
    guard organisation.roles == [AdministratorRole.general] else { return false }
    return try await pool.refusable { connection in
      let standing = try standing(on: connection)
      guard standing.damaged.isEmpty, standing.proposals.allSatisfy({ $0.outcome == .recorded && $0.approval == nil }),
        try DirectoryJournal.carriedOut(on: connection).isEmpty
      else { return false }
      let entered = Set(standing.proposals.compactMap { $0.change.entered?.number })
      let holders = try connection.query(
        """
        select number from organisation where removed_at is null and \(AdministratorRole.general) = any (roles)
        """
      ).map { try $0[0, as: String.self] }
      return entered.isSuperset(of: holders)
    }
  }

  // MARK: - Carrying out

  /// What is to be carried out, and the approval to do it on.
  /// - Throws: ``RightsRefusal`` when it may not be carried out, or not any more.
  package func approved(_ number: Int64, _ kind: RightsChange.Kind) async throws -> (RightsChange, Approval) {
    let change = try await pool.refusable { connection in try require(number, on: connection).change }
    guard change.kind == kind else { throw RightsRefusal.otherKind(number) }
    return (change, Approval(proposal: number) { connection in _ = try require(number, on: connection) })
  }

  /// The proposal, when it was approved by another one, with the plan that is made now, and not carried out yet.
  func require(_ number: Int64, on connection: isolated PostgresConnection) throws -> RightsProposal {
    let standing = try standing(on: connection)
    let proposal = try standing.proposal(number)
    // Cases that were left over when others went go later, on the same approval.
    let isOnce = proposal.change.kind != .upgrade
    if isOnce, proposal.outcome != .recorded, proposal.carriedOutAt != nil { throw RightsRefusal.carriedOut(number) }
    switch proposal.outcome {
    case .open: throw RightsRefusal.notApproved(number)
    case .rejected, .withdrawn, .recorded: throw RightsRefusal.settled(number)
    case .approved(let entry):
      // Entries are sealed one by one: what an approval says is held against what was proposed all the same.
      guard entry.content.subject != proposal.proposed.content.subject else { throw RightsRefusal.ownProposal }
      if let end = proposal.validUntil, standing.now > end {
        throw RightsRefusal.expired(number, days: RightsProposal.validDays)
      }
      let plan = try RightsPlan.make(proposal.change, keyring: keyring, pool: pool, on: connection)
      guard plan.digest == entry.plan else { throw RightsRefusal.outdated }
      return proposal
    }
  }
}

extension RightsLedger {
  /// An organisation that takes part, as the directory has it and its journal does not deny; `nil` when somebody changed it by hand.
  public func known(_ number: String) async throws -> Organisation? {
    try await pool.refusable { connection in
      try OrganisationStore.known(number, isReplaced: true, keyring: keyring, on: connection)?.organisation
    }
  }

  /// A proposal, whatever became of it.
  /// - Throws: ``RightsRefusal/unknownProposal(_:)``, ``RightsRefusal/damaged(_:)``
  public func proposal(_ number: Int64) async throws -> RightsProposal {
    try await pool.refusable { connection in try standing(on: connection).proposal(number) }
  }
}
