/// What makes a local broker a node of a cluster on this machine.
///
/// A node that needs no epmd finds others at one port, the same for all, and so each has an address of this machine: 127.0.0.1,
/// 127.0.0.2 and so on. Clients reach all of them at 127.0.0.1.
package struct BrokerMember: Sendable {
  /// From 1 to ``count``.
  let number: Int
  /// How many nodes the cluster has.
  let count: Int
  /// For Erlang's own use, on the address of each node.
  let distributionPort: Int
  /// The nodes know each other by it, and the administrator's password is the same.
  let secret: String

  /// Where the other nodes reach this one.
  package static func address(of number: Int) -> String { "127.0.0.\(number)" }

  static func nodeName(of number: Int) -> String { "casusregie@\(address(of: number))" }

  /// A node that sees less than half of the others stops until it sees them again, so that two halves never both go on.
  var settings: String {
    let names = (1...count).map { "cluster_formation.classic_config.nodes.\($0) = \(Self.nodeName(of: $0))" }
    let lines = [
      "cluster_partition_handling = pause_minority", "cluster_formation.peer_discovery_backend = classic_config",
    ]
    return (lines + names).map { "\($0)\n" }.joined()
  }

  /// In place of what a single broker has.
  var environment: [String: String] {
    [
      "RABBITMQ_NODENAME": Self.nodeName(of: number), "RABBITMQ_USE_LONGNAME": "true",
      "RABBITMQ_DIST_PORT": "\(distributionPort)", "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": erlangArguments,
    ]
  }

  /// It connects from its own address too, by which a cut between two nodes can be told from others. A node that says nothing is
  /// given up after ten seconds, not after Erlang's minute.
  private var erlangArguments: String {
    let address = Self.address(of: number).replacing(".", with: ",")
    return "-name \(Self.nodeName(of: number)) -start_epmd false -erl_epmd_port \(distributionPort)"
      + " -kernel inet_dist_use_interface {\(address)} inet_dist_connect_options [{ip,{\(address)}}] net_ticktime 10"
  }
}
