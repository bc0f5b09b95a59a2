import Foundation

/// A private cluster of RabbitMQs on this machine. What is done to one of them, as `kill`, is done to that one alone.
public struct LocalBrokerCluster: Sendable {
  /// In the order of their numbers, from 1.
  public let nodes: [LocalBroker]

  /// Starts all at once: none is ready before most of them are. A single one is a broker as others are.
  /// - Parameter folder: each node has a folder in it.
  public static func start(
    in folder: LocalFolder,
    nodes count: Int
  ) async throws(LocalServiceError) -> LocalBrokerCluster {
    guard count > 1 else { return LocalBrokerCluster(nodes: [try await LocalBroker.start(in: folder)]) }
    let (secret, port) = (try secret(of: folder), Loopback.freePort())
    let started = await withTaskGroup(of: (Int, Result<LocalBroker, LocalServiceError>).self) { group in
      for number in 1...count {
        let member = BrokerMember(number: number, count: count, distributionPort: port, secret: secret)
        group.addTask { (number, await start(member, in: folder)) }
      }
      return await group.reduce(into: [Int: Result<LocalBroker, LocalServiceError>]()) { $0[$1.0] = $1.1 }
    }
    var nodes: [LocalBroker] = []
    // Those that started end when they are released.
    for number in 1...count { if let node = try started[number]?.get() { nodes.append(node) } }
    return LocalBrokerCluster(nodes: nodes)
  }

  private static func start(
    _ member: BrokerMember,
    in folder: LocalFolder
  ) async -> Result<LocalBroker, LocalServiceError> {
    let own: LocalFolder =
      switch folder {
      case .kept(let url): .kept(url.appending(path: "node-\(member.number)"))
      case .temporary: .temporary
      }
    do throws(LocalServiceError) {
      let extras = BrokerExtras(member: member)
      return .success(try await LocalBroker.start(in: own, portsFrom: { Loopback.freePort() }, extras: extras))
    } catch {
      return .failure(error)
    }
  }

  /// Kept as long as the cluster.
  private static func secret(of folder: LocalFolder) throws(LocalServiceError) -> String {
    if case .temporary = folder { return ServiceFolder.secret() }
    return try ServiceFolder(folder, service: "rabbitmq").password()
  }

  /// Stops all at once, as `LocalBroker.stop` does.
  public func stop() async {
    await withDiscardingTaskGroup { group in
      for node in nodes { group.addTask { await node.stop() } }
    }
  }
}
