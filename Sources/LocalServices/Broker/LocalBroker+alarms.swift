/// The alarms by which a broker takes no messages until it has room again; of any node, they hold for all of a cluster.
extension LocalBroker {
  /// What a broker can be short of.
  package enum Shortage: String, Sendable {
    case memory, disk
  }

  /// Raises the alarm, by telling the broker that it may use no memory or has to keep a petabyte free, or ends it. What is set goes with
  /// the node: one that starts again has the limits of its settings.
  package func setAlarm(_ shortage: Shortage, _ raised: Bool) async throws {
    switch shortage {
    case .memory:
      let limit = raised ? "0.00001" : "{absolute, 1000000000}"
      try await evaluate("vm_memory_monitor:set_vm_memory_high_watermark(\(limit)).")
    case .disk:
      try await evaluate("rabbit_disk_monitor:set_disk_free_limit(\(raised ? "1000000000000000" : "64000000")).")
    }
  }

  /// A quorum queue is lost for good when this broker (3.10) dies within seconds of its declaration: its list of queues is
  /// written with a delay. Whoever kills the broker for another reason has it written first.
  package func settleNewQueues() async throws { try await evaluate("[ok = dets:sync(Table) || Table <- dets:all()].") }
}
