/// An error with two texts: ``description`` may be shown to anyone, ``debugDescription`` is for the engineer and may quote
/// the broker. Neither ever has a password or the content of a message.
public struct AMQPError: Error, Equatable, Sendable {
  public enum Kind: Sendable, Equatable {
    /// No connection to the broker, or it was lost before the answer came.
    case notConnected
    /// The broker refused the connection itself: credentials, vhost, TLS, protocol.
    case connectionRefused
    /// The broker is short of memory or disk and accepts no messages for now.
    case blocked
    /// The broker did not answer in time.
    case timedOut
    /// The broker answered with a channel error; the reply code gives the reason. Other channels are not affected.
    case channelClosed(ReplyCode)
    /// The broker ended the consumer, usually because its queue was deleted.
    case consumerCancelled
    /// ``AMQPConnection/close()`` was called.
    case closed
    /// The request itself is wrong; it was not sent to the broker.
    case invalid
  }

  /// Why the broker closed a channel, as AMQP 0-9-1 numbers it.
  public struct ReplyCode: RawRepresentable, Sendable, Hashable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let accessRefused = ReplyCode(rawValue: 403)
    public static let notFound = ReplyCode(rawValue: 404)
    public static let resourceLocked = ReplyCode(rawValue: 405)
    public static let preconditionFailed = ReplyCode(rawValue: 406)
  }

  public let kind: Kind
  /// For the engineer: what was tried, and the text of the broker or the library.
  public let detail: String

  package init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }

  /// Whether the same call can succeed later without anyone changing anything.
  public var isRetriable: Bool {
    switch kind {
    case .notConnected, .blocked, .timedOut, .consumerCancelled: true
    case .channelClosed(let code): code == .resourceLocked
    case .connectionRefused, .closed, .invalid: false
    }
  }
}

extension AMQPError: CustomStringConvertible, CustomDebugStringConvertible {
  public var description: String {
    switch kind {
    case .notConnected: "no connection to the message broker"
    case .connectionRefused: "the message broker refused the connection"
    case .blocked: "the message broker takes no messages for now"
    case .timedOut: "the message broker did not answer in time"
    case .channelClosed(let code): "the message broker refused the operation (\(code.rawValue))"
    case .consumerCancelled: "the message broker ended the consumer"
    case .closed: "the connection to the message broker is closed"
    case .invalid: "the request to the message broker is not valid"
    }
  }

  public var debugDescription: String { "\(description): \(detail)" }
}
