public import Foundation

/// A private RabbitMQ with its management API, on free ports of 127.0.0.1, beside any other that runs.
///
/// It ends when `stop` is called, when this value is released and when its process ends, in whatever way.
public final class LocalBroker: Sendable {
  /// Stays the same over `restart`, like `managementPort`.
  public var amqpPort: Int { ports.amqp }
  public var managementPort: Int { ports.management }
  /// An administrator, who may do everything in the virtual hosts it makes.
  public let adminUser = BrokerNode.adminUser
  /// Random, made with the folder.
  public let adminPassword: String
  private let ports: BrokerPorts
  let guardian: ServiceGuard

  /// Where its data, settings and log are.
  public var folder: URL { guardian.plan.folder.url }

  /// Starts it, ready for clients and for the management API. In a kept folder it is on the ports of before, when they are free.
  public static func start(in folder: LocalFolder) async throws(LocalServiceError) -> LocalBroker {
    let ports = KeptPorts(folder)
    let broker = try await start(in: folder, portsFrom: ports.next)
    ports.keep([broker.ports.amqp, broker.ports.management, broker.ports.distribution])
    return broker
  }

  /// Starts one in a temporary folder that has more than others.
  package static func start(with extras: BrokerExtras) async throws(LocalServiceError) -> LocalBroker {
    try await start(in: .temporary, portsFrom: { Loopback.freePort() }, extras: extras)
  }

  /// - Parameters:
  ///   - nextPort: gives the ports: for AMQP, management and Erlang's own use. Tests use one that others have.
  ///   - extras: what it has beside other brokers.
  package static func start(
    in folder: LocalFolder,
    portsFrom nextPort: @Sendable () -> Int,
    extras: BrokerExtras = BrokerExtras()
  ) async throws(LocalServiceError) -> LocalBroker {
    try await startOnFreePorts(3, from: nextPort) { (numbers) async throws(LocalServiceError) in
      let (node, ports) = (try BrokerNode(folder, extras), BrokerPorts(numbers))
      let (guardian, password) = try await ServiceGuard.starting(node.plan(ports)) { () throws(LocalServiceError) in
        try node.prepare(ports)
      }
      return LocalBroker(ports: ports, password: password, guardian: guardian)
    }
  }

  private init(ports: BrokerPorts, password: String, guardian: ServiceGuard) {
    self.ports = ports
    adminPassword = password
    self.guardian = guardian
  }

  /// Stops it for good: gracefully, and hard after half a minute. A temporary folder is gone afterwards.
  public func stop() async { await guardian.end() }

  /// Kills its processes, exactly those, as a power cut would. Returns when they are gone; `restart` brings it back.
  public func kill() async throws(LocalServiceError) { try await guardian.tell(.kill) }

  /// Brings it back on the same folder and ports: after `kill`, or with a graceful stop when it runs.
  public func restart() async throws(LocalServiceError) {
    try await guardian.tell(.stop)
    try await guardian.start()
  }

  /// Freezes its processes: connections stay open and nothing answers.
  public func pause() async throws(LocalServiceError) { try await guardian.tell(.pause) }

  /// Ends `pause`.
  public func resume() async throws(LocalServiceError) { try await guardian.tell(.resume) }
}
