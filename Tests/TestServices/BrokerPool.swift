import Foundation
import LocalServices
import Synchronization

/// Brokers that one test at a time has to itself: to kill, freeze and restart it. A start costs four seconds of a processor, so
/// a test that left its broker as new hands it on to the next one.
final class BrokerPool: Sendable {
  private let idle = Mutex<[(broker: LocalBroker, asNew: String)]>([])

  /// A broker for `body` alone.
  func with<Result>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (LocalBroker) async throws -> Result
  ) async throws -> Result {
    let (broker, asNew) = try await take()
    do {
      let result = try await body(broker)
      if await isRestored(broker, asNew) { idle.withLock { $0.append((broker, asNew)) } } else { await broker.stop() }
      return result
    } catch {
      await broker.stop()
      throw error
    }
  }

  private func take() async throws -> (LocalBroker, String) {
    if let known = idle.withLock({ $0.popLast() }) { return known }
    let broker = try await LocalBroker.start(in: .temporary)
    return (broker, try await broker.definitions())
  }

  /// Whether nothing of the test is left in it, once its virtual hosts and users are gone: nobody connected, no alarm, and all
  /// that can be defined as it was.
  private func isRestored(_ broker: LocalBroker, _ asNew: String) async -> Bool {
    do {
      try await broker.removeAllButItsOwn()
      try await broker.manage("GET", "/api/health/checks/local-alarms")
      return try await broker.definitions() == asNew
    } catch {
      return false
    }
  }
}

extension LocalBroker {
  /// Users, virtual hosts, rights, policies, queues and the like, as JSON.
  fileprivate func definitions() async throws -> String { try await manage("GET", "/api/definitions") }

  fileprivate func removeAllButItsOwn() async throws {
    for host in try await names("vhosts") where host != "/" { try await manage("DELETE", "/api/vhosts/\(host)") }
    for user in try await names("users") where user != adminUser { try await manage("DELETE", "/api/users/\(user)") }
    for queue in try await names("queues/%2F") { try await manage("DELETE", "/api/queues/%2F/\(queue)") }
    for exchange in try await names("exchanges/%2F") where !exchange.isEmpty && !exchange.hasPrefix("amq%2E") {
      try await manage("DELETE", "/api/exchanges/%2F/\(exchange)")
    }
    for connection in try await names("connections") { try await manage("DELETE", "/api/connections/\(connection)") }
  }

  private func names(_ kind: String) async throws -> [String] {
    struct Named: Decodable { let name: String }
    let found = try await JSONDecoder().decode([Named].self, from: Data(manage("GET", "/api/\(kind)").utf8))
    return found.map { $0.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? $0.name }
  }
}
