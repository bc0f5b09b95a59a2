import Development
import LocalServices
import StrictJSON

/// What is done to the nodes of a broker that has several.
extension ChaosStage {
  /// The number, from 0, of the node that leads most queues.
  func leader() async throws -> Int {
    let told = try await services.broker.manage("GET", "/api/queues/\(installation.name)?columns=leader")
    var counts = Array(repeating: 0, count: services.brokers.count)
    for match in told.matches(of: #/"leader":"casusregie@127\.0\.0\.(\d+)"/#) {
      guard let number = Int(match.1), counts.indices.contains(number - 1) else { continue }
      counts[number - 1] += 1
    }
    guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else {
      throw ChaosFailure("the broker names no leader of a queue")
    }
    return index
  }

  /// Every queue of events and commands, until all nodes have it.
  func awaitWholeQueues() async throws {
    let count = services.brokers.count
    try await wait(for: "\(count) members online of each queue") {
      let queues: [JSON]
      do {
        let told = try await services.broker.manage("GET", "/api/queues/\(installation.name)?columns=name,online")
        queues = try JSONReader.read(Array(told.utf8), within: .ofAnswers).items ?? []
      } catch {
        // A node that has just come back does not know all yet, and for some seconds says some things of a queue twice.
        return false
      }
      return !queues.isEmpty && queues.allSatisfy { $0["online"]?.items?.count == count }
    }
  }

  /// How many events the broker has confirmed.
  func confirmed() async throws -> Int {
    let rows = try await rows("select coalesce(sum(confirmed_sequence), 0) from recipient")
    return rows.first.flatMap { Int($0[0]) } ?? 0
  }

  /// The last number that each recipient's events have.
  func lastNumbers() async throws -> [String: Int] { try await numbers("last_sequence") }

  /// The last number of each recipient's events that the broker has confirmed.
  func confirmedNumbers() async throws -> [String: Int] { try await numbers("confirmed_sequence") }

  private func numbers(_ column: String) async throws -> [String: Int] {
    let rows = try await rows("select organisation, \(column) from recipient")
    return Dictionary(rows.map { ($0[0], Int($0[1]) ?? 0) }) { max($0, $1) }
  }

  func kill(_ nodes: [Int]) async throws {
    for number in nodes { try await services.brokers[number].kill() }
  }

  /// All at once: one of few would wait for the others.
  func restart(_ nodes: [Int]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in nodes { group.addTask { [services] in try await services.brokers[number].restart() } }
      try await group.waitForAll()
    }
  }
}
