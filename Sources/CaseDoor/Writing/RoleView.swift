import CaseCore
import OrderedCollections

/// What somebody in one role sees of a case that lists ask for.
struct RoleView: Hashable {
  /// When the first deadline is due; `nil` without one that counts on.
  var due: Instant?
  /// Whether the state of the case itself is shown.
  var isOpen = false
  /// Whether a deadline stands still.
  var isSuspended = false
  /// The roles that may have to act: those with a command that leads on from the state, whatever it further asks.
  var awaited: Set<String> = []

  /// With what a part of the case adds that is seen too.
  mutating func add(_ part: RoleView) {
    due = [due, part.due].compactMap(\.self).min()
    isOpen = isOpen || part.isOpen
    isSuspended = isSuspended || part.isSuspended
    awaited.formUnion(part.awaited)
  }
}

extension RoleView {
  /// Of one part of a case.
  init(of part: Instance, by machine: Machine?) {
    for deadline in part.deadlines.values {
      if deadline.ledger.isSuspended {
        isSuspended = true
      } else {
        due = min(due ?? deadline.dueAt, deadline.dueAt)
      }
    }
    guard let machine else { return }
    for (name, command) in machine.commands where !machine.begins(by: name) {
      let transitions = machine.transitions(for: name, in: part.state)
      let leadsOn = transitions.contains { ($0.target ?? part.state) != part.state }
      if leadsOn || command.vote != nil && !transitions.isEmpty { awaited.formUnion(command.roles) }
    }
  }
}
