public import CaseCore
import Foundation
import Postgres

extension ConfigurationDesk {
  /// Says of every running case what the proposal comes to, and changes nothing.
  /// - Parameter each: called for each case in which a deadline changes, of the regions that the administrator sees, in
  ///   the order of their ids.
  public func plan(
    _ number: Int64,
    for actor: Actor,
    _ each: (PlannedSettings) -> Void = { _ in }
  ) async throws -> SettingsPlan {
    try await survey(number, for: actor, each).plan
  }

  /// Approves the proposal with this plan: from now on the settings hold.
  /// - Returns: the proposal, with the revision that it made. Cases are counted by it as ``bringUp(_:)`` comes to them.
  /// - Throws: ``DeskRefusal/outdated(now:)`` when the plan is another by now; then nothing was done.
  public func approve(_ number: Int64, plan digest: String, by actor: Actor) async throws -> Proposal {
    let first = try await survey(number, for: actor, approving: true)
    guard first.plan.digest == digest else { throw DeskRefusal.outdated(now: first.plan.digest) }
    let approved = try await pool.desk { connection in
      try connection.withTransaction { connection in
        var survey = first
        return try approve(&survey, by: actor, on: connection)
      }
    }
    door.wakes.configuration.signalHere()
    return approved
  }

  /// The plan, with what is needed to see later whether it still is the plan.
  struct Survey: Sendable {
    var plan = SettingsPlan()
    var ground: PlanGround
    var next: DeadlineConfiguration
    let proposal: Proposal
    /// `nil` for all.
    let workflows: [String]?
  }

  private func survey(
    _ number: Int64,
    for actor: Actor,
    approving: Bool = false,
    _ each: (PlannedSettings) -> Void = { _ in }
  ) async throws -> Survey {
    let (begun, administrator) = try await begin(number, for: actor, approving: approving)
    var survey = begun
    try await forEachPage(of: begun, for: actor) { found in
      for seen in found {
        survey.plan.count(seen.planned, isReadable: seen.isReadable)
        survey.ground.cases[seen.id] = .init(revision: seen.revision, digest: seen.digest)
        if let planned = seen.planned, administrator.sees(planned.region) { each(planned) }
      }
    }
    survey.plan.digest = survey.ground.digest
    return survey
  }

  private func begin(_ number: Int64, for actor: Actor, approving: Bool) async throws -> (Survey, Administrator) {
    try await pool.desk { connection in
      let administrator = try Administrator(actor, in: directory(on: connection).directory)
      let standing = try standing(on: connection)
      let proposal = try standing.proposal(number)
      guard proposal.outcome == .open else { throw DeskRefusal.settled(number) }
      if approving {
        try administrator.require(proposal.changes, in: standing.configuration)
        guard proposal.proposed.content.subject != actor.subject else { throw DeskRefusal.ownProposal }
      }
      let next = try check(proposal.changes, standing, on: connection)
      let survey = Survey(
        ground: try PlanGround(proposal, configuration: standing.configuration),
        next: next,
        proposal: proposal,
        workflows: Self.workflows(of: proposal.changes)
      )
      return (survey, administrator)
    }
  }

  /// A change of a calendar can touch cases of every workflow.
  private static func workflows(of changes: [ConfigurationChange]) -> [String]? {
    let places = changes.map(\.place?.workflow)
    return places.contains(nil) ? nil : Array(Set(places.compactMap(\.self))).sorted()
  }

  // MARK: - Approving

  /// Looks again at the cases that changed since, while no other can; then the settings hold.
  private func approve(
    _ survey: inout Survey,
    by actor: Actor,
    on connection: isolated PostgresConnection
  ) throws -> Proposal {
    try connection.query("set local lock_timeout = '5s'")
    let locked = try connection.row(ConfigurationJournal.lock.bind())
    let number = survey.proposal.number
    let standing = try standing(on: connection)
    guard try standing.proposal(number).outcome == .open else { throw DeskRefusal.settled(number) }
    // Names and rights may have changed too.
    try Administrator(actor, in: directory(on: connection).directory)
      .require(survey.proposal.changes, in: standing.configuration)
    survey.next = try check(survey.proposal.changes, standing, on: connection)
    let wanted = survey.ground.digest
    survey.ground = try PlanGround(survey.proposal, configuration: standing.configuration, cases: survey.ground.cases)
    try connection.query("lock table case_file in share mode")
    try lookAgain(&survey, for: actor, on: connection)
    guard survey.ground.digest == wanted else { throw DeskRefusal.outdated(now: survey.ground.digest) }
    let entry = entry(
      try nextNumber(on: connection),
      .approved,
      of: number,
      by: actor,
      reason: "",
      plan: wanted,
      at: Instant(try locked[0, as: PostgresTimestamp.self])
    )
    try append(entry, on: connection)
    _ = try connection.query(ConfigurationJournal.setRevision.bind(survey.next.revision))
    // Here and not through a broadcast: whoever approves need not be a process that has one. It is no command, and rare.
    let topic = WakeBroadcast.Topic.configuration.rawValue
    _ = try connection.query("select pg_notify(\(WakeBroadcast.channel), \(topic))")
    return try self.standing(on: connection).proposal(number)
  }

  private func lookAgain(
    _ survey: inout Survey,
    for actor: Actor,
    on connection: isolated PostgresConnection
  ) throws {
    var known = survey.ground.cases
    var changed: [UUID] = []
    for row in try connection.query(Queries.revisions.bind(survey.workflows)) {
      let (id, revision) = (try row[0, as: UUID.self], try row[1, as: Int64.self])
      if known.removeValue(forKey: id)?.revision != revision { changed.append(id) }
    }
    for gone in known.keys { survey.ground.cases[gone] = nil }
    guard !changed.isEmpty else { return }
    for seen in try see(connection.query(Queries.some.bind(changed)), survey.next, for: actor, on: connection) {
      survey.ground.cases[seen.id] = .init(revision: seen.revision, digest: seen.planned?.digest)
    }
  }

  private enum Queries {
    static let revisions = PreparedQuery(
      """
      select id, revision from case_file
      where snapshot is not null and ($1::text[] is null or workflow = any ($1))
      """
    )
    static let some = PreparedQuery(
      """
      select service_now(), d.revision, d.configuration, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped,
        c.configuration
      from directory_revision d, case_file c join keyring.case_key k on k.case_id = c.id
      where c.id = any ($1)
      """
    )
  }
}
