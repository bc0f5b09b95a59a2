import Foundation
public import StoreBase

/// The right to work for one recipient, for a while. It ends by time, by ``RelayStore/release(_:confirmed:)`` or when
/// another relay takes it after that time; whatever is written under an ended lease has no effect.
public struct RelayLease: Sendable, Hashable {
  public let organisation: String
  /// Where the recipient's events go.
  public let queue: String
  /// The last number that the broker had confirmed.
  public let confirmed: Int64
  /// How often in a row the recipient could not be told anything before.
  public let failures: Int
  /// Within which its numbers hold.
  public let epoch: Epoch
  /// Whether the database is still the one that the epoch began in; else ``RelayStore/followHistory()`` comes first.
  public let isOfThisHistory: Bool
  let token: UUID
}

/// Why a relay's write had no effect.
public enum RelayStoreError: Error, Sendable {
  /// Another relay works for the recipient now. Nothing was written; nothing is lost, for that relay does it all.
  case leaseLost
  /// Events of the recipient are there and cannot be read: damage, or a row that another program wrote. They stay.
  case unreadable(StoreError)
  case store(StoreError)
}

extension RelayStoreError {
  /// What went wrong in the database; `nil` when nothing did.
  public var cause: StoreError? {
    switch self {
    case .leaseLost: nil
    case .unreadable(let error), .store(let error): error
    }
  }
}

extension RelayStoreError: CustomStringConvertible, CustomDebugStringConvertible {
  public var description: String {
    switch self {
    case .leaseLost: "another relay works for the recipient"
    case .unreadable(let error): "the recipient's events cannot be read: \(error)"
    case .store(let error): error.description
    }
  }

  public var debugDescription: String {
    cause?.debugDescription ?? description
  }
}
