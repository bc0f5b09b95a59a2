import Foundation
package import LocalServices
import Synchronization

/// Brokers that one test at a time has to itself: to kill, freeze and restart it. A start costs two seconds of a processor, so
/// a test that left its broker as new hands it on to the next one.
package final class BrokerPool: Sendable {
  private struct Idle {
    let broker: LocalBroker
    /// All that could be defined in it when nobody had used it.
    let definitions: String
  }

  private let idle = Mutex<[Idle]>([])
  /// Each takes a hundred megabytes.
  private static let most = 2

  package init() {}

  /// A broker for `body` alone.
  package func with<Result>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (LocalBroker) async throws -> Result
  ) async throws -> Result {
    let taken = try await take()
    do {
      let result = try await body(taken.broker)
      if await isRestored(taken), keep(taken) { return result }
      await taken.broker.stop()
      return result
    } catch {
      await taken.broker.stop()
      throw error
    }
  }

  private func take() async throws -> Idle {
    while let known = idle.withLock({ $0.popLast() }) {
      // It may have died since.
      if let now = try? await known.broker.definitions(), now == known.definitions { return known }
      await known.broker.stop()
    }
    let broker = try await LocalBroker.start(in: .temporary)
    return Idle(broker: broker, definitions: try await broker.definitions())
  }

  private func keep(_ broker: Idle) -> Bool {
    idle.withLock { idle in
      guard idle.count < Self.most else { return false }
      idle.append(broker)
      return true
    }
  }

  /// Whether nothing of the test is left in it, once its virtual hosts and users are gone: nobody connected, no alarm, and all
  /// that can be defined as it was.
  private func isRestored(_ used: Idle) async -> Bool {
    do {
      try await used.broker.removeAllButItsOwn()
      try await used.broker.manage("GET", "/api/health/checks/local-alarms")
      guard try await used.broker.definitions() == used.definitions else { return false }
      try await used.broker.settleNewQueues()
      return try await used.broker.evaluate("length(rabbit_networking:connections()).") == "{ok, 0}"
    } catch {
      return false
    }
  }
}

extension LocalBroker {
  /// Users, virtual hosts, rights, policies, queues and the like, as JSON.
  fileprivate func definitions() async throws -> String { try await manage("GET", "/api/definitions") }

  fileprivate func removeAllButItsOwn() async throws {
    try await remove("vhosts") { $0 != "/" }
    try await remove("users") { $0 != adminUser }
    try await remove("queues/%2F") { _ in true }
    try await remove("exchanges/%2F") { !$0.isEmpty && !$0.hasPrefix("amq.") }
  }

  private func remove(_ kind: String, where isLeft: (String) -> Bool) async throws {
    struct Named: Decodable { let name: String }
    let found = try await JSONDecoder().decode([Named].self, from: Data(manage("GET", "/api/\(kind)").utf8))
    for name in found.map(\.name).filter(isLeft) {
      let part = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? name
      try await manage("DELETE", "/api/\(kind)/\(part)")
    }
  }
}
