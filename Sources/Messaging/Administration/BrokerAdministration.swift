import Foundation
import StoreBase

/// Sets up partners on the broker, by RabbitMQ's management API. Every operation is idempotent.
public struct BrokerAdministration: Sendable {
  /// The address of the management API, and the user for it.
  public struct Access: Sendable {
    let servers: ManagementServers
    let user: String
    let password: String
    let virtualHost: String

    /// - Parameters:
    ///   - urls: of each node that answers, at least one, such as `https://broker.example:15671`, with or without a slash at its end.
    ///   - user: one with the tag `administrator`.
    ///   - virtualHost: where the queues are.
    public init(urls: [String], user: String, password: String, virtualHost: String) {
      servers = ManagementServers(urls.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 })
      self.user = user
      self.password = password
      self.virtualHost = virtualHost
    }
  }

  let management: ManagementClient
  let virtualHost: String

  public init(_ access: Access) {
    management = ManagementClient(access)
    virtualHost = access.virtualHost
  }

  /// Makes a queue for events: durable, held by a majority of the broker's nodes, and within ``QueueLimits``.
  /// - Throws: ``BrokerAdministrationError/Kind/conflict`` when there is one of that name with other properties.
  public func makeQueue(_ name: String) async throws(BrokerAdministrationError) {
    try await make(name, within: .events)
  }

  /// Makes the exchange that a partner writes commands to, and the queue that it leads to.
  func makeEntrance(_ names: PartnerNames) async throws(BrokerAdministrationError) {
    struct Exchange: Encodable {
      let type = "fanout"
      let durable = true
      let auto_delete = false
    }
    struct Binding: Encodable { let routing_key = "" }
    try await make(names.commands, within: .commands)
    try await management.put(["exchanges", virtualHost, names.entrance], Exchange())
    try await management.post(["bindings", virtualHost, "e", names.entrance, "q", names.commands], Binding())
  }

  func make(_ queue: String, within limits: QueueLimits) async throws(BrokerAdministrationError) {
    struct Queue: Encodable {
      let durable = true
      let auto_delete = false
      let arguments: [String: QueueArgument]
    }
    try await management.put(["queues", virtualHost, queue], Queue(arguments: limits.arguments))
  }

  /// Removes a queue with all that is in it; nothing happens when there is none.
  func removeQueue(_ name: String) async throws(BrokerAdministrationError) {
    try await management.delete(["queues", virtualHost, name])
  }

  /// Removes an exchange; nothing happens when there is none.
  func removeExchange(_ name: String) async throws(BrokerAdministrationError) {
    try await management.delete(["exchanges", virtualHost, name])
  }

  /// Makes the user, or sets its password. A new user has no rights yet.
  func setPassword(_ password: String, of user: String) async throws(BrokerAdministrationError) {
    struct User: Encodable {
      let password: String
      let tags = ""
    }
    try await management.put(["users", user], User(password: password))
  }

  /// Makes the user, or takes its password and its tags away: it can log in by certificate alone. RabbitMQ takes an empty hash for no
  /// password, and refuses an empty password.
  func removePassword(of user: String) async throws(BrokerAdministrationError) {
    struct User: Encodable {
      let password_hash = ""
      let tags = ""
    }
    try await management.put(["users", user], User())
  }

  /// Allows the user this and nothing else: not to declare or delete anything.
  func grant(_ permissions: UserPermissions, to user: String) async throws(BrokerAdministrationError) {
    try await management.put(["permissions", virtualHost, user], permissions)
  }

  /// Takes all rights from a user.
  func revoke(_ user: String) async throws(BrokerAdministrationError) {
    try await management.delete(["permissions", virtualHost, user])
  }

  /// Shuts a user out and removes it. One that may do something in another virtual host is another installation's too: it
  /// stays, and may do nothing here.
  func removeUser(_ user: String) async throws(BrokerAdministrationError) {
    struct Elsewhere: Decodable {}
    try await revoke(user)
    try await closeConnections(of: user)
    let elsewhere: [Elsewhere]? = try await management.get(["users", user, "permissions"])
    if elsewhere?.isEmpty ?? true { try await management.delete(["users", user]) }
  }

  /// Ends the connections that a user has: what it may do is looked at when one begins, and for each channel.
  func closeConnections(of user: String) async throws(BrokerAdministrationError) {
    try await management.delete(["connections", "username", user])
  }

  /// Keeps one user from taking the broker's connections, and the memory that channels cost.
  func limit(_ user: String, to limits: UserLimits) async throws(BrokerAdministrationError) {
    struct Value: Encodable { let value: Int64 }
    for (name, value) in limits.values { try await management.put(["user-limits", user, name], Value(value: value)) }
  }

  /// Takes from a user all rights over the broker that somebody gave it; its password stays.
  /// - Returns: whether there is such a user.
  func clearTags(of user: String) async throws(BrokerAdministrationError) -> Bool {
    struct Present: Decodable {
      let password_hash: String
      let hashing_algorithm: String
      let tags: [String]
    }
    struct Changed: Encodable {
      let password_hash: String
      let hashing_algorithm: String
      let tags = ""
    }
    guard let present: Present = try await management.get(["users", user]) else { return false }
    if !present.tags.isEmpty {
      let changed = Changed(password_hash: present.password_hash, hashing_algorithm: present.hashing_algorithm)
      try await management.put(["users", user], changed)
    }
    return true
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
  var write: String
  var read: String

  init(reading queues: [String], writing exchange: String) {
    read = "^(\(queues.map(Self.quoted).joined(separator: "|")))$"
    write = "^\(Self.quoted(exchange))$"
  }

  /// Whether somebody with this right to write may write to an exchange: the name of one is known to this installation alone.
  static func isWriting(_ write: String, to exchange: String) -> Bool { write == "^\(quoted(exchange))$" }

  /// A regular expression that matches exactly this text.
  private static func quoted(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if !character.isASCII || !(character.isLetter || character.isNumber) { result += "\\" }
      result.append(character)
    }
  }
}

/// How much of the broker one partner's user can take.
public struct UserLimits: Hashable, Sendable {
  /// By the broker's names.
  var values: [String: Int64]

  public init(connections: Int = 5, channels: Int = 50) {
    values = ["max-connections": Int64(connections), "max-channels": Int64(channels)]
  }
}
