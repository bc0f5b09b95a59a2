public import CaseCore
public import Foundation
import Postgres
public import StoreBase

/// An obligation to acknowledge that a person ends, with a reason: of an organisation that is gone, or that said otherwise that it has the
/// event. It is on record in the journal of the directory, and never taken back.
extension AcknowledgementStore {
  /// What ending comes to.
  public enum Closing: Sendable, Hashable {
    case closed(Instant)
    /// A person ended it before, and nothing has changed.
    case wasClosed(Instant)
    /// It was acknowledged, and nothing has changed.
    case acknowledged(Instant)
    /// There is no such event to acknowledge.
    case unknown
  }

  /// - Parameters:
  ///   - event: the event that has to be acknowledged, and not a reminder of it.
  ///   - whom: who ends it; kept encrypted, as is the reason.
  /// - Throws: ``StoreBase/StoreError``, also when the store has no keyring.
  public func close(_ event: UUID, by whom: String, reason: String) async throws(StoreError) -> Closing {
    guard let keyring else { throw .keyringMissing }
    let account = try ClosedAcknowledgement.account(of: event, by: whom, reason: reason, keyring: keyring)
    return try await pool.store { connection in
      try connection.withTransaction { connection in
        try Self.close(event, account, keyring, on: connection)
      }
    }
  }

  /// The same for somebody whose request may have a key of its own.
  /// - Throws: ``StoreBase/StoreError``, ``StoreBase/RequestKey/Reused``
  /// - Returns: whether there is such an event to acknowledge.
  public func close(_ event: UUID, by actor: Actor, reason: String, under key: RequestKey?) async throws -> Bool {
    guard let keyring else { throw StoreError.keyringMissing }
    let whom = "\(actor.subject) of \(actor.organisation)"
    let account = try ClosedAcknowledgement.account(of: event, by: whom, reason: reason, keyring: keyring)
    return try await pool.refusable { connection in
      try connection.withTransaction { connection -> Bool in
        if try key?.claim(by: actor, keyring, on: connection) != nil { return true }
        guard try Self.close(event, account, keyring, on: connection) != .unknown else { return false }
        // Nothing is kept but that it was done: the answer tells how it is then.
        try key?.keep(Data(), by: actor, keyring, on: connection)
        return true
      }
    }
  }

  private static func close(
    _ event: UUID,
    _ account: Data,
    _ keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws -> Closing {
    guard let row = try connection.query(ClosingQueries.find.bind(event)).first else { return .unknown }
    if let moment = try row[1, as: PostgresTimestamp?.self] { return .acknowledged(Instant(moment)) }
    if let moment = try row[2, as: PostgresTimestamp?.self] { return .wasClosed(Instant(moment)) }
    let closed = try connection.row(ClosingQueries.close.bind(event, account))
    try ClosedAcknowledgement.record(event, of: row[0], account: account, keyring: keyring, on: connection)
    return .closed(Instant(try closed[0, as: PostgresTimestamp.self]))
  }
}

private enum ClosingQueries {
  static let find = PreparedQuery(
    "select organisation, acknowledged_at, closed_at from acknowledgement where event_id = $1 for update"
  )
  static let close = PreparedQuery(
    "update acknowledgement set closed_at = service_now(), account = $2 where event_id = $1 returning closed_at"
  )
}
