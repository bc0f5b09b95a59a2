import Foundation
import StrictJSON
import Testing

@testable import Chaos

/// The control of a chaos run: what holds partners against the tables finds each kind of loss and of doubling, and nothing where there is
/// none.
@Suite struct FindingsTests {
  private static let epoch = "1"
  private static let outbox = (1...4).map { (number: Int) in Findings.Told(id: "event-\(number)", number: number) }
  /// Two commands of one kind on one case.
  private static let written = ["zaak noteren": 2]

  private static func answer(_ number: Int64, revision: Int64) -> SentCommand.Answer {
    let content: JSON = ["uitkomst": "uitgevoerd", "id": "zaak", "revisie": .integer(revision)]
    return SentCommand.Answer(place: .init(epoch: epoch, number: number), content: content)
  }

  private static func command(_ answers: SentCommand.Answer..., copies: Int = 3) -> SentCommand {
    var command = SentCommand(id: UUID(), name: "noteren", subject: "zaak", message: [])
    for (number, answer) in answers.enumerated() { command.answers["answer-\(number)"] = answer }
    command.copies = copies
    return command
  }

  private static let both = [command(answer(1, revision: 2)), command(answer(2, revision: 3))]

  private static func findings(
    _ commands: [SentCommand] = both,
    handled: ClosedRange<Int> = 1...4,
    epochs: [EventNumbers.Epoch] = [.init(name: epoch, start: 1)]
  ) -> Findings {
    var numbers = EventNumbers()
    for epoch in epochs { _ = numbers.learn(epoch) }
    return Findings(
      memory: ModelPartner.Memory(
        name: "gemeente",
        organisation: "00000099000000000001",
        commands: commands,
        numbers: numbers,
        handled: Set(handled.map { "event-\($0)" }),
        cases: [:],
        tooLarge: 0,
        faults: []
      )
    )
  }

  @Test("Where all is well nothing is found")
  func nothing() {
    let findings = Self.findings()
    #expect(findings.ofAnswers == [] && findings.ofEffects(Self.written) == [])
    #expect(findings.ofStream(Self.outbox, epochs: [Self.epoch]) == [])
  }

  @Test("A command that is answered and not in the journal is lost, as for a partner that does not look at epochs")
  func lostCommand() {
    let expected = ["gemeente: zaak noteren was answered as carried out 2 times and stands 1 times in the journal"]
    #expect(Self.findings().ofEffects(["zaak noteren": 1]) == expected)
    #expect(Self.findings().ofEffects([:]).count == 1)
  }

  @Test("A command that stands in the journal twice, or without an answer, was done once too often")
  func doubledCommand() {
    let twice = ["gemeente: zaak noteren was answered as carried out 2 times and stands 3 times in the journal"]
    #expect(Self.findings().ofEffects(["zaak noteren": 3]) == twice)
    let unasked = ["gemeente: elders noteren was answered as carried out 0 times and stands 1 times in the journal"]
    #expect(Self.findings().ofEffects(Self.written.merging(["elders noteren": 1]) { $1 }) == unasked)
    let alike = Self.findings([Self.command(Self.answer(1, revision: 2)), Self.command(Self.answer(2, revision: 2))])
    #expect(alike.ofEffects(Self.written) == ["gemeente: two commands were told that they made one revision of zaak"])
  }

  @Test("Answers that differ or stay away are found, and a command that did not go out three times")
  func answers() {
    let differing = Self.findings([Self.command(Self.answer(1, revision: 2), Self.answer(2, revision: 3))]).ofAnswers
    #expect(differing.count == 1 && differing.allSatisfy { $0.contains("in 2 ways") })
    let unanswered = Self.findings([Self.command()]).ofAnswers
    #expect(unanswered.count == 1 && unanswered.allSatisfy { $0.contains("no answer") })
    let once = Self.findings([Self.command(Self.answer(1, revision: 2), copies: 1)]).ofAnswers
    #expect(once.count == 1 && once.allSatisfy { $0.contains("delivered 1 times") })
  }

  @Test("An answer that a restore took back is none")
  func takenBack() {
    let findings = Self.findings(epochs: [.init(name: Self.epoch, start: 1), .init(name: "2", start: 2)])
    #expect(findings.ofAnswers.count == 1)
    #expect(findings.ofEffects(Self.written).count == 1)
  }

  @Test("An event that was not handled, a gap, a number that came twice and an epoch of which nobody heard are found")
  func stream() {
    let lost = Self.findings(handled: 1...3).ofStream(Self.outbox, epochs: [Self.epoch])
    #expect(lost == ["gemeente: 1 events were not handled, with the numbers 4"])
    let gap = ["gemeente: the numbers of its events have gaps"]
    #expect(Self.findings().ofStream(Array(Self.outbox.dropFirst()), epochs: [Self.epoch]) == gap)
    let doubled = Self.outbox + [Findings.Told(id: "event-4", number: 4)]
    #expect(Self.findings().ofStream(doubled, epochs: [Self.epoch]) == gap)
    let unnumbered = Self.outbox + [Findings.Told(id: "event-1", number: nil)]
    #expect(Self.findings().ofStream(unnumbered, epochs: [Self.epoch]) == gap)
    let unheard = Self.findings().ofStream(Self.outbox, epochs: [Self.epoch, "2"])
    #expect(unheard == ["gemeente: it did not hear of 1 epochs"])
  }
}
