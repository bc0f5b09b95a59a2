public import CaseCore
public import CaseDoor
import Foundation
public import Postgres
public import SettingsStore
public import StoreBase

/// Where administrators propose, weigh and approve other settings, and see beforehand what these do to running cases.
///
/// ```
///  propose (one administrator, with a reason) ─► plan: every running case, old and new due date; a digest
///                                                  │
///                 approve (another one, naming the digest) ─► the same plan still? ─ no ─► refused, nothing done
///                                                  ▼ yes
///             the next revision of the settings: it holds from the next command on, for every case
///                                                  ▼
///             each case is counted anew, by the door when something happens to it, by ``bringUp(_:)`` else
/// ```
///
/// What is proposed is proved before anything is locked, and what it was held against is compared when it is recorded; see
/// ``ProposalGround``.
///
/// Approving reads cases twice. First all of them, without holding anything up; then, while no case can be written, those
/// that changed since. So a plan that was approved is what happens, and commands wait for no longer than a check of the
/// revisions of all cases takes.
public struct SettingsService: Sendable {
  let pool: PostgresPool
  let keyring: Keyring
  let library: WorkflowLibrary
  let directory: DirectoryCache
  let door: CommandDoor
  let empty: DeadlineSettings
  let proofs = ProofCache()
  let surveys = SurveyCache()
  static let casesPerBatch = 200

  /// - Parameter door: brings cases up to new settings.
  public init(pool: PostgresPool, keyring: Keyring, door: CommandDoor, calendar: WorkCalendar = .standard) {
    self.pool = pool
    self.keyring = keyring
    self.door = door
    library = door.library
    directory = door.directory
    empty = DeadlineSettings(calendar: calendar)
  }

  /// All proposals, and the settings that the approved ones add up to.
  public struct Standing: Sendable {
    public var proposals: [Proposal]
    public var deadlineSettings: DeadlineSettings
    public var now: Instant
    /// The numbers of proposals of which an entry is damaged: nothing can be done with them.
    public var damaged: [Int64]
    /// What the next entry follows on.
    let end: (number: Int64, hash: Data)

    /// - Throws: ``SettingsRefusal/unknownProposal(_:)``, ``SettingsRefusal/damaged(_:)``
    public func proposal(_ number: Int64) throws(SettingsRefusal) -> Proposal {
      if damaged.contains(number) { throw .damaged(number) }
      guard let found = proposals.first(where: { $0.number == number }) else { throw .unknownProposal(number) }
      return found
    }
  }

  /// - Throws: ``SettingsRefusal/notAdministrator``
  public func standing(for actor: Actor) async throws -> Standing {
    try await pool.refusable { connection in
      try Administrator(actor, in: directory(on: connection).directory)
      return try standing(on: connection)
    }
  }

  /// Whether the settings that hold can be read, and what of their journal is damaged.
  public var health: SettingsHealth { door.settingsCache.health }

  /// Looks at the journal of settings: what is damaged does not say so itself.
  /// - Returns: what was found, which ``health`` has from now on too.
  @discardableResult
  public func inspect() async throws(StoreError) -> SettingsHealth.Finding {
    _ = try await pool.store { connection in try door.settingsCache.read(on: connection).damaged }
    return health.finding
  }

  /// The settings of now, for a program and not for a person.
  public func deadlineSettings() async throws(StoreError) -> DeadlineSettings {
    try await pool.store { connection in try standing(on: connection).deadlineSettings }
  }

  func standing(on connection: isolated PostgresConnection) throws -> Standing {
    let now = try connection.row("select service_now()")
    let reading = try door.settingsCache.read(on: connection)
    let proposals = try reading.proposals()
    return Standing(
      proposals: proposals,
      deadlineSettings: proposals.deadlineSettings(from: empty),
      now: Instant(try now[0, as: PostgresTimestamp.self]),
      damaged: reading.stopped.sorted(),
      end: reading.end
    )
  }

  func directory(on connection: isolated PostgresConnection) throws -> (directory: Directory, now: Instant) {
    let row = try connection.row("select service_now(), revision from directory_revision")
    return (
      try directory.at(revision: row[1, as: Int64.self], on: connection),
      Instant(try row[0, as: PostgresTimestamp.self])
    )
  }

  // MARK: - Proposals

  /// Proposes changes.
  /// - Throws: ``SettingsRefusal``, with all that is wrong at once.
  public func propose(
    _ changes: [SettingsChange],
    reason: String,
    under key: ProposalKey? = nil,
    by actor: Actor
  ) async throws -> Proposal {
    if let done = try await done(under: key, by: actor) { return done }
    for _ in 0..<Self.attempts {
      let ground = try await ground(for: actor)
      try ground.administrator.require(changes, in: ground.standing.deadlineSettings)
      try Self.require(reason)
      _ = try await prove(changes, on: ground)
      let proposal = try await record(under: key, by: actor) { standing, _, connection in
        guard try mark(on: connection) == ground.mark else { return nil }
        let number = standing.end.number + 1
        return entry(number, .proposed, of: number, by: actor, reason: reason, changes: changes, at: standing.now)
      }
      if let proposal { return proposal }
    }
    throw SettingsRefusal.interrupted
  }

  /// Proposes what takes an approved proposal back.
  public func undo(
    _ number: Int64,
    reason: String,
    under key: ProposalKey? = nil,
    by actor: Actor
  ) async throws -> Proposal {
    if let done = try await done(under: key, by: actor) { return done }
    let standing = try await standing(for: actor)
    let proposal = try standing.proposal(number)
    guard case .approved(_, let revision) = proposal.outcome else { throw SettingsRefusal.notApproved(number) }
    let after = standing.proposals.deadlineSettings(from: empty, upTo: revision)
    if let change = standing.deadlineSettings.overtaken(proposal.changes, since: after).first {
      throw SettingsRefusal.overtaken(number, by: standing.proposals.last(about: change.subject, after: revision))
    }
    let before = standing.proposals.deadlineSettings(from: empty, upTo: revision - 1)
    return try await propose(before.inverse(of: proposal.changes), reason: reason, under: key, by: actor)
  }

  public func reject(
    _ number: Int64,
    reason: String,
    under key: ProposalKey? = nil,
    by actor: Actor
  ) async throws -> Proposal {
    try await settle(number, .rejected, reason: reason, under: key, by: actor) { proposal throws(SettingsRefusal) in
      try Self.require(reason)
      guard proposal.proposed.content.subject != actor.subject else { throw .ownProposal }
    }
  }

  public func withdraw(
    _ number: Int64,
    under key: ProposalKey? = nil,
    by actor: Actor
  ) async throws -> Proposal {
    try await settle(number, .withdrawn, reason: "", under: key, by: actor) { proposal throws(SettingsRefusal) in
      guard proposal.proposed.content.subject == actor.subject else { throw .othersProposal }
    }
  }

  private func settle(
    _ number: Int64,
    _ kind: SettingsEntry.Kind,
    reason: String,
    under key: ProposalKey?,
    by actor: Actor,
    _ check: @escaping @Sendable (Proposal) throws(SettingsRefusal) -> Void
  ) async throws -> Proposal {
    let settled = try await record(under: key, by: actor) { standing, administrator, _ in
      let proposal = try standing.proposal(number)
      try administrator.require(proposal.changes, in: standing.deadlineSettings)
      guard proposal.outcome == .open else { throw SettingsRefusal.settled(number) }
      try check(proposal)
      return entry(
        standing.end.number + 1,
        kind,
        of: number,
        by: actor,
        reason: reason,
        at: standing.now
      )
    }
    guard let settled else { throw SettingsRefusal.interrupted }
    return settled
  }

  static func require(_ reason: String) throws(SettingsRefusal) {
    do throws(TextFault) { _ = try TextRule.reason.accept(reason) } catch {
      throw error == .empty ? .reasonMissing : .reasonInvalid(error)
    }
  }

  // MARK: - The journal

  /// The proposal that was made or settled before under the key.
  func done(under key: ProposalKey?, by actor: Actor) async throws -> Proposal? {
    guard let key else { return nil }
    return try await pool.refusable { connection in
      try Administrator(actor, in: directory(on: connection).directory)
      return try key.used(by: actor, keyring, on: connection).map { try standing(on: connection).proposal($0) }
    }
  }

  /// Adds one entry, while nobody else does; none when that was done before under the key.
  /// - Parameter make: makes the entry; `nil` when something came in between, and then nothing is added.
  private func record(
    under key: ProposalKey?,
    by actor: Actor,
    _ make: @escaping @Sendable (Standing, Administrator, isolated PostgresConnection) throws -> SettingsEntry?
  ) async throws -> Proposal? {
    try await pool.refusable { connection in
      try connection.withTransaction { connection in
        _ = try connection.query(SealedLedger.lock.bind())
        let administrator = try Administrator(actor, in: directory(on: connection).directory)
        let standing = try standing(on: connection)
        if let done = try key?.used(by: actor, keyring, on: connection) { return try standing.proposal(done) }
        guard let entry = try make(standing, administrator, connection) else { return nil }
        try append(entry, to: standing, on: connection)
        try key?.keep(entry.proposal, by: actor, keyring, on: connection)
        return try self.standing(on: connection).proposal(entry.proposal)
      }
    }
  }

  func append(
    _ entry: SettingsEntry,
    to standing: Standing,
    on connection: isolated PostgresConnection
  ) throws {
    try SettingsJournal.append(
      entry,
      after: standing.end.hash,
      revision: standing.deadlineSettings.revision + (entry.kind == .approved ? 1 : 0),
      keyring: keyring,
      on: connection
    )
  }

  func entry(
    _ number: Int64,
    _ kind: SettingsEntry.Kind,
    of proposal: Int64,
    by actor: Actor,
    reason: String,
    changes: [SettingsChange] = [],
    plan: String? = nil,
    at now: Instant
  ) -> SettingsEntry {
    SettingsEntry(
      number: number,
      at: now,
      kind: kind,
      proposal: proposal,
      plan: plan,
      content: .init(by: actor, reason: reason, changes: changes)
    )
  }
}
