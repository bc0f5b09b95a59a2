import Foundation

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
  let token: UUID
}

/// Why a relay's write had no effect.
public enum RelayStoreError: Error, Sendable {
  /// Another relay works for the recipient now. Nothing was written; nothing is lost, for that relay does it all.
  case leaseLost
  case store(StoreError)
}

extension RelayStoreError: CustomStringConvertible, CustomDebugStringConvertible {
  public var description: String {
    switch self {
    case .leaseLost: "another relay works for the recipient"
    case .store(let error): error.description
    }
  }

  public var debugDescription: String {
    if case .store(let error) = self { error.debugDescription } else { description }
  }
}
