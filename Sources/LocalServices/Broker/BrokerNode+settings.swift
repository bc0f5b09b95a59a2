extension BrokerNode {
  static let nodeName = "casusregie@localhost"

  /// No epmd, Erlang's directory of nodes: it would be shared with every other Erlang on the machine and outlive us.
  /// A node that is told the port of its peers needs none; that works only when Erlang itself, not RabbitMQ, gives the
  /// node its name.
  static func erlangArguments(_ ports: BrokerPorts) -> String {
    "-sname \(nodeName) -start_epmd false -erl_epmd_port \(ports.distribution)"
      + " -kernel inet_dist_use_interface {127,0,0,1}"
  }

  /// Memory and disk limits suit a small machine; a broker that reaches one stops taking messages.
  static func settings(_ ports: BrokerPorts, password: String) -> String {
    """
    listeners.tcp.1 = 127.0.0.1:\(ports.amqp)
    management.tcp.ip = 127.0.0.1
    management.tcp.port = \(ports.management)
    default_user = \(adminUser)
    default_pass = \(password)
    vm_memory_high_watermark.absolute = 1GB
    disk_free_limit.absolute = 64MB
    raft.wal_max_size_bytes = 67108864
    log.file = false
    log.console = true
    log.console.level = info
    log.connection.level = warning

    """
  }
}
