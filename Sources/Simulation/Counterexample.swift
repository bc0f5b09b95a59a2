import CaseCore

/// A case that breaks an invariant, and the commands that lead to it.
public struct Counterexample: Error, Sendable {
  public enum Source: Hashable, Sendable {
    case scenario(String)
    /// A simulation with this seed and this number of walks plays it again.
    case walk(seed: UInt64, number: Int)
  }

  public let breach: Breach
  public let source: Source
  private let play: Play
  /// The commands, each with its moment; the last one breaks the invariant.
  private let moves: [Move]

  private struct Move {
    let command: Command
    let at: Instant
  }

  init(_ breach: Breach, _ source: Source, _ play: Play) {
    self.init(breach, source, play, zip(play.accepted, play.journal).map { Move(command: $0, at: $1.at) })
  }

  private init(_ breach: Breach, _ source: Source, _ play: Play, _ moves: [Move]) {
    self.breach = breach
    self.source = source
    self.play = play
    self.moves = moves
  }

  /// The commands, one a line.
  public var steps: [String] { moves.map { "\($0.at)  \($0.command.summary)" } }

  // MARK: - Shorter

  /// The same breach with as few commands as leaving them out one by one finds.
  func shortened() -> Counterexample {
    var shortest = self
    var index = moves.count - 2
    while index > 0 {
      var fewer = shortest.moves
      fewer.remove(at: min(index, fewer.count - 1))
      if let shorter = again(fewer) { shortest = shorter }
      index = min(index - 1, shortest.moves.count - 2)
    }
    return shortest
  }

  private func again(_ moves: [Move]) -> Counterexample? {
    var play = Play(self.play.environment, at: moves.first?.at ?? Walk.beginning)
    for (index, move) in moves.enumerated() {
      play.now = move.at
      let attempt = play.give(move.command)
      if let found = Invariants.breaches(attempt, play).first(where: { $0.rule == breach.rule }) {
        return Counterexample(found, source, play, Array(moves[...index]))
      }
    }
    return nil
  }
}

extension Counterexample: CustomStringConvertible {
  public var description: String {
    let origin =
      switch source {
      case .scenario(let file): file
      case .walk(let seed, let number): "--seed \(seed) --walks \(number)"
      }
    return (["\(origin): \(breach.rule.rawValue): \(breach.detail)"] + steps.map { "  \($0)" }).joined(separator: "\n")
  }
}

extension Command {
  /// Without anything that a person wrote: names, choices and dates only.
  var summary: String {
    switch cause {
    case .matched(let name, let contact): return "another case, by \(name), of \(contact)"
    case .deadline(let name, _, let timer): return "\(name), timer \(timer + 1)"
    case .transferred(_, let line): return "\(line.command) from another case"
    case .command(let name, let actor):
      let words = fields.sorted { $0.key < $1.key }.compactMap { name, input in
        if case .string("x") = input { return String?.none }
        return "\(name): \(input.summary)"
      }
      let target = child.map { " on \($0)" } ?? ""
      return
        "\(name)\(target) by \(actor.roles.sorted().joined(separator: "+"))\(actor.subject) { \(words.joined(separator: ", ")) }"
    }
  }
}

extension Input {
  fileprivate var summary: String {
    switch self {
    case .string(let text): text
    case .number(let number): "\(number)"
    case .list(let items): "[\(items.map(\.summary).joined(separator: ", "))]"
    case .null, .other: "-"
    }
  }
}
