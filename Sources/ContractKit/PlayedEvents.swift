import CaseCore
import Foundation
import Outbox
import SeededRandom
import WorkflowFiles

/// The events of a story for one of its organisations, and how they reach it: some never, some twice, some late.
struct PlayedEvents {
  /// In the order in which they are sent.
  private(set) var sent: [OutboxEvent] = []
  /// All, in the order of their numbers, those that are lost too.
  private(set) var all: [OutboxEvent] = []
  private(set) var lost: [Int64] = []
  private(set) var doubled: [Int64] = []
  private(set) var late: [Int64] = []
  /// How many numbers were given.
  let count: Int64

  /// - Parameter workflow: the folder of a workflow; of its story `story`, what the organisation that is told most is told.
  init(_ story: String, of workflow: String, random: inout SeededGenerator) throws {
    let words = try Self.words(story, of: workflow)
    let subject = Self.id(&random)
    count = Int64(words.count)
    var held: [(event: OutboxEvent, turns: Int)] = []
    for (index, word) in words.enumerated() {
      let number = Int64(index + 1)
      let event = OutboxEvent(
        id: Self.id(&random),
        sequence: number,
        subject: subject,
        event: word,
        recordedAt: Instant(microseconds: 1_795_866_900_000_000).adding(seconds: Int64(index) * 86_400)
      )
      all.append(event)
      switch Int.random(in: 0..<10, using: &random) {
      // The first and the last come, or nobody could see that others did not.
      case 0 where index > 0 && index < words.count - 1: lost.append(number)
      case 1:
        doubled.append(number)
        sent += [event, event]
      case 2:
        late.append(number)
        held.append((event, Int.random(in: 1...4, using: &random)))
        continue
      default: sent.append(event)
      }
      for place in held.indices { held[place].turns -= 1 }
      sent += held.filter { $0.turns <= 0 }.map(\.event)
      held.removeAll { $0.turns <= 0 }
    }
    sent += held.map(\.event)
  }

  private static func words(_ story: String, of workflow: String) throws -> [String] {
    let file = try WorkflowFolder.load(workflow)
    var told: [String: [String]] = [:]
    _ = ScenarioRun.failures(
      of: try ScenarioFolder(workflow).scenario(story),
      workflow: file.workflow,
      calendar: .standard
    ) {
      guard case .accepted(let decision) = $0.outcome else { return }
      for notice in decision.notices { told[notice.organisation, default: []].append(notice.event) }
    }
    return told.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.value ?? []
  }

  private static func id(_ random: inout SeededGenerator) -> UUID {
    let (high, low) = (random.next(), random.next())
    let digits = Array(String(format: "%016lx%016lx", high, low))
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    let text = "\(part(0..<8))-\(part(8..<12))-4\(part(13..<16))-8\(part(17..<20))-\(part(20..<32))"
    return UUID(uuidString: text) ?? UUID()
  }
}
