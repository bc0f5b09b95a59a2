public import AsyncHTTPClient
import Foundation

/// Sets up partners on the broker, by RabbitMQ's management API. Every operation is idempotent.
public struct BrokerAdministration: Sendable {
  /// The address of the management API, and the user for it.
  public struct Access: Sendable {
    let url: String
    let user: String
    let password: String
    let virtualHost: String

    /// - Parameters:
    ///   - url: such as `https://broker.example:15671`, with or without a slash at its end.
    ///   - user: one with the tag `administrator`.
    ///   - virtualHost: where the queues are.
    public init(url: String, user: String, password: String, virtualHost: String) {
      self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
      self.user = user
      self.password = password
      self.virtualHost = virtualHost
    }
  }

  private let management: ManagementClient
  private let virtualHost: String

  public init(_ access: Access, client: HTTPClient) {
    management = ManagementClient(access, client: client)
    virtualHost = access.virtualHost
  }

  /// The queue of an organisation's events.
  public static func queue(for organisation: String) -> String { "events.\(organisation)" }

  /// The broker user of an organisation.
  public static func user(for organisation: String) -> String { "partner.\(organisation)" }

  /// Makes the queue for the events of an organisation: durable, and held by a majority of the broker's nodes.
  public func makeQueue(for organisation: String) async throws(BrokerAdministrationError) {
    struct Queue: Encodable {
      let durable = true
      let auto_delete = false
      let arguments = ["x-queue-type": "quorum"]
    }
    try await management.put(["queues", virtualHost, Self.queue(for: organisation)], Queue())
  }

  /// Makes the user of an organisation, or sets its password. A new user has no rights yet.
  public func setPassword(_ password: String, for organisation: String) async throws(BrokerAdministrationError) {
    struct User: Encodable {
      let password: String
      let tags = ""
    }
    try await management.put(["users", Self.user(for: organisation)], User(password: password))
  }

  /// Allows the organisation's user to read its own queue and nothing else: not to write, declare or delete anything.
  public func grantReading(to organisation: String) async throws(BrokerAdministrationError) {
    struct Permissions: Encodable {
      let configure = "^$"
      let write = "^$"
      let read: String
    }
    let read = "^\(Self.quoted(Self.queue(for: organisation)))$"
    try await management.put(["permissions", virtualHost, Self.user(for: organisation)], Permissions(read: read))
  }

  /// Whether the organisation has a user, and so a password.
  public func hasUser(_ organisation: String) async throws(BrokerAdministrationError) -> Bool {
    try await management.exists(["users", Self.user(for: organisation)])
  }

  /// 256 random bits, as text that needs no escaping anywhere.
  public static func newPassword() -> String {
    var generator = SystemRandomNumberGenerator()
    let words = (0..<4).map { _ in generator.next() }
    return words.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// A regular expression that matches exactly this text.
  static func quoted(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if !character.isASCII || !(character.isLetter || character.isNumber) { result += "\\" }
      result.append(character)
    }
  }
}
