import CaseCore
import DutchMessages
import Inbox
import OrderedCollections
import Requests
import StoreBase
import StrictJSON

/// Looks at what commands say, by the workflow whose story is played: as the service does, but for what only that knows: its cases, and which
/// organisations are listed.
struct ContentReview {
  let workflow: Workflow

  /// - Returns: `nil` when nothing is wrong.
  func refusal(of given: GivenCommand, at moment: Instant) -> RefusalMessage? {
    // Of another workflow no case begins here.
    if given.begins, given.workflow != workflow.key { return .unknownCase }
    let decider = Decider(workflow: workflow, directory: Directory([]), calendar: .standard, now: moment)
    return decider.refusal(ofContentOf: given.command, begins: given.begins).map(RefusalMessage.init)
  }

  /// The refusal of a command that is well made: as if somebody else had been first. The service refuses so what names a revision that the
  /// case does not have any more, and what the state of the case does not have.
  func refusalOnPurpose(of given: GivenCommand) -> RefusalMessage {
    if let revision = given.revision { return .stale(current: revision + 1) }
    let label = workflow.machine(of: given.name).flatMap { workflow.machines[$0]?.commands[given.name]?.label }
    return RefusalMessage(.notNow(rules: [.notInState(command: label ?? given.name, state: nil)], possible: []))
  }

  /// All that is wrong, as the sender is told.
  static func faults(_ refusal: RefusalMessage, begins: Bool) -> [String] {
    let faults = ReplyContent.members(.refused(refusal), begins: begins)["fouten"]?.items ?? []
    return faults.map { fault in
      let (field, message) = (fault["veld"]?.string ?? "", fault["melding"]?.string ?? "")
      return "\(field): \(message) (\(fault["code"]?.string ?? ""))"
    }
  }
}
