public import CaseCore
public import Foundation
import Postgres

/// Organisations that take no part any more. Their rows stay, since cases of before name them, and by whom and why they were removed;
/// the journal of the directory has a digest of both.
extension OrganisationStore {
  /// One that was removed.
  public struct Removed: Sendable, Hashable {
    /// With the roles that it had.
    public let organisation: Organisation
    public let removedAt: Date
  }

  /// Removes an organisation: it holds no role from the next command on, and nothing is sent to it. What it was not told stays where it
  /// is. Its keys end first: one that is entered again registers others.
  /// - Returns: whether it took part.
  /// - Throws: ``StoreError``.
  package func remove(_ organisation: String, by whom: String, reason: String) async throws -> Bool {
    guard let keyring else { throw StoreError.keyringMissing }
    // Nothing ends before it is clear that all of it may.
    if let approval { try await pool.store { connection in try approval.require(on: connection) } }
    _ = try await PartnerKeyStore(pool, keyring: keyring).register([], of: organisation)
    let account = try StoredAccount(by: whom, reason: reason).sealed(at: Self.place(organisation), keyring: keyring)
    let (journal, approval) = (journal, approval)
    return try await pool.store { connection in
      try connection.withTransaction { connection in
        // Whoever changes it waits.
        let rows = try connection.query(
          """
          select number, name, region, roles from organisation where number = \(organisation) and removed_at is null for no key update
          """
        )
        guard let known = try rows.first.map({ try Self.organisation($0) }) else { return false }
        try journal?.record(.init(removed: known, account: account), by: approval, on: connection)
        try connection.pipeline([
          "update organisation set removed_at = service_now(), removal = \(account) where number = \(organisation)",
          // A relay at work for it loses its lease, and none takes it again. What it has on the broker is known until it is gone there.
          """
          update recipient set retry_at = 'infinity', lease = null, leased_until = clock_timestamp()
          where organisation = \(organisation)
          """, "delete from inbox_wait where organisation = \(organisation)",
          "delete from partner_reading where organisation = \(organisation)",
        ])
        return true
      }
    }
  }

  /// What one that was removed may have on the broker still; `nil` when that is gone, or there is no such organisation.
  package func left(of organisation: String) async throws(StoreError) -> Registered? {
    try await pool.store { connection in
      try connection.query(Queries.all.bind(true)).map { try Registered($0) }
        .first { $0.organisation.number == organisation && $0.commands != nil }
    }
  }

  /// What an organisation that was removed had on the broker is gone.
  package func forgetBroker(of organisation: String) async throws(StoreError) {
    try await pool.store { connection in
      _ = try connection.query(
        """
        update recipient set username = null, former_username = null, rotated_at = null, former_queue = null, commands = null
        where organisation = \(organisation)
          and exists (select from organisation where number = \(organisation) and removed_at is not null)
        """
      )
    }
  }

  /// Those that were removed, by number.
  public func removed() async throws(StoreError) -> [Removed] {
    try await pool.store { connection in
      try connection.query(
        """
        select number, name, region, roles, extract(epoch from removed_at)::bigint from organisation
        where removed_at is not null order by number
        """
      ).map {
        Removed(
          organisation: try Self.organisation($0),
          removedAt: Date(timeIntervalSince1970: Double(try $0[4, as: Int64.self]))
        )
      }
    }
  }

  /// Who removed an organisation, and why; `nil` for one that was not.
  public func removal(of organisation: String) async throws(StoreError) -> (by: String, reason: String)? {
    guard let keyring else { throw .keyringMissing }
    let sealed = try await pool.store { connection in
      try connection.query("select removal from organisation where number = \(organisation)").first
        .flatMap { try $0[0, as: Data?.self] }
    }
    guard let sealed else { return nil }
    let place = Self.place(organisation)
    let account = try StoredAccount(sealed, at: place, keyring: keyring, "the record of a removal")
    return (account.by, account.reason ?? "")
  }

  static func place(_ organisation: String) -> Data { Data("removal of \(organisation)".utf8) }
}
