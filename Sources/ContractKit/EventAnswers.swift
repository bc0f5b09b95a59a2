import Foundation
import OrderedCollections
import Outbox
import StrictJSON

/// What the kit answers to questions: it knows the events that it played, and no cases.
struct EventAnswers {
  private static let path = "/v1/gebeurtenissen"

  let events: PlayedEvents
  let epoch: Epoch
  let source: EventSource
  /// The numbers that were asked for once more.
  private(set) var asked: Set<Int64> = []

  init(_ events: PlayedEvents, in epoch: Epoch, from source: EventSource) {
    (self.events, self.epoch, self.source) = (events, epoch, source)
  }

  /// - Parameter address: as a question has it.
  /// - Returns: what is answered, with its status.
  mutating func answer(_ address: String) throws -> OrderedDictionary<String, JSON> {
    guard let parts = URLComponents(string: address) else { return Self.unknown }
    switch parts.path {
    case Self.path: return try page(from: parts.number("vanaf") ?? 1, to: parts.number("tot") ?? .max)
    case Self.path + "/stand":
      let known: JSON = ["tijdperk": .string(epoch.name), "tijdperkbegin": .string(String(epoch.start))]
      return Self.found([
        "tijdperk": .string(epoch.name), "tijdperkbegin": .string(String(epoch.start)), "laatste": .integer(events.count),
        "oudste": events.count > 0 ? 1 : .null, "tijdperken": [known],
      ])
    default: return Self.unknown
    }
  }

  private mutating func page(from first: Int64, to last: Int64) throws -> OrderedDictionary<String, JSON> {
    let found = events.all.filter { first <= $0.sequence && $0.sequence <= last }
    asked.formUnion(found.map(\.sequence))
    let list = try found.map { try JSONReader.read(Array(CloudEvent.json($0, in: epoch, from: source))) }
    return Self.found(["gebeurtenissen": .array(list), "volgende": .null])
  }

  private static func found(_ content: JSON) -> OrderedDictionary<String, JSON> { ["status": 200, "inhoud": content] }

  private static var unknown: OrderedDictionary<String, JSON> {
    let problem: JSON = [
      "type": "urn:casusregie:probleem:niet-gevonden", "title": "Niet gevonden", "status": 404, "code": "not-found",
      "detail": "The kit knows events and no cases.",
    ]
    return ["status": 404, "inhoud": problem]
  }
}

extension URLComponents {
  fileprivate func number(_ name: String) -> Int64? {
    queryItems?.first { $0.name == name }?.value.flatMap { Int64($0) }
  }
}
