import StoreBase

/// A queue as the management API tells it.
struct QueueDescription: Hashable, Decodable {
  var type: String?
  var durable: Bool
  var arguments: [String: QueueArgument]
  /// Of the policies that apply to it, the operator's included.
  var policy: [String: QueueArgument]
  /// How many messages it has, delivered ones that are not acknowledged included; up to some seconds old, and absent for a
  /// queue that is as new as that.
  var messages: Int64?
  /// How many read it; as old as ``messages``.
  var consumers: Int64?
  /// How much its process has worked; noted together with ``messages``, and another each time.
  var reductions: Int64?

  private enum CodingKeys: String, CodingKey {
    case type, durable, arguments, messages, consumers, reductions
    case policy = "effective_policy_definition"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = try container.decodeIfPresent(String.self, forKey: .type)
    durable = try container.decode(Bool.self, forKey: .durable)
    messages = try container.decodeIfPresent(Int64.self, forKey: .messages)
    consumers = try container.decodeIfPresent(Int64.self, forKey: .consumers)
    reductions = try container.decodeIfPresent(Int64.self, forKey: .reductions)
    arguments = try Self.values(container, .arguments)
    policy = try Self.values(container, .policy)
  }

  /// No values at all are written as an empty list.
  private static func values(
    _ container: KeyedDecodingContainer<CodingKeys>,
    _ key: CodingKeys
  ) throws -> [String: QueueArgument] {
    // A list is no dictionary, whatever the decoder says of it.
    if (try? container.nestedUnkeyedContainer(forKey: key)) != nil { return [:] }
    return try container.decodeIfPresent([String: QueueArgument].self, forKey: key) ?? [:]
  }
}

extension BrokerAdministration {
  func queue(_ name: String) async throws(BrokerAdministrationError) -> QueueDescription? {
    try await management.get(["queues", virtualHost, name])
  }

  /// Whether the exchange of a partner's commands leads to their queue.
  func isBound(_ names: PartnerNames) async throws(BrokerAdministrationError) -> Bool {
    struct Binding: Decodable {}
    let path = ["bindings", virtualHost, "e", names.entrance, "q", names.commands]
    let bindings: [Binding]? = try await management.get(path)
    return bindings?.isEmpty == false
  }

  /// Whether nothing is left in a queue, or there is none of that name.
  func isEmpty(_ name: String) async throws(BrokerAdministrationError) -> Bool {
    guard let queue = try await queue(name) else { return true }
    return queue.messages == 0
  }

  /// What a user may do in the virtual host; `nil` for a user that may do nothing, or is not there.
  func permissions(of user: String) async throws(BrokerAdministrationError) -> UserPermissions? {
    try await management.get(["permissions", virtualHost, user])
  }

  /// The users that may do here what a user of this partner may, and have a name of one. Others may be another installation's.
  func users(of organisation: String, _ names: PartnerNames) async throws(BrokerAdministrationError) -> [String] {
    struct Right: Decodable {
      let user: String
      let write: String
    }
    let rights = try await management.list(["vhosts", virtualHost, "permissions"]) { (right: Right) in
      PartnerNames.isUser(right.user, of: organisation) && UserPermissions.isWriting(right.write, to: names.entrance)
    }
    return rights.map(\.user).sorted()
  }

  /// Whether a user is another installation's too, or its alone: it may do something in another virtual host, or something else here
  /// than a user of this partner may.
  func isOfOthers(_ user: String, than names: PartnerNames) async throws(BrokerAdministrationError) -> Bool {
    try await rights(of: user).contains {
      $0.vhost != virtualHost || !UserPermissions.isWriting($0.write, to: names.entrance)
    }
  }

  /// Whether a user of this partner is another installation's too: it may do something in another virtual host, or write to something else
  /// here. A user of a partner of before may write nowhere.
  func isShared(_ user: String, with names: PartnerNames) async throws(BrokerAdministrationError) -> Bool {
    try await rights(of: user).contains { right in
      right.vhost != virtualHost
        || !UserPermissions.isWriting(right.write, to: names.entrance) && !["", "^$"].contains(right.write)
    }
  }

  /// What a user may do, in any virtual host.
  private func rights(of user: String) async throws(BrokerAdministrationError) -> [UserRight] {
    try await management.get(["users", user, "permissions"]) ?? []
  }

  func limits(of user: String) async throws(BrokerAdministrationError) -> UserLimits {
    struct Answer: Decodable { let value: [String: Int64] }
    let answers: [Answer]? = try await management.get(["user-limits", user])
    var limits = UserLimits()
    limits.values = answers?.first?.value ?? [:]
    return limits
  }

  /// The tags of a user, each of which is a right over the broker; `nil` when there is no such user.
  func tags(of user: String) async throws(BrokerAdministrationError) -> [String]? {
    struct User: Decodable { let tags: [String] }
    return try await management.get(["users", user], as: User.self)?.tags
  }
}

/// What a user may write in one virtual host, as the management API tells it.
private struct UserRight: Decodable {
  let vhost: String
  let write: String
}
