import CaseCore
import Foundation
import Outbox
import SeededRandom

/// The events of a story for one of its organisations, and how they reach it.
///
/// ```
/// epoch 1: 1 2 3 ‥ n   the last is lost, which a stand shows
///          when the database is put back, to before number b:
/// epoch 2:     b ‥ n   a stand says that it began; b comes again under the id that it had, the others are other events;
///                      one of epoch 1 comes only after them, whose number is lost in epoch 2
/// ```
struct PlayedEvents {
  private static let first = Epoch(name: "20261129T151800123456Z", start: 1)

  /// The case that they are about.
  let subject: UUID
  /// One, or two when the database is put back in between.
  let epochs: [PlayedEpoch]
  /// What whoever asks again is told.
  let told: ToldEvents
  /// The numbers that have to be asked for.
  let lost: [Int64]
  /// One of them, whose case is destroyed before somebody asks.
  let gone: Int64
  let obligation: Obligation

  /// - Parameters:
  ///   - words: what the events say, eight at least.
  ///   - isRestored: whether the database is put back.
  init(_ words: [String], isRestored: Bool, random: inout SeededGenerator) {
    let (count, subject) = (Int64(words.count), Self.id(&random))
    let begin = isRestored ? Int64.random(in: 4...count - 2, using: &random) : count + 1
    // Neither undone nor the last.
    let obliged = Int64.random(in: 2...min(begin, count) - 1, using: &random)
    let events = Self.events(words, from: 1, about: subject, obliging: obliged, random: &random)
    var told = ToldEvents(in: Self.first)
    for event in events { told.add(event) }
    // Whoever begins with what there is begins with the first.
    var outcomes: [Int64: DeliveryOutcome] = [1: .once, count: .lost]
    var epochs: [PlayedEpoch] = []
    if isRestored {
      let straggler = Int64.random(in: begin + 1...count - 1, using: &random)
      outcomes[straggler] = .afterwards
      epochs.append(PlayedEpoch(Self.first, events, outcomes: outcomes, random: &random))
      told.begin(Epoch(name: "20261229T081500654321Z", start: begin))
      let others = Self.events(words, from: begin + 1, about: subject, random: &random)
      let again = [events[Int(begin) - 1]] + others
      for event in again { told.add(event) }
      outcomes = [begin: .once, straggler: .lost, count: .lost]
      epochs.append(PlayedEpoch(told.epoch, again, outcomes: outcomes, random: &random))
    } else {
      epochs.append(PlayedEpoch(Self.first, events, outcomes: outcomes, random: &random))
    }
    let lost = epochs.flatMap { played in played.lost.filter { played.epoch == told.epoch || $0 < begin } }
    gone = lost.filter { $0 != obliged }.randomElement(using: &random) ?? count
    obligation = Obligation(events[Int(obliged) - 1])
    (self.subject, self.epochs, self.told, self.lost) = (subject, epochs, told, lost)
  }

  /// All that is sent, in order. The last of an epoch is lost, so each ends with a stand.
  var messages: [PlayedMessage] {
    var (messages, late) = ([PlayedMessage](), [PlayedMessage]())
    for played in epochs {
      if played.epoch != Self.first { messages.append(.standing(last: played.epoch.start - 1, in: played.epoch)) }
      messages += played.sent.map { PlayedMessage.event($0, in: played.epoch) }
      messages += late
      messages.append(.standing(last: told.last, in: played.epoch))
      late = played.afterwards.map { PlayedMessage.event($0, in: played.epoch) }
    }
    return messages
  }

  /// Those with the numbers from `first` on.
  private static func events(
    _ words: [String],
    from first: Int64,
    about subject: UUID,
    obliging obliged: Int64? = nil,
    random: inout SeededGenerator
  ) -> [OutboxEvent] {
    var events: [OutboxEvent] = []
    for number in first...Int64(words.count) {
      let moment = Instant(microseconds: 1_795_866_900_000_000).adding(seconds: (number - 1) * 86_400)
      let event = OutboxEvent(
        id: id(&random),
        sequence: number,
        subject: subject,
        event: words[Int(number) - 1],
        recordedAt: moment,
        asksAcknowledgement: number == obliged
      )
      events.append(event)
    }
    return events
  }

  private static func id(_ random: inout SeededGenerator) -> UUID {
    let (high, low) = (random.next(), random.next())
    let digits = Array(String(format: "%016lx%016lx", high, low))
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    let text = "\(part(0..<8))-\(part(8..<12))-4\(part(13..<16))-8\(part(17..<20))-\(part(20..<32))"
    return UUID(uuidString: text) ?? UUID()
  }
}

/// What is sent to a partner without being asked.
enum PlayedMessage {
  case event(OutboxEvent, in: Epoch)
  /// How far it was told: the number of the last event before it.
  case standing(last: Int64, in: Epoch)
}
