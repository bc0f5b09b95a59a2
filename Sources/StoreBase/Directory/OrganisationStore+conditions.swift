package import CaseCore
import Foundation
import Postgres

/// Which conditions of taking part organisations meet, and until when.
extension OrganisationStore {
  /// Enters until when an organisation meets a condition, on the approval.
  /// - Parameter day: the last one.
  /// - Returns: whether the organisation takes part.
  /// - Throws: ``StoreError/approvalLapsed(_:)``, and then nothing has changed.
  package func meet(_ condition: String, until day: CivilDate, by organisation: String) async throws(StoreError) -> Bool
  {
    guard let journal, let approval else { throw .keyringMissing }
    return try await pool.store { connection in
      try connection.withTransaction { connection in
        let known = try Self.all(on: connection).first { $0.number == organisation }
        guard known?.takesPart == true else { return false }
        try journal.record(.init(condition: condition, of: organisation, until: day), by: approval, on: connection)
        try connection.query(
          """
          insert into organisation_condition (organisation, condition, valid_until)
          values (\(organisation), \(condition), \(day.description)::text::date)
          on conflict (organisation, condition) do update set valid_until = excluded.valid_until
          """
        )
        return true
      }
    }
  }

  /// Of each organisation, the conditions that it meets with the last day on which it does.
  package func conditions() async throws(StoreError) -> [String: [String: CivilDate]] {
    try await pool.store { connection in try Self.conditions(on: connection) }
  }

  /// As ``conditions()`` gives it.
  static func conditions(
    on connection: isolated PostgresConnection
  ) throws(PostgresError) -> [String: [String: CivilDate]] {
    var conditions: [String: [String: CivilDate]] = [:]
    for row in try connection.query(
      "select organisation, condition, valid_until - date '1970-01-01' from organisation_condition"
    ) {
      conditions[try row[0], default: [:]][try row[1]] = CivilDate(daysSince1970: try row[2, as: Int.self])
    }
    return conditions
  }
}

extension DirectoryJournal.Subject {
  init(condition: String, of organisation: String, until day: CivilDate) {
    kind = .condition
    name = "\(organisation) \(condition)"
    var hash = ChainHash("casusregie condition 1")
    hash.add(day.description)
    digest = hash.finalize()
  }

  /// Those that organisations meet, or met.
  static func conditions(on connection: isolated PostgresConnection) throws -> [Self] {
    try OrganisationStore.conditions(on: connection).sorted { $0.key < $1.key }.flatMap { organisation, conditions in
      conditions.sorted { $0.key < $1.key }.map { Self(condition: $0.key, of: organisation, until: $0.value) }
    }
  }
}
