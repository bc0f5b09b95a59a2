import Foundation

/// A private PostgreSQL and RabbitMQ: all that the service needs around it.
public struct LocalServices: Sendable {
  public let postgres: LocalPostgres
  public let broker: LocalBroker

  public init(postgres: LocalPostgres, broker: LocalBroker) {
    self.postgres = postgres
    self.broker = broker
  }

  /// Starts both at once, each in a folder of its own below a kept folder.
  public static func start(
    in folder: LocalFolder,
    durability: Durability = .durable
  ) async throws(LocalServiceError) -> LocalServices {
    async let startedPostgres = outcome { () async throws(LocalServiceError) in
      try await LocalPostgres.start(in: folder.appending("postgresql"), durability: durability)
    }
    async let startedBroker = outcome { () async throws(LocalServiceError) in
      try await LocalBroker.start(in: folder.appending("rabbitmq"))
    }
    // Both are awaited before either can throw. One that started alone ends as soon as it is released.
    let (postgres, broker) = await (startedPostgres, startedBroker)
    return try LocalServices(postgres: postgres.get(), broker: broker.get())
  }

  /// A port of this machine that nobody listens on now, for whatever is to run beside them.
  public static func freePort() -> Int { Loopback.freePort() }

  /// Stops both at once, as `LocalPostgres.stop` and `LocalBroker.stop` do.
  public func stop() async {
    async let postgres: Void = postgres.stop()
    async let broker: Void = broker.stop()
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
