public import CaseCore
import Foundation
public import Postgres

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
/// Approving looks twice. First at all cases, without holding anything up; then, while no case can be written, at those
/// that changed since. So a plan that was approved is what happens, and commands wait for no longer than a look at the
/// revisions of all cases takes.
public struct ConfigurationDesk: Sendable {
  let pool: PostgresPool
  let keyring: Keyring
  let library: WorkflowLibrary
  let directory: DirectoryCache
  let door: CommandDoor
  let empty: DeadlineConfiguration
  static let casesATrip = 200

  /// - Parameter door: brings cases up to new settings.
  public init(pool: PostgresPool, keyring: Keyring, door: CommandDoor, calendar: WorkCalendar = .standard) {
    self.pool = pool
    self.keyring = keyring
    self.door = door
    library = door.library
    directory = door.directory
    empty = DeadlineConfiguration(calendar: calendar)
  }

  /// All proposals, and the settings that the approved ones add up to.
  public struct Standing: Sendable {
    public var proposals: [Proposal]
    public var configuration: DeadlineConfiguration
    public var now: Instant

    /// - Throws: ``DeskRefusal/unknownProposal(_:)``
    public func proposal(_ number: Int64) throws(DeskRefusal) -> Proposal {
      guard let found = proposals.first(where: { $0.number == number }) else { throw .unknownProposal(number) }
      return found
    }
  }

  /// - Throws: ``DeskRefusal/notAdministrator``
  public func standing(for actor: Actor) async throws -> Standing {
    try await pool.desk { connection in
      try Administrator(actor, in: directory(on: connection).directory)
      return try standing(on: connection)
    }
  }

  /// The settings of now, for a program and not for a person.
  public func configuration() async throws(StoreError) -> DeadlineConfiguration {
    try await pool.store { connection in try standing(on: connection).configuration }
  }

  func standing(on connection: isolated PostgresConnection) throws -> Standing {
    let now = try connection.row("select service_now()")
    let proposals = Proposal.all(try ConfigurationJournal.entries(keyring: keyring, on: connection))
    return Standing(
      proposals: proposals,
      configuration: proposals.configuration(from: empty),
      now: Instant(try now[0, as: PostgresTimestamp.self])
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
  /// - Throws: ``DeskRefusal``, with all that is wrong at once.
  public func propose(_ changes: [ConfigurationChange], reason: String, by actor: Actor) async throws -> Proposal {
    try await record(by: actor) { standing, administrator, connection in
      try administrator.require(changes, in: standing.configuration)
      try Self.require(reason)
      _ = try check(changes, standing, on: connection)
      let number = try nextNumber(on: connection)
      return entry(number, .proposed, of: number, by: actor, reason: reason, changes: changes, at: standing.now)
    }
  }

  /// Proposes what takes an approved proposal back.
  public func undo(_ number: Int64, reason: String, by actor: Actor) async throws -> Proposal {
    let standing = try await standing(for: actor)
    let proposal = try standing.proposal(number)
    guard case .approved(_, let revision) = proposal.outcome else { throw DeskRefusal.settled(number) }
    let before = standing.proposals.configuration(from: empty, upTo: revision - 1)
    return try await propose(before.inverse(of: proposal.changes), reason: reason, by: actor)
  }

  public func reject(_ number: Int64, reason: String, by actor: Actor) async throws -> Proposal {
    try await settle(number, .rejected, reason: reason, by: actor) { proposal throws(DeskRefusal) in
      try Self.require(reason)
      guard proposal.proposed.content.subject != actor.subject else { throw .ownProposal }
    }
  }

  public func withdraw(_ number: Int64, by actor: Actor) async throws -> Proposal {
    try await settle(number, .withdrawn, reason: "", by: actor) { proposal throws(DeskRefusal) in
      guard proposal.proposed.content.subject == actor.subject else { throw .othersProposal }
    }
  }

  private func settle(
    _ number: Int64,
    _ kind: ConfigurationEntry.Kind,
    reason: String,
    by actor: Actor,
    _ check: @escaping @Sendable (Proposal) throws(DeskRefusal) -> Void
  ) async throws -> Proposal {
    try await record(by: actor) { standing, administrator, connection in
      let proposal = try standing.proposal(number)
      try administrator.require(proposal.changes, in: standing.configuration)
      guard proposal.outcome == .open else { throw DeskRefusal.settled(number) }
      try check(proposal)
      return try entry(
        nextNumber(on: connection),
        kind,
        of: number,
        by: actor,
        reason: reason,
        at: standing.now
      )
    }
  }

  static func require(_ reason: String) throws(DeskRefusal) {
    do throws(TextFault) { _ = try TextRule.reason.accept(reason) } catch {
      throw error == .empty ? .reasonMissing : .unfitReason(error)
    }
  }

  // MARK: - The journal

  /// Adds one entry, while nobody else does.
  private func record(
    by actor: Actor,
    _ make: @escaping @Sendable (Standing, Administrator, isolated PostgresConnection) throws -> ConfigurationEntry
  ) async throws -> Proposal {
    try await pool.desk { connection in
      try connection.withTransaction { connection in
        _ = try connection.query(ConfigurationJournal.lock.bind())
        let administrator = try Administrator(actor, in: directory(on: connection).directory)
        let entry = try make(standing(on: connection), administrator, connection)
        try append(entry, on: connection)
        return try standing(on: connection).proposal(entry.proposal)
      }
    }
  }

  func append(_ entry: ConfigurationEntry, on connection: isolated PostgresConnection) throws {
    let last = try ConfigurationJournal.rows(on: connection).last
    let row = try ConfigurationRow(entry, after: last?.hash ?? JournalRow.origin, keyring: keyring)
    _ = try connection.query(ConfigurationJournal.insert(row))
  }

  func nextNumber(on connection: isolated PostgresConnection) throws -> Int64 {
    try connection.row("select coalesce(max(number), 0) + 1 from configuration_journal")[0]
  }

  func entry(
    _ number: Int64,
    _ kind: ConfigurationEntry.Kind,
    of proposal: Int64,
    by actor: Actor,
    reason: String,
    changes: [ConfigurationChange] = [],
    plan: String? = nil,
    at now: Instant
  ) -> ConfigurationEntry {
    ConfigurationEntry(
      number: number,
      at: now,
      kind: kind,
      proposal: proposal,
      plan: plan,
      content: .init(by: actor, reason: reason, changes: changes)
    )
  }

  // MARK: - What a proposal is held against

  /// The settings as they would be.
  func check(
    _ changes: [ConfigurationChange],
    _ standing: Standing,
    on connection: isolated PostgresConnection
  ) throws -> DeadlineConfiguration {
    let surroundings = DeadlineConfiguration.Surroundings(
      workflows: try workflows(on: connection),
      regions: Set(try directory(on: connection).directory.organisations.values.map(\.region)),
      today: Amsterdam.date(at: standing.now)
    )
    do throws(ConfigurationRefusal) { return try standing.configuration.applying(changes, in: surroundings) } catch {
      throw DeskRefusal.invalid(error)
    }
  }

  /// The versions that running cases follow, and the last published of each workflow.
  private func workflows(on connection: isolated PostgresConnection) throws -> [Workflow] {
    try connection.query(
      """
      select workflow, version from case_file where snapshot is not null group by 1, 2
      union
      (select distinct on (workflow) workflow, version from workflow_version order by workflow, published_at desc, version desc)
      order by 1, 2
      """
    ).map { row in try library.pinned(row[0], row[1], on: connection) }
  }
}
