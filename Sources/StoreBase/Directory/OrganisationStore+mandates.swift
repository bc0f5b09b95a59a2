package import CaseCore
import Foundation
package import Postgres

/// Who acts for whom by a standing mandate.
extension OrganisationStore {
  /// Enters a mandate, on the approval, whose number it gets.
  /// - Returns: whether both organisations take part.
  /// - Throws: ``StoreError/approvalLapsed(_:)``, and then nothing has changed.
  package func enter(_ mandate: Mandate) async throws(StoreError) -> Bool {
    guard let journal, let approval else { throw .keyringMissing }
    var mandate = mandate
    (mandate.number, mandate.isEnded) = (approval.proposal, false)
    return try await pool.store { [mandate] connection in
      try connection.withTransaction { connection in
        let present = Set(try Self.all(on: connection).filter(\.takesPart).map(\.number))
        guard present.contains(mandate.principal), present.contains(mandate.agent) else { return false }
        try journal.record(.init(mandate), by: approval, on: connection)
        try connection.query(
          """
          insert into mandate (number, principal, agent, workflow, roles, valid_from, valid_until)
          values (\(mandate.number), \(mandate.principal), \(mandate.agent), \(mandate.workflow), \(mandate.roles.sorted()),
            \(mandate.from.description)::text::date, \(mandate.until.description)::text::date)
          """
        )
        return true
      }
    }
  }

  /// Ends a mandate at once.
  /// - Returns: the mandate as it was; `nil` when there is none with the number, or it was ended before.
  package func end(mandate number: Int64) async throws(StoreError) -> Mandate? {
    guard let journal else { throw .keyringMissing }
    return try await pool.store { connection in
      try connection.withTransaction { connection in
        let ended = try connection.query(
          "update mandate set ended_at = service_now() where number = \(number) and ended_at is null"
        ).affected
        guard ended == 1, var mandate = try Self.mandates(on: connection).first(where: { $0.number == number }) else {
          return nil
        }
        try journal.record(.init(mandate), on: connection)
        mandate.isEnded = false
        return mandate
      }
    }
  }

  /// All that there are and were, by their numbers.
  package func mandates() async throws(StoreError) -> [Mandate] {
    try await pool.store { connection in try Self.mandates(on: connection) }
  }

  /// As ``mandates()`` gives them.
  package static func mandates(on connection: isolated PostgresConnection) throws(PostgresError) -> [Mandate] {
    var mandates: [Mandate] = []
    for row in try connection.query(
      """
      select number, principal, agent, workflow, roles, valid_from - date '1970-01-01', valid_until - date '1970-01-01',
        ended_at is not null
      from mandate order by number
      """
    ) {
      mandates.append(
        Mandate(
          number: try row[0],
          principal: try row[1],
          agent: try row[2],
          workflow: try row[3],
          roles: Set(try row[4, as: [String].self]),
          from: CivilDate(daysSince1970: try row[5, as: Int.self]),
          until: CivilDate(daysSince1970: try row[6, as: Int.self]),
          isEnded: try row[7]
        )
      )
    }
    return mandates
  }
}

extension DirectoryJournal.Subject {
  init(_ mandate: Mandate) {
    kind = .mandate
    name = "\(mandate.number)"
    var hash = ChainHash("casusregie mandate 1")
    hash.add(mandate.principal)
    hash.add(mandate.agent)
    hash.add(mandate.workflow)
    hash.add(mandate.from.description)
    hash.add(mandate.until.description)
    hash.add(mandate.isEnded ? 1 : 0)
    for role in mandate.roles.sorted() { hash.add(role) }
    digest = hash.finalize()
  }

  static func mandates(on connection: isolated PostgresConnection) throws -> [Self] {
    try OrganisationStore.mandates(on: connection).map(Self.init)
  }
}
