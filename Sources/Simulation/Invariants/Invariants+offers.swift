import CaseCore
import OrderedCollections

extension Invariants {
  /// What was accepted had been offered to its sender, without an obstacle.
  func offers() -> [Breach] {
    guard case .command(let name, let actor) = attempt.command.cause, let before else { return [] }
    let offered = environment.decider(at: attempt.at).availableCommands(for: actor, in: before).first {
      $0.command == name && $0.child == attempt.command.child
    }
    return breach(.offers, if: offered == nil, "\(name) was accepted, and not offered")
      + breach(
        .offers,
        if: offered?.obstacles.isEmpty == false,
        "\(name) was accepted, against \(offered?.obstacles.map(\.code) ?? [])"
      )
  }
}
