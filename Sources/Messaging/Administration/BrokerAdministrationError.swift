/// An error of the broker's management API. Neither text of it has a password.
public struct BrokerAdministrationError: Error, Sendable {
  public enum Kind: Sendable, Hashable {
    /// No answer.
    case unavailable
    /// The administrator's name or password is wrong, or it lacks the rights.
    case notAllowed
    /// Something of that name exists with other properties: for example a queue of another type.
    case conflict
    /// Another refusal, by its HTTP status.
    case refused(status: Int)
  }

  public let kind: Kind
  /// What was tried, and the broker's reason if it gave one.
  let detail: String

  init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }

  /// Whether the same call can succeed later without anyone changing anything.
  public var isRetriable: Bool {
    switch kind {
    case .unavailable: true
    case .refused(let status): status >= 500
    case .notAllowed, .conflict: false
    }
  }
}

extension BrokerAdministrationError: CustomStringConvertible, CustomDebugStringConvertible {
  public var description: String {
    switch kind {
    case .unavailable: "the broker's management API does not answer"
    case .notAllowed: "the broker's management API refuses the administrator"
    case .conflict: "the broker has something of that name with other properties"
    case .refused(let status): "the broker's management API refused (status \(status))"
    }
  }

  public var debugDescription: String { "\(description): \(detail)" }
}
