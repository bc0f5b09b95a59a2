import CaseCore
public import StoreBase

/// Compares what the broker has of a partner with what it should have: what somebody changed there, and policies that lose
/// messages.
public struct PartnerCheck: Sendable {
  /// Something that is not as it should be.
  public struct Finding: Sendable, Hashable {
    /// What programs tell findings apart by. A code keeps its meaning in later releases.
    public enum Code: String, CaseIterable, Sendable {
      case queueMissing = "queue-missing"
      /// It is no durable quorum queue, or its own limits are others. Queues keep the properties that they were made with.
      case queueProperties = "queue-properties"
      /// The queue or a policy over it drops messages, and nobody is told.
      case losesMessages = "loses-messages"
      /// Its events went to another queue before, which is not empty yet, or not removed.
      case formerQueue = "former-queue"
      /// It can send no commands.
      case exchangeMissing = "exchange-missing"
      case userMissing = "user-missing"
      /// The user that it had before its last rotation works for more than ``PartnerCheck/rotationDays`` days by now.
      case formerUser = "former-user"
      /// It has a user that nobody gave it, as a rotation that was killed leaves it.
      case strayUser = "stray-user"
      /// Its user has rights over the broker.
      case userTags = "user-tags"
      /// Its user has a password, and should log in by certificate alone.
      case userPassword = "user-password"
      case permissions
      case userLimits = "user-limits"
    }

    public let organisation: String
    public let code: Code
    /// For the administrator, in English; without passwords.
    public let message: String
  }

  /// For how many days a rotation may go on.
  static let rotationDays = 30

  private let broker: BrokerAdministration
  private let keyring: Keyring
  private let limits: UserLimits

  /// - Parameter limits: that each organisation's user should have.
  public init(broker: BrokerAdministration, keyring: Keyring, limits: UserLimits = UserLimits()) {
    self.limits = limits
    self.broker = broker
    self.keyring = keyring
  }

  /// All that is wrong, at once.
  public func findings(
    _ registered: OrganisationStore.Registered
  ) async throws(BrokerAdministrationError) -> [Finding] {
    let number = registered.organisation.number
    let names = PartnerNames(of: number, keyring: keyring)
    func finding(_ code: Finding.Code, _ message: String) -> Finding {
      Finding(organisation: number, code: code, message: message)
    }
    var findings: [Finding] = []
    if registered.queue != names.events {
      findings.append(finding(.formerQueue, "its events go to \(registered.queue), a name that others can guess"))
    }
    if let former = registered.formerQueue {
      let left = try await broker.queue(former).map { "has \($0.messages.map(String.init) ?? "some") messages" }
      findings.append(finding(.formerQueue, "its former queue \(former) \(left ?? "is gone")"))
    }
    if let queue = try await broker.queue(registered.queue) {
      if registered.queue == names.events {
        findings += queue.differences(from: .events).map { finding(.queueProperties, $0) }
      }
      findings += queue.losses.map { finding(.losesMessages, $0) }
    } else {
      findings.append(finding(.queueMissing, "the queue \(registered.queue) is not there: its events wait"))
    }
    if let queue = try await broker.queue(names.commands) {
      findings += queue.differences(from: .commands).map { finding(.queueProperties, "of commands: \($0)") }
      findings += queue.losses.map { finding(.losesMessages, "of commands: \($0)") }
    } else {
      findings.append(finding(.queueMissing, "the queue \(names.commands) is not there: it can send no commands"))
    }
    if try await !broker.isBound(names) {
      findings.append(
        finding(.exchangeMissing, "the exchange \(names.entrance) does not lead to its queue of commands")
      )
    }
    for user in registered.users {
      findings += try await userFindings(user, registered, names).map { finding($0.0, $0.1) }
    }
    return findings + (try await rotationFindings(registered).map { finding($0.0, $0.1) })
  }

  private func rotationFindings(
    _ registered: OrganisationStore.Registered
  ) async throws(BrokerAdministrationError) -> [(Finding.Code, String)] {
    if let former = registered.formerUser, let days = registered.rotationDays, days > Self.rotationDays {
      return [(.formerUser, "its former user \(former) still works, for \(days) days: partner rotate --finish")]
    }
    let number = registered.organisation.number
    let users = try await broker.users(of: number, PartnerNames(of: number, keyring: keyring))
    return users.filter { !registered.users.contains($0) }.map {
      (Finding.Code.strayUser, "the user \($0) has rights, and is not its user")
    }
  }

  private func userFindings(
    _ user: String,
    _ registered: OrganisationStore.Registered,
    _ names: PartnerNames
  ) async throws(BrokerAdministrationError) -> [(Finding.Code, String)] {
    guard let tags = try await broker.tags(of: user) else {
      return [(.userMissing, "the user \(user) is not there")]
    }
    var found: [(Finding.Code, String)] = []
    if !tags.isEmpty { found.append((.userTags, "its user has the tags \(tags.joined(separator: ", "))")) }
    if PartnerNames.isByCertificate(user, of: registered.organisation.number), try await broker.hasPassword(user) {
      found.append((.userPassword, "its user \(user) logs in by certificate, and has a password too"))
    }
    let readable = [registered.queue] + (registered.formerQueue.map { [$0] } ?? [])
    let permissions = try await broker.permissions(of: user)
    if registered.isSuspended {
      if permissions != nil { found.append((.permissions, "it is suspended, and its user may do something")) }
    } else if permissions != UserPermissions(reading: readable, writing: names.entrance) {
      found.append(
        (.permissions, "its user may do something else than read its own queue and write to its own exchange")
      )
    }
    if try await broker.limits(of: user) != limits {
      found.append((.userLimits, "its user has other limits, or none, on connections and channels"))
    }
    return found
  }
}

extension QueueDescription {
  /// Where it differs from what ``BrokerAdministration`` makes.
  fileprivate func differences(from limits: QueueLimits) -> [String] {
    var faults: [String] = durable && type == "quorum" ? [] : ["it is no durable quorum queue"]
    for (name, value) in limits.arguments.sorted(by: { $0.key < $1.key }) where arguments[name] != value {
      faults.append("it was made with another \(name)")
    }
    return faults
  }

  /// Of a number the smaller of argument and policy holds; of anything else the argument.
  private func number(_ name: String) -> Int64? {
    [arguments["x-\(name)"]?.number, policy[name]?.number].compactMap(\.self).min()
  }

  fileprivate var losses: [String] {
    var losses: [String] = []
    if let time = number("message-ttl") { losses.append("messages end after \(time) ms (message-ttl)") }
    if let time = number("expires") { losses.append("the queue ends when nobody reads it for \(time) ms (expires)") }
    let overflow = arguments["x-overflow"]?.text ?? policy["overflow"]?.text ?? "drop-head"
    if overflow != "reject-publish", number("max-length") != nil || number("max-length-bytes") != nil {
      losses.append("when it is full the oldest message goes (overflow \(overflow))")
    }
    if let times = number("delivery-limit"), times < QueueLimits.fewDeliveries {
      losses.append("a message goes after \(times) deliveries (delivery-limit)")
    }
    return losses
  }
}
