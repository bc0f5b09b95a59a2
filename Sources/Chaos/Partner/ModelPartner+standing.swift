import CaseCore
import Foundation
import OrderedCollections
import StrictJSON

/// How it fares, and what it knows in the end.
extension ModelPartner {
  struct Standing: Sendable {
    /// What it waits for; empty when nothing.
    let waits: [String]
    /// The last number that it knows of.
    let last: Int64
    let isOnlyPassing: Bool
  }

  /// What it knows when all is quiet.
  struct Memory: Sendable {
    let name: String
    let organisation: String
    let commands: [SentCommand]
    let numbers: EventNumbers
    let handled: Set<String>
    /// The cases that are there for it, as it last read them.
    let cases: [String: String]
    let tooLarge: Int
    let faults: [String]
  }

  var standing: Standing {
    let missing = numbers.missing(atMost: 5)
    let open = unsettled.compactMap { commands[$0] }
    let passing = open.count { $0.outcome(numbers) != nil }
    let dirty = cases.values.count { $0.isDirty || $0.isAsked }
    var waits: [String] = []
    if !open.isEmpty {
      waits.append("\(open.count) commands without an answer that stays, \(passing) answered in passing")
    }
    if !missing.isEmpty { waits.append("numbers \(missing.map(String.init).joined(separator: ", ")) and perhaps more") }
    if dirty > 0 { waits.append("\(dirty) cases to read") }
    if isResting, !questions.isEmpty { waits.append("\(questions.count) questions") }
    if !outgoing.isEmpty { waits.append("\(outgoing.count) messages to send") }
    return Standing(
      waits: waits,
      last: numbers.last,
      isOnlyPassing: !open.isEmpty && passing == open.count && missing.isEmpty
    )
  }

  /// Whether it gave commands.
  var isBusy: Bool { !commands.isEmpty }

  /// It asks for nothing more that it does not need.
  func rest() { isResting = true }

  /// Nobody tries any more what cannot be done now: people have to decide anew.
  func giveUp() { unsettled.removeAll { commands[$0]?.outcome(numbers) != nil } }

  var memory: Memory {
    Memory(
      name: name,
      organisation: organisation.number,
      commands: Array(commands.values),
      numbers: numbers,
      handled: Set(handled.keys),
      cases: cases.compactMapValues(\.view),
      tooLarge: counts.tooLarge,
      faults: faults
    )
  }

  /// What it counted, with what became of its commands.
  var result: PartnerCounts {
    var result = counts
    for command in commands.values {
      guard let outcome = command.outcome(numbers) else { continue }
      if outcome.isCarriedOut {
        result.carriedOut += 1
      } else {
        result.refused[outcome.content["code"]?.string ?? "", default: 0] += 1
      }
      guard command.takenBack > 0 else { continue }
      if outcome.isCarriedOut { result.takenBackAndCarriedOut += 1 } else { result.takenBackAndRefused += 1 }
    }
    return result
  }
}
