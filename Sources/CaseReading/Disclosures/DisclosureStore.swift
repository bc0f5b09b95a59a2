import CaseCore
public import Foundation
public import Postgres
public import StoreBase

/// Who was told what of cases, for whoever has to account for it. It opens the journal only to find in which roles organisations were
/// told, and shows nothing of its content.
public struct DisclosureStore: Sendable {
  /// How many entries of a case, or events of an organisation, are looked at for one page.
  public static let page = 100

  private let pool: PostgresPool
  private let keyring: Keyring

  public init(_ pool: PostgresPool, keyring: Keyring) { (self.pool, self.keyring) = (pool, keyring) }

  /// The case's own id.
  /// - Parameter id: that, or an id under which an organisation knows the case.
  /// - Returns: `nil` when there is no such case.
  public func caseID(of id: UUID) async throws(StoreError) -> UUID? {
    try await pool.store { connection in
      try connection.query(DisclosureQueries.caseID.bind(id)).first.map { row in try row[0] }
    }
  }

  /// What was told of a case.
  /// - Parameter after: the last revision that was read.
  public func page(of caseID: UUID, after: Int64) async throws(StoreError) -> DisclosurePage {
    try await pool.store { [keyring] connection in
      let cipher = try DisclosureReading.cipher(of: caseID, keyring: keyring, on: connection)
      return try DisclosureReading.page(of: caseID, after: after, cipher: cipher, on: connection)
    }
  }

  /// What one organisation was told, of all cases, in the order in which it was decided.
  /// - Parameter after: where the page before ended; 0 at the beginning.
  /// - Returns: the page, and where the next begins; `nil` at the end.
  public func page(
    toldTo organisation: String,
    after: Int64
  ) async throws(StoreError) -> (disclosures: [Disclosure], next: Int64?) {
    try await pool.store { [keyring] connection in
      let rows = try connection.query(DisclosureQueries.events(toldTo: organisation, after: after, atMost: Self.page))
      var found = try rows.map { row in
        try (id: row[10, as: Int64.self], caseID: row[9, as: UUID.self], told: Disclosure(row))
      }
      for caseID in Set(found.map(\.caseID)) {
        let revisions = Set(found.filter { $0.caseID == caseID }.map(\.told.revision))
        let cipher = try DisclosureReading.cipher(of: caseID, keyring: keyring, on: connection)
        let roles = try DisclosureReading.roles(in: caseID, at: revisions, cipher: cipher, on: connection)
        for index in found.indices where found[index].caseID == caseID {
          found[index].told.roles = roles[found[index].told.revision]?.roles(of: organisation) ?? []
        }
      }
      return (found.map(\.told), rows.count < Self.page ? nil : found.last?.id)
    }
  }

  /// Of an organisation's events: how many were removed when their retention was over.
  public func removed(of organisation: String) async throws(StoreError) -> Int {
    try await pool.store { connection in
      try connection.query(DisclosureQueries.removed.bind(organisation)).first.map { row in try row[0] } ?? 0
    }
  }
}
