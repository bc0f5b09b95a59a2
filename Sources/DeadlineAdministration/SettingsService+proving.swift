import CaseCore
import Foundation
import Postgres
import StoreBase

/// What a proposal is held against. Proving takes seconds where much is set, so it has no connection and no lock: whoever
/// records something compares what it was held against with what is so by then.
extension SettingsService {
  /// How often something else may come in between, before that is told.
  static let attempts = 5

  /// - Throws: ``SettingsRefusal/notAdministrator``
  func ground(for actor: Actor) async throws -> ProposalGround {
    try await pool.refusable { connection in
      let mark = try mark(on: connection)
      let directory = try directory(on: connection).directory
      return ProposalGround(
        mark: mark,
        standing: try standing(on: connection),
        administrator: try Administrator(actor, in: directory),
        surroundings: .init(
          workflows: try mark.versions.map { try library.pinned($0[0], $0[1], on: connection) },
          regions: Set(directory.organisations.values.filter(\.takesPart).map(\.region)),
          today: mark.today
        )
      )
    }
  }

  func mark(on connection: isolated PostgresConnection) throws -> ProposalGround.Mark {
    let row = try connection.row("select service_now(), revision, settings_revision from directory_revision")
    return ProposalGround.Mark(
      deadlineSettings: try row[2],
      directory: try row[1],
      versions: try connection.query(Self.versions.bind()).map { [try $0[0], try $0[1]] },
      today: Amsterdam.date(at: Instant(try row[0, as: PostgresTimestamp.self]))
    )
  }

  /// The settings as they would be.
  /// - Throws: ``SettingsRefusal/invalid(_:)`` with all that is wrong.
  func prove(_ changes: [SettingsChange], on ground: ProposalGround) async throws -> DeadlineSettings {
    do {
      let unproved = try ground.standing.deadlineSettings.unproved(changes, in: ground.surroundings)
      var faults: [UnprovedSettings.Fault] = []
      for proof in unproved.proofs {
        faults += proof.faults { proofs.faults(of: $0) }
        try Task.checkCancellation()
        // Others have work for this thread too.
        await Task.yield()
      }
      return try unproved.settings(without: faults)
    } catch let refusal as DeadlineSettingsRefusal { throw SettingsRefusal.invalid(refusal) }
  }

  /// The versions that running cases follow, and the last published of each workflow.
  static let versions = PreparedQuery(
    """
    select workflow, version from workflow_version w
    where exists (
      select from case_file c where c.workflow = w.workflow and c.version = w.version and c.snapshot is not null)
    union
    (select distinct on (workflow) workflow, version from workflow_version order by workflow, published_at desc, version desc)
    order by 1, 2
    """
  )
}
