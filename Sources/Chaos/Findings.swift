import Foundation
import StrictJSON

/// What is wrong between what one partner knows and what the tables say of it. It reads no table itself, so that a test can give it what
/// was lost or done twice.
struct Findings {
  let memory: ModelPartner.Memory

  /// Every copy of a command was answered alike, and each command was answered.
  var ofAnswers: [String] {
    memory.commands.flatMap { command -> [String] in
      let id = command.id.uuidString.lowercased()
      let kinds = Set(command.holding(memory.numbers).filter { !$0.isPassing }.map(\.content)).count
      var faults: [String] = []
      if command.outcome(memory.numbers) == nil { faults.append("\(memory.name): command \(id) has no answer") }
      if kinds > 1 { faults.append("\(memory.name): command \(id) was answered in \(kinds) ways") }
      if command.copies < 3 { faults.append("\(memory.name): command \(id) was delivered \(command.copies) times") }
      return faults
    }
  }

  /// Of the commands that were answered as carried out each has one entry of the journal, and no other has any.
  /// - Parameter written: how many entries there are, by the case as the partner knows it and the command: `case command`.
  func ofEffects(_ written: [String: Int]) -> [String] {
    var faults: [String] = []
    var answered: [String: Int] = [:]
    var revisions: Set<String> = []
    for command in memory.commands {
      guard let outcome = command.outcome(memory.numbers), outcome.isCarriedOut else { continue }
      let id = outcome.content["id"]?.string ?? ""
      answered["\(id) \(command.name)", default: 0] += 1
      if !revisions.insert("\(id) \(outcome.content["revisie"]?.integer ?? 0)").inserted {
        faults.append("\(memory.name): two commands were told that they made one revision of \(id)")
      }
    }
    for key in Set(answered.keys).union(written.keys).sorted() where answered[key] != written[key] {
      faults.append(
        "\(memory.name): \(key) was answered as carried out \(answered[key] ?? 0) times and stands \(written[key] ?? 0) times in the journal"
      )
    }
    return faults
  }

  /// An event as the outbox has it.
  struct Told: Sendable {
    let id: String
    /// `nil` for one that has none yet.
    let number: Int?
  }

  /// Every event of the outbox was told, under numbers without gaps, and its partner handled it.
  /// - Parameters:
  ///   - outbox: in the order of their numbers.
  ///   - epochs: their names.
  func ofStream(_ outbox: [Told], epochs: Set<String>) -> [String] {
    var faults: [String] = []
    if outbox.map(\.number) != (0..<outbox.count).map({ $0 + 1 }) {
      faults.append("\(memory.name): the numbers of its events have gaps")
    }
    let untold = outbox.filter { !memory.handled.contains($0.id) }
    if untold.count > memory.tooLarge {
      let numbers = untold.prefix(5).map { $0.number.map(String.init) ?? "none" }.joined(separator: ", ")
      faults.append("\(memory.name): \(untold.count) events were not handled, with the numbers \(numbers)")
    }
    // One that a restore undid too is known to the partner alone.
    let unknown = epochs.subtracting(memory.numbers.epochs.map(\.name))
    if !unknown.isEmpty { faults.append("\(memory.name): it did not hear of \(unknown.count) epochs") }
    return faults
  }
}
