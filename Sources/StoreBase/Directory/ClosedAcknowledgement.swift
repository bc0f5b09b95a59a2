import CaseCore
package import Foundation
package import Postgres

/// An obligation to acknowledge that a person ended: by whom and why is kept encrypted, and the journal of the directory has a digest.
///
/// Its row ends with the events, some time after it was closed; the journal keeps the digest.
package enum ClosedAcknowledgement {
  /// How long its row is kept at least; ``StoreAdministration/RetentionStore``.
  fileprivate static let keptDays = 30

  /// - Parameters:
  ///   - event: the event that had to be acknowledged.
  ///   - whom: who ended it, and `reason` why.
  /// - Returns: what is kept of both.
  package static func account(
    of event: UUID,
    by whom: String,
    reason: String,
    keyring: Keyring
  ) throws(StoreError) -> Data {
    try StoredAccount(by: whom, reason: reason).sealed(at: place(event), keyring: keyring)
  }

  /// By whom and why, from what ``account(of:by:reason:keyring:)`` made.
  package static func read(
    _ account: Data,
    of event: UUID,
    keyring: Keyring
  ) throws(StoreError) -> (by: String, reason: String) {
    let what = "the record of an acknowledgement that was ended"
    let account = try StoredAccount(account, at: place(event), keyring: keyring, what)
    return (account.by, account.reason ?? "")
  }

  /// Puts it into the journal of the directory, in the transaction that closes it.
  package static func record(
    _ event: UUID,
    of organisation: String,
    account: Data,
    keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws {
    try DirectoryJournal(keyring: keyring).record(
      .init(closed: event, of: organisation, account: account),
      on: connection
    )
  }

  private static func place(_ event: UUID) -> Data { Data("end of acknowledgement \(event.uuidString)".utf8) }
}

extension DirectoryJournal.Subject {
  /// - Parameter account: by whom it was ended and why, as it is kept.
  init(closed event: UUID, of organisation: String, account: Data) {
    kind = .acknowledgement
    name = event.uuidString.lowercased()
    var hash = ChainHash("casusregie acknowledgement closed 1")
    hash.add(organisation)
    hash.add(account)
    digest = hash.finalize()
  }

  /// Those that were ended and whose rows are there.
  static func closedAcknowledgements(on connection: isolated PostgresConnection) throws -> [Self] {
    try connection.query(
      "select event_id, organisation, account from acknowledgement where closed_at is not null order by event_id"
    ).map { row in
      try Self(closed: row[0], of: row[1], account: row[2, as: Data?.self] ?? Data())
    }
  }
}

extension DirectoryJournal.Entry {
  /// Whether what it is about can have come to its end since.
  /// - Parameter now: by the service's clock.
  func mayBeOver(at now: Instant) -> Bool {
    kind == DirectoryJournal.Subject.Kind.acknowledgement.rawValue
      && now.microseconds(since: recordedAt) > Int64(ClosedAcknowledgement.keptDays) * 86_400_000_000
  }
}
