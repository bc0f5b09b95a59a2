import AMQP
import CaseCore
import DutchMessages
import Foundation
import Inbox
import Outbox
import Requests
import StoreBase

/// Takes the place of the service: tells events, takes and answers what comes, and keeps what the partner does with it.
struct KitPlayer {
  /// How often the same may be asked: an answer that comes late, or a client that was stopped, is a reason to ask again.
  private static let mostAsked = 5

  private let sender: KitSender
  private let replies: KitReplies
  private let events: PlayedEvents
  private let say: @Sendable (String) -> Void
  private var review: CommandReview
  private var answers: EventAnswers
  private var obligation: Obligation
  private var undone = UndoneCommands()
  /// `nil` when none is refused on purpose.
  private var refusal: PlayedRefusal?
  /// The number of one that is lost after all others, so that only a stand shows it.
  private var lostLast: Int64?
  /// What is wrong with the messages that came.
  private var faults: [String] = []

  init(
    _ events: PlayedEvents,
    by sender: KitSender,
    keys: MessageKeys,
    inbox: InboxOwner,
    owner: OwnerKeys,
    reviewing content: ContentReview,
    isRefusing: Bool,
    _ say: @escaping @Sendable (String) -> Void
  ) {
    (self.events, self.sender, self.say) = (events, sender, say)
    replies = KitReplies(keys: keys, to: inbox, owner)
    review = CommandReview(keys: keys, owner: inbox, signing: owner.signing, content: content)
    refusal = isRefusing ? PlayedRefusal(content) : nil
    answers = EventAnswers(events.told, gone: events.gone)
    obligation = events.obligation
  }

  func play() async throws {
    for message in events.messages {
      switch message {
      case .event(let event, let epoch): try await sender.send(event, in: epoch)
      case .standing(let last, let epoch): try await sender.sendStanding(last: last, in: epoch)
      }
    }
  }

  /// Takes messages until so many different commands came and nothing is owed, or the time is over, and answers each. From the last
  /// command on only questions are answered at once, and that command after all others: the number of an answer would show what only
  /// a stand is to show, and a client that waits for the answer has then heard of everything.
  /// - Parameters:
  ///   - limit: how long to wait for the commands.
  ///   - patience: how long to wait after the last of them for what is owed.
  /// - Returns: what is wrong.
  mutating func take(
    _ count: Int,
    from deliveries: AMQPConsumer,
    within limit: Duration,
    patience: Duration
  ) async throws -> [String] {
    var timer = Self.stop(deliveries, after: limit)
    defer { timer.cancel() }
    var (seen, last, held) = (0, CommandReview.Finding?.none, [CommandReview.Finding]())
    for try await delivery in deliveries {
      let finding = finding(for: delivery, isLast: seen + 1 == count)
      if finding.counts {
        seen += 1
        try await remind()
      }
      if finding.counts, seen == count {
        last = finding
        timer.cancel()
        timer = Self.stop(deliveries, after: patience)
        if events.epochs.count > 1 { try await putBack() }
        say("the last command is answered when nothing is owed, or in \(patience); owed: \(owed)")
      } else if last == nil || finding.kind == .ask {
        try await answer(finding)
      } else if finding.id == nil || finding.id != last?.id {
        held.append(finding)
      }
      await delivery.ack()
      if last != nil, lostLast == nil, unasked.isEmpty { try await loseOneMore() }
      if last != nil, owed.isEmpty { break }
    }
    await deliveries.cancel()
    for finding in held + [last].compactMap({ $0 }) { try await answer(finding) }
    if seen < count { faults.append("\(seen) of \(count) commands came in \(limit)") }
    return faults + owed + askedTooOften + outOfOrder
  }

  /// Says what became of the events, as far as it can be seen from here.
  func summarize() {
    say("of the events that were lost, not asked for: \(forgotten)")
    say("of those that have to be acknowledged, not acknowledged: \(unacknowledged)")
    say("told up to number \(answers.told.last) of epoch \(answers.told.epoch.name)")
  }

  private static func stop(_ deliveries: AMQPConsumer, after limit: Duration) -> Task<Void, Never> {
    Task {
      // Cancelled, it is not needed any more.
      do { try await Task.sleep(for: limit) } catch { return }
      await deliveries.cancel()
    }
  }

  /// - Parameter isLast: whether it is the last command, when it is one.
  private mutating func finding(for delivery: AMQPDelivery, isLast: Bool) -> CommandReview.Finding {
    var finding = review.finding(for: delivery, now: Date().timeIntervalSince1970)
    if finding.faults.isEmpty, let event = finding.event, !obligation.acknowledge(event) {
      finding.problem = .nothingToAcknowledge
      finding.faults.append("gebeurtenis: there is no such event to be acknowledged")
    }
    if let fault = refusal?.fault(of: finding) { finding.faults.append(fault) }
    if let id = finding.id, finding.kind?.isCommand ?? false { undone.take(id) }
    let name = finding.name
    say("\(name): \(finding.faults.isEmpty ? "well made" : "\(finding.faults.count) faults")")
    if let refused = refusal?.refusal(of: finding, isLast: isLast) {
      finding.answer = .refused(refused)
      say("\(name): refused on purpose (\(refused.code.rawValue))")
    }
    faults += finding.faults.map { "\(name): \($0)" }
    return finding
  }
}

/// What it tells.
extension KitPlayer {
  private mutating func answer(_ finding: CommandReview.Finding) async throws {
    guard let id = finding.id else {
      return try await tell(
        "opdracht.onleesbaar",
        finding.causation.map { OutboxEvent.Answer(causation: $0, content: nil) }
      )
    }
    if finding.kind == .ask {
      let content = try replies.sealed(replies.members(finding, &answers), to: id, as: .question)
      try await tell("vraag.beantwoord", .init(causation: id, content: content))
    } else {
      let content = try replies.sealed(replies.members(finding, id), to: id, as: .command)
      if finding.kind?.isCommand ?? false { undone.answer(id, with: answers.told.last + 1) }
      try await tell("opdracht.afgehandeld", .init(causation: id, content: content))
    }
  }

  /// Tells once more what was not acknowledged when the first command comes. The service does so after days.
  private mutating func remind() async throws {
    guard !obligation.isAcknowledged, obligation.reminder == nil else { return }
    let (event, id) = (obligation.event, UUID())
    obligation.remind(as: id)
    let reminder = OutboxEvent(
      id: id,
      sequence: answers.told.last + 1,
      subject: event.subject,
      event: event.event,
      recordedAt: .ofKit,
      answer: .init(causation: event.id, content: nil),
      asksAcknowledgement: true
    )
    answers.told.add(reminder)
    try await sender.send(reminder, in: answers.told.epoch)
  }

  /// Loses an event after which no other comes, and says how far the partner was told.
  private mutating func loseOneMore() async throws {
    let number = answers.told.last + 1
    answers.told.add(
      OutboxEvent(id: UUID(), sequence: number, subject: events.subject, event: "bijgewerkt", recordedAt: .ofKit)
    )
    lostLast = number
    try await sender.sendStanding(last: number, in: answers.told.epoch)
  }

  /// Puts the database back to before the first answer, so that the partner has to send its commands again.
  private mutating func putBack() async throws {
    let epoch = Epoch(name: "20270115T081500123456Z", start: undone.first ?? answers.told.last + 1)
    answers.begin(epoch)
    undone.undo(from: epoch.start)
    say("put back once more: a new epoch began with number \(epoch.start), and undid the answers from there on")
    try await sender.sendStanding(last: epoch.start - 1, in: epoch)
  }

  private mutating func tell(_ word: String, _ answer: OutboxEvent.Answer?) async throws {
    let (id, number, now) = (UUID(), answers.told.last + 1, Instant.ofKit)
    func event(_ answer: OutboxEvent.Answer?) -> OutboxEvent {
      OutboxEvent(id: id, sequence: number, subject: nil, event: word, recordedAt: now, answer: answer)
    }
    // The content of an answer to a question is not kept, as with the service after a day: the question is asked anew.
    let emptied = answer.map { OutboxEvent.Answer(causation: $0.causation, content: nil) }
    answers.told.add(event(word == "vraag.beantwoord" ? emptied : answer))
    try await sender.send(event(answer), in: answers.told.epoch)
  }
}

/// What the partner did not do.
extension KitPlayer {
  private var forgotten: [Int64] {
    let lost = events.lost + [lostLast].compactMap { $0 }
    return lost.filter { answers.asked[$0] == nil }
  }

  private var unacknowledged: [Int64] { obligation.isAcknowledged ? [] : [obligation.event.sequence] }

  private var unasked: [String] {
    var unasked: [String] = []
    if !forgotten.isEmpty { unasked.append("lost and not asked for: \(forgotten)") }
    if let lostLast, forgotten.contains(lostLast) {
      unasked.append("only the stand (nl.casusregie.stand) shows that \(lostLast) was lost, and nobody saw it")
    }
    if events.epochs.count > 1, !answers.isStandingAsked {
      unasked.append("a new epoch began, and nobody asked for the stand (/v1/gebeurtenissen/stand)")
    }
    return unasked
  }

  private var owed: [String] {
    var owed = unasked
    if !unacknowledged.isEmpty { owed.append("told with ontvangstbevestiging and not acknowledged: \(unacknowledged)") }
    if !unsent.isEmpty { owed.append("a new epoch undid their answers, and they were not sent again: \(unsent)") }
    return owed
  }

  private var unsent: [String] { undone.owed.map { $0.uuidString.lowercased() } }

  private var outOfOrder: [String] {
    undone.isOutOfOrder ? ["after a new epoch commands were sent again in another order than the first time"] : []
  }

  /// Whoever does not count what is gone asks for it for ever.
  private var askedTooOften: [String] {
    let numbers = answers.asked.filter { $0.value > Self.mostAsked }.keys.sorted()
    return numbers.isEmpty ? [] : ["asked for more than \(Self.mostAsked) times, and told each time: \(numbers)"]
  }
}
