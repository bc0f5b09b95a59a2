import Foundation
import StrictJSON

/// A command that a partner gave, and what it was answered.
struct SentCommand: Sendable {
  struct Answer: Sendable {
    var place: EventNumbers.Place
    let content: JSON

    /// What the service does not remember: the same message can be answered otherwise later.
    var isPassing: Bool { content["herhaalbaar"] == true || content["code"] == "unknown-case" }
    var isCarriedOut: Bool { content["uitkomst"] == "uitgevoerd" }
  }

  let id: UUID
  /// As the journal names it: with the part that it is for.
  let name: String
  /// The case, by the id under which the partner knows it; `nil` for one that begins one.
  let subject: String?
  let message: [UInt8]
  /// By the id of the event that told it.
  var answers: [String: Answer] = [:]
  var sentAt = ContinuousClock.now
  /// How often the broker took it.
  var copies = 0
  /// How often a restore of the database took its answer back.
  var takenBack = 0
  /// How often it was answered in passing since.
  var passed = 0

  /// The answers that no later epoch took back, the first one first.
  func holding(_ numbers: EventNumbers) -> [Answer] {
    answers.values.filter { numbers.holds($0.place) }
      .sorted { ($0.place.epoch, $0.place.number) < ($1.place.epoch, $1.place.number) }
  }

  /// What became of it: an answer that the service remembers, when there is one.
  func outcome(_ numbers: EventNumbers) -> Answer? {
    let holding = holding(numbers)
    return holding.first { !$0.isPassing } ?? holding.last
  }

  /// Whether its sender waits for nothing more. A case that a restore undid comes back when whoever began it sends that again; so
  /// then it is tried longer.
  func isSettled(_ numbers: EventNumbers) -> Bool {
    guard let outcome = outcome(numbers) else { return false }
    return !outcome.isPassing || passed >= (takenBack > 0 ? 150 : 6)
  }
}
