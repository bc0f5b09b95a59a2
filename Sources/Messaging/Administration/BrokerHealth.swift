/// How the broker is, as its management API tells.
public struct BrokerHealth: Sendable, Hashable {
  public let version: String
  /// What keeps it from taking messages or divides it: a sentence for each, in English, with the name of the node.
  public let troubles: [String]
}

extension BrokerAdministration {
  /// - Parameter administrator: the user of the management API, whose rights are looked at too.
  public func health(administrator: String) async throws(BrokerAdministrationError) -> BrokerHealth {
    struct Overview: Decodable { let rabbitmq_version: String }
    struct Host: Decodable { let name: String }
    // Only an administrator may look at users, so this is refused to others.
    _ = try await tags(of: administrator)
    guard let overview: Overview = try await management.get(["overview"]),
      let nodes: [BrokerNodeState] = try await management.get(["nodes"])
    else { throw BrokerAdministrationError(.refused(status: 404), "GET /api/overview: this is another API") }
    var troubles = nodes.flatMap(\.troubles)
    let host: Host? = try await management.get(["vhosts", virtualHost])
    if host == nil { troubles.append("there is no virtual host \(virtualHost)") }
    return BrokerHealth(version: overview.rabbitmq_version, troubles: troubles)
  }

  /// The tags of the user by whom the management API is asked. One without any is refused (``BrokerAdministrationError/Kind/notAllowed``).
  public func ownTags() async throws(BrokerAdministrationError) -> [String] {
    struct Asker: Decodable { let tags: [String] }
    return try await management.get(["whoami"], as: Asker.self)?.tags ?? []
  }
}

/// A node of the broker, as the management API tells it. One that does not run says no more than that.
private struct BrokerNodeState: Decodable {
  let name: String
  let running: Bool
  let mem_alarm: Bool?
  let disk_free_alarm: Bool?
  let partitions: [String]?

  var troubles: [String] {
    guard running else { return ["\(name) does not run"] }
    return [
      mem_alarm == true ? "\(name) is short of memory, so no messages are taken" : nil,
      disk_free_alarm == true ? "\(name) is short of disk, so no messages are taken" : nil,
      partitions?.isEmpty == false ? "\(name) is cut off from other nodes" : nil,
    ].compactMap(\.self)
  }
}
