public import CaseCore
import CaseDoor
import Foundation
import Postgres
public import SettingsStore
public import StoreBase

extension SettingsService {
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

  /// A page of that.
  /// - Parameters:
  ///   - digest: of the plan of which the page before was; `nil` for a first page, of the plan of now.
  ///   - skipped: how many cases come before the page.
  /// - Throws: ``SettingsRefusal/outdated(now:)`` when it is the plan no more.
  public func page(
    _ number: Int64,
    of digest: String? = nil,
    after skipped: Int = 0,
    for actor: Actor
  ) async throws -> SettingsPlanPage {
    var kept = digest.flatMap { surveys.survey($0, of: number) }
    if kept == nil {
      let fresh = try await survey(number, for: actor)
      surveys.keep(fresh)
      guard digest == nil || digest == fresh.plan.digest else { throw SettingsRefusal.outdated(now: fresh.plan.digest) }
      kept = KeptSurvey(fresh)
    }
    guard let kept else { throw SettingsRefusal.unknownProposal(number) }
    return try await pool.refusable { connection in
      let administrator = try Administrator(actor, in: directory(on: connection).directory)
      return try page(of: kept, after: skipped, for: actor, administrator, on: connection)
    }
  }

  private func page(
    of kept: KeptSurvey,
    after skipped: Int,
    for actor: Actor,
    _ administrator: Administrator,
    on connection: isolated PostgresConnection
  ) throws -> SettingsPlanPage {
    let cases = kept.cases.filter { administrator.sees($0.region) }
    let wanted = cases.dropFirst(skipped).prefix(SettingsPlanPage.size)
    let rows = try connection.query(Queries.some.bind(wanted.map(\.id)))
    let seen = try see(rows, kept.next, for: actor, on: connection)
    guard seen.map(\.digest) == wanted.map({ .some($0.digest) }) else {
      // What it comes to now, only somebody who looks at all of it can tell.
      throw SettingsRefusal.outdated(now: "")
    }
    let next = skipped + wanted.count
    return SettingsPlanPage(
      plan: kept.plan,
      cases: seen.compactMap(\.planned),
      next: next < cases.count ? next : nil
    )
  }

  /// Approves the proposal with this plan: from now on the settings hold.
  /// - Returns: the proposal, with the revision that it made. Cases are counted by it as ``bringUp(_:)`` comes to them.
  /// - Parameter expireNow: that whoever approves has seen what expires at once.
  /// - Throws: ``SettingsRefusal/outdated(now:)`` when the plan is another by now, ``SettingsRefusal/expiresNow(_:)``; then nothing
  ///   was done.
  public func approve(
    _ number: Int64,
    plan digest: String,
    expireNow: Bool = false,
    under key: ProposalKey? = nil,
    by actor: Actor
  ) async throws -> Proposal {
    if let done = try await done(under: key, by: actor) { return done }
    for _ in 0..<Self.attempts {
      let first = try await survey(number, for: actor, approving: true)
      guard first.plan.digest == digest else { throw SettingsRefusal.outdated(now: first.plan.digest) }
      let expiring = first.plan.totals.overdueAtOnce
      guard expiring == 0 || expireNow else { throw SettingsRefusal.expiresNow(expiring) }
      let plan = try first.kept.sealed(for: number, keyring: keyring)
      let approved = try await pool.refusable { connection in
        try connection.withTransaction { connection in
          var survey = first
          return try approve(&survey, keeping: plan, under: key, by: actor, on: connection)
        }
      }
      guard let approved else { continue }
      surveys.forget(number)
      door.wakes.settings.signalHere()
      return approved
    }
    throw SettingsRefusal.interrupted
  }

  /// The plan, with what is needed to see later whether it still is the plan.
  struct Survey: Sendable {
    var plan = SettingsPlan()
    var ground: PlanGround
    let next: DeadlineSettings
    let proposal: Proposal
    /// What is kept with the approval.
    var kept = KeptPlan()
    /// What the proposal was held against.
    let mark: ProposalGround.Mark
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
        survey.ground.cases[seen.id] = .init(revision: seen.revision, digest: seen.digest, region: seen.planned?.region)
        guard let planned = seen.planned else { continue }
        if approving { survey.kept.add(planned) }
        if administrator.sees(planned.region) { each(planned) }
      }
    }
    survey.plan.digest = survey.ground.digest
    survey.kept.plan = survey.plan
    return survey
  }

  private func begin(_ number: Int64, for actor: Actor, approving: Bool) async throws -> (Survey, Administrator) {
    let ground = try await ground(for: actor)
    let proposal = try ground.standing.proposal(number)
    guard proposal.outcome == .open else { throw SettingsRefusal.settled(number) }
    if approving {
      try ground.administrator.require(proposal.changes, in: ground.standing.deadlineSettings)
      guard proposal.proposed.content.subject != actor.subject else { throw SettingsRefusal.ownProposal }
    }
    let survey = Survey(
      ground: try PlanGround(proposal, deadlineSettings: ground.standing.deadlineSettings),
      next: try await prove(proposal.changes, on: ground),
      proposal: proposal,
      mark: ground.mark,
      workflows: Self.workflows(of: proposal.changes)
    )
    return (survey, ground.administrator)
  }

  /// A change of a calendar can touch cases of every workflow.
  private static func workflows(of changes: [SettingsChange]) -> [String]? {
    let places = changes.map(\.place?.workflow)
    return places.contains(nil) ? nil : Array(Set(places.compactMap(\.self))).sorted()
  }

  // MARK: - Approving

  /// Looks again at the cases that changed since, while no other can; then the settings hold.
  /// - Returns: `nil` when the proposal was held against something else than is so by now.
  private func approve(
    _ survey: inout Survey,
    keeping plan: Data,
    under key: ProposalKey?,
    by actor: Actor,
    on connection: isolated PostgresConnection
  ) throws -> Proposal? {
    try connection.query("set local lock_timeout = '5s'")
    let locked = try connection.row(SealedLedger.lock.bind())
    let number = survey.proposal.number
    let standing = try standing(on: connection)
    if let done = try key?.used(by: actor, keyring, on: connection) { return try standing.proposal(done) }
    guard try standing.proposal(number).outcome == .open else { throw SettingsRefusal.settled(number) }
    try requireCurrent(standing.proposal(number), in: standing)
    guard try mark(on: connection) == survey.mark else { return nil }
    let wanted = survey.ground.digest
    try connection.query("lock table case_file in share mode")
    try loadAgain(&survey, for: actor, on: connection)
    guard survey.ground.digest == wanted else { throw SettingsRefusal.outdated(now: survey.ground.digest) }
    let entry = entry(
      standing.end.number + 1,
      .approved,
      of: number,
      by: actor,
      reason: "",
      plan: wanted,
      at: Instant(try locked[0, as: PostgresTimestamp.self])
    )
    try append(entry, to: standing, on: connection)
    try key?.keep(number, by: actor, keyring, on: connection)
    try SettingsJournal.keep(plan, with: entry, on: connection)
    _ = try connection.query(SettingsJournal.setRevision.bind(survey.next.revision))
    // Here and not through a broadcast: whoever approves need not be a process that has one. It is no command, and rare.
    let topic = WakeBroadcast.Topic.settings.rawValue
    _ = try connection.query("select pg_notify(\(WakeBroadcast.channel), \(topic))")
    return try self.standing(on: connection).proposal(number)
  }

  /// A setting replaces all that was set at its place. What was set there since the proposal was made, nobody weighed with it.
  private func requireCurrent(_ proposal: Proposal, in standing: Standing) throws(SettingsRefusal) {
    let revision = standing.proposals.revision(before: proposal.number)
    let then = standing.proposals.deadlineSettings(from: empty, upTo: revision)
    guard let change = standing.deadlineSettings.overtaken(proposal.changes, since: then).first else { return }
    throw .outlived(proposal.number, by: standing.proposals.last(about: change.subject, after: revision))
  }

  private func loadAgain(
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
      survey.ground.cases[seen.id] = .init(
        revision: seen.revision,
        digest: seen.digest,
        region: seen.planned?.region
      )
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
      select service_now(), d.revision, d.settings_revision, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped,
        c.settings_revision, c.seal
      from directory_revision d, case_file c join keyring.case_key k on k.case_id = c.id
      where c.id = any ($1) order by c.id
      """
    )
  }
}
