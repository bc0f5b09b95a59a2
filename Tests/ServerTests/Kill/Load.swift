import Foundation
import NIOCore
import SeededRandom
import Synchronization
import TestServices

/// Partners that give commands without pause, each repeating a command under its key, at one instance or another, until
/// the answer is definite. What they were told is the truth that the database is held against.
final class Load: Sendable {
  /// A command that its sender knows to be carried out.
  struct Accepted: Hashable, Sendable {
    let organisation: String
    /// The case's id for that organisation.
    let id: String
    let revision: Int
  }

  /// The text that goes with an accepted command, and to whom it goes.
  private struct Order {
    let body: Data
    let id: String?
  }

  private let seed: UInt64
  private let urls: [String]
  private let stops = Atomic(false)
  private let accepted = Mutex<[Accepted]>([])
  private let contradictions = Mutex<[String]>([])
  private let cases = Mutex<[String: [String]]>([:])
  /// Requests sent, whatever became of them.
  let attempts = Signal(0)
  let acceptances = Signal(0)
  let refusals = Atomic(0)
  let repeats = Atomic(0)

  /// Between two commands of a client: enough load to have much under way at any moment, and room for the rest.
  private static let pause = Duration.milliseconds(20)
  private static let patience = Duration.seconds(90)

  init(seed: UInt64, urls: [String]) {
    self.seed = seed
    self.urls = urls
  }

  /// All commands that were accepted.
  var truth: [Accepted] { accepted.withLock(\.self) }
  /// Answers that differed from the first one under the same key.
  var contradicted: [String] { contradictions.withLock(\.self) }

  /// Each client gives up its last command only with a definite answer.
  func stop() { stops.store(true, ordering: .relaxed) }

  /// Runs clients side by side until ``stop()``.
  func run(_ senders: [Sender], clientsEach: Int) async throws {
    try await withThrowingTaskGroup { group in
      for client in 0..<senders.count * clientsEach {
        group.addTask { [self] in try await self.client(client, senders[client % senders.count]) }
      }
      try await group.waitForAll()
    }
  }

  private func client(_ client: Int, _ sender: Sender) async throws {
    var random = SeededGenerator(seed: seed &+ UInt64(client))
    var count = 0
    while !stops.load(ordering: .relaxed) {
      count += 1
      let order = order(of: sender, &random)
      let key = "\(seed)-\(client)-\(count)"
      let reply = try await persist(order, of: sender, key: key, &random)
      try note(reply, of: sender, key: key)
      if Int.random(in: 0..<8, using: &random) == 0 {
        try await repeats(order, of: sender, key: key, first: reply, &random)
      }
      try await Task.sleep(for: Self.pause)
    }
  }

  /// Few cases, so that commands meet on them.
  private func order(of sender: Sender, _ random: inout SeededGenerator) -> Order {
    let known = cases.withLock { $0[sender.organisation] ?? [] }
    guard let id = known.randomElement(using: &random), Int.random(in: 0..<10, using: &random) > 0 else {
      return Order(body: Body.signal(to: sender.organisation), id: nil)
    }
    return switch Int.random(in: 0..<8, using: &random) {
    case 0: Order(body: Body.toWeighing(of: Partners.municipality), id: id)
    case 1, 2: Order(body: Body.newSignal, id: id)
    default: Order(body: Body.addition, id: id)
    }
  }

  private func persist(_ order: Order, of sender: Sender, key: String, _ random: inout SeededGenerator) async throws
    -> Sender.Reply
  {
    let began = ContinuousClock.now
    while true {
      defer { attempts.update { $0 += 1 } }
      let url = urls[Int.random(in: urls.indices, using: &random)]
      // An instance that is gone is no answer, like one that says it cannot answer now.
      if let reply = try? await sender.send(order.body, to: order.id, at: url, key: key, limit: .seconds(10)),
        reply.isDefinite
      {
        return reply
      }
      guard ContinuousClock.now - began < Self.patience else {
        throw Unanswered(key: key, limit: Self.patience)
      }
      try await Task.sleep(for: Self.pause)
    }
  }

  private func note(_ reply: Sender.Reply, of sender: Sender, key: String) throws {
    guard reply.status < 300 else {
      // The one refusal that this load can meet: the case went to the weighing already.
      guard reply.status == 409 else {
        throw Unforeseen(status: reply.status, text: String(decoding: reply.body, as: UTF8.self))
      }
      refusals.add(1, ordering: .relaxed)
      return
    }
    let answer = try JSONDecoder().decode(Sender.Accepted.self, from: reply.body)
    if answer.revisie == 1 { cases.withLock { $0[sender.organisation, default: []].append(answer.id) } }
    accepted.withLock {
      $0.append(Accepted(organisation: sender.organisation, id: answer.id, revision: answer.revisie))
    }
    acceptances.update { $0 += 1 }
  }

  /// A sender that does not trust its answer asks again, and has to hear the same.
  private func repeats(
    _ order: Order,
    of sender: Sender,
    key: String,
    first: Sender.Reply,
    _ random: inout SeededGenerator
  )
    async throws
  {
    let again = try await persist(order, of: sender, key: key, &random)
    repeats.add(1, ordering: .relaxed)
    if again.status != first.status || again.body != first.body {
      contradictions.withLock {
        $0.append(
          "\(key): \(String(decoding: first.body, as: UTF8.self)) then \(String(decoding: again.body, as: UTF8.self))"
        )
      }
    }
  }
}

struct Unanswered: Error {
  let key: String
  let limit: Duration
}

struct Unforeseen: Error {
  let status: Int
  let text: String
}
