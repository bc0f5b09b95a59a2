import Foundation
import OrderedCollections
import Outbox
import Requests
import StrictJSON

/// What the kit answers to questions: it knows the events that it told, and no cases.
struct EventAnswers {
  private static let path = "/v1/gebeurtenissen"
  /// In bytes of JSON, as the service has it.
  private static let largestPage = 96 * 1024

  var told: ToldEvents
  /// The number of an event whose case is no more.
  let gone: Int64
  /// How often the events with these numbers were told again.
  private(set) var asked: [Int64: Int] = [:]
  /// Whether somebody asked how far the partner was told, which also says what epochs there were.
  private(set) var isStandingAsked = false

  init(_ told: ToldEvents, gone: Int64) { (self.told, self.gone) = (told, gone) }

  /// The numbers from its start on are of other events from now on, of which nobody asked yet.
  mutating func begin(_ epoch: Epoch) {
    told.begin(epoch)
    asked = asked.filter { $0.key < epoch.start }
  }

  /// - Parameter address: as a question has it.
  /// - Returns: what is answered, with its status.
  mutating func answer(_ address: String) throws -> OrderedDictionary<String, JSON> {
    guard let parts = URLComponents(string: address) else { return Self.unknown }
    switch parts.path {
    case Self.path: return try page(from: parts.number("vanaf") ?? 1, to: parts.number("tot") ?? .max)
    case Self.path + "/stand":
      isStandingAsked = true
      return Self.answer(standing)
    default: return Self.unknown
    }
  }

  private var standing: JSON {
    [
      "tijdperk": .string(told.epoch.name), "tijdperkbegin": .string(String(told.epoch.start)),
      "laatste": .integer(told.last), "oudste": told.last > 0 ? 1 : .null,
      "tijdperken": .array((told.former + [told.epoch]).map(Self.json)),
    ]
  }

  private static func json(_ epoch: Epoch) -> JSON {
    ["tijdperk": .string(epoch.name), "tijdperkbegin": .string(String(epoch.start))]
  }

  private mutating func page(from first: Int64, to last: Int64) throws -> OrderedDictionary<String, JSON> {
    var (list, size, next) = ([JSON](), 0, JSON.null)
    for entry in told.entries where first <= entry.event.sequence && entry.event.sequence <= last {
      let number = entry.event.sequence
      let isDestroyed = number == gone
      let text = CloudEvent.json(entry.event, in: entry.epoch, from: KitSender.source, isDestroyed: isDestroyed)
      size += text.count
      guard size <= Self.largestPage || list.isEmpty else {
        next = .string("\(Self.path)?vanaf=\(number)" + (last == .max ? "" : "&tot=\(last)"))
        break
      }
      list.append(try JSONReader.read(text))
      asked[number, default: 0] += 1
    }
    return Self.answer(["gebeurtenissen": .array(list), "volgende": next])
  }

  private static func answer(_ content: JSON) -> OrderedDictionary<String, JSON> { ["status": 200, "inhoud": content] }

  private static var unknown: OrderedDictionary<String, JSON> {
    ["status": 404, "inhoud": Problem(.notFound, "The kit knows events and no cases.").json]
  }
}

extension URLComponents {
  fileprivate func number(_ name: String) -> Int64? {
    queryItems?.first { $0.name == name }?.value.flatMap { Int64($0) }
  }
}
