import Foundation

/// A private PostgreSQL and RabbitMQ: all that the service needs around it.
public struct LocalServices: Sendable {
  public let postgres: LocalPostgres
  /// The first node of ``brokers``.
  public var broker: LocalBroker { brokers[0] }
  /// One, or the nodes of a cluster.
  public let brokers: [LocalBroker]

  public init(postgres: LocalPostgres, broker: LocalBroker) { self.init(postgres: postgres, brokers: [broker]) }

  /// - Parameter brokers: at least one.
  public init(postgres: LocalPostgres, brokers: [LocalBroker]) {
    self.postgres = postgres
    self.brokers = brokers
  }

  /// Starts both at once, each in a folder of its own below a kept folder.
  /// - Parameter brokerNodes: of how many nodes the broker is a cluster.
  public static func start(
    in folder: LocalFolder,
    durability: Durability = .durable,
    brokerNodes: Int = 1
  ) async throws(LocalServiceError) -> LocalServices {
    async let startedPostgres = outcome { () async throws(LocalServiceError) in
      try await LocalPostgres.start(in: folder.appending("postgresql"), durability: durability)
    }
    async let startedBroker = outcome { () async throws(LocalServiceError) in
      try await LocalBrokerCluster.start(in: folder.appending("rabbitmq"), nodes: brokerNodes)
    }
    // Both are awaited before either can throw. One that started alone ends as soon as it is released.
    let (postgres, broker) = await (startedPostgres, startedBroker)
    return try LocalServices(postgres: postgres.get(), brokers: broker.get().nodes)
  }

  /// A port of this machine that nobody listens on now, for whatever is to run beside them.
  public static func freePort() -> Int { Loopback.freePort() }

  /// Stops both at once, as `LocalPostgres.stop` and `LocalBroker.stop` do.
  public func stop() async {
    async let postgres: Void = postgres.stop()
    async let broker: Void = LocalBrokerCluster(nodes: brokers).stop()
    _ = await (postgres, broker)
  }
}

/// `async let` forgets the type of an error; a `Result` keeps it.
private func outcome<Value: Sendable>(
  _ work: () async throws(LocalServiceError) -> Value
) async -> Result<Value, LocalServiceError> {
  do {
    return .success(try await work())
  } catch {
    return .failure(error)
  }
}

extension LocalFolder {
  fileprivate func appending(_ name: String) -> LocalFolder {
    switch self {
    case .kept(let url): .kept(url.appending(path: name))
    case .temporary: .temporary
    }
  }
}

/// What a local service does for data that must survive a crash of the machine.
public enum Durability: Sendable {
  /// Everything a production service does: what is confirmed is on disk.
  case durable
  /// Nothing is flushed: faster, for tests that do not measure. Data still survive the end of the service itself.
  case relaxed
}
