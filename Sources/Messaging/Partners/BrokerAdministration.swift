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

  let management: ManagementClient
  let virtualHost: String

  public init(_ access: Access, client: HTTPClient) {
    management = ManagementClient(access, client: client)
    virtualHost = access.virtualHost
  }

  /// Makes a queue for events: durable, held by a majority of the broker's nodes, and within ``QueueLimits``.
  /// - Throws: ``BrokerAdministrationError/Kind/conflict`` when there is one of that name with other properties.
  public func makeQueue(_ name: String) async throws(BrokerAdministrationError) {
    struct Queue: Encodable {
      let durable = true
      let auto_delete = false
      let arguments = QueueLimits().arguments
    }
    try await management.put(["queues", virtualHost, name], Queue())
  }

  /// Removes a queue with all that is in it; nothing happens when there is none.
  func removeQueue(_ name: String) async throws(BrokerAdministrationError) {
    try await management.delete(["queues", virtualHost, name])
  }

  /// Makes the user, or sets its password. A new user has no rights yet.
  func setPassword(_ password: String, of user: String) async throws(BrokerAdministrationError) {
    struct User: Encodable {
      let password: String
      let tags = ""
    }
    try await management.put(["users", user], User(password: password))
  }

  /// Allows the user to read these queues and nothing else: not to write, declare or delete anything.
  func grantReading(_ queues: [String], to user: String) async throws(BrokerAdministrationError) {
    try await management.put(["permissions", virtualHost, user], UserPermissions(reading: queues))
  }

  /// Keeps one user from taking the broker's connections, and the memory that channels cost.
  func limit(_ user: String, to limits: UserLimits) async throws(BrokerAdministrationError) {
    struct Value: Encodable { let value: Int64 }
    for (name, value) in limits.values { try await management.put(["user-limits", user, name], Value(value: value)) }
  }

  /// Whether there is such a user, and so a password.
  func hasUser(_ user: String) async throws(BrokerAdministrationError) -> Bool {
    try await management.exists(["users", user])
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
}

/// What a partner's user may do, as the broker keeps it: regular expressions over names.
struct UserPermissions: Hashable, Codable {
  var configure = "^$"
  var write = "^$"
  var read: String

  init(reading queues: [String]) {
    read = "^(\(queues.map(Self.quoted).joined(separator: "|")))$"
  }

  /// A regular expression that matches exactly this text.
  private static func quoted(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if !character.isASCII || !(character.isLetter || character.isNumber) { result += "\\" }
      result.append(character)
    }
  }
}

/// How much of the broker one partner's user can take.
struct UserLimits: Hashable {
  static let connections = "max-connections"
  static let channels = "max-channels"

  /// By the broker's names.
  var values: [String: Int64]

  init(connections: Int64 = 5, channels: Int64 = 50) {
    values = [Self.connections: connections, Self.channels: channels]
  }
}
