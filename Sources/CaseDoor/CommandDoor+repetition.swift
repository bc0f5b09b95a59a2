import CaseCore
import DutchMessages
import OrderedCollections
import Postgres
import StoreBase

/// Knowing comes before answering: an answer that was given before is given again to whoever may still hear it.
extension CommandDoor {
  /// The answer that was given before, to a sender who may know of the case now. A command may have ended that itself: it
  /// destroyed the content, or the sender's organisation left. Then it is given to whoever acts in a role that may give the
  /// command. Anyone else hears what someone hears who never knew of the case.
  func repeated(
    _ answer: Answer,
    to submission: Submission,
    _ loaded: Loaded,
    on connection: isolated PostgresConnection
  ) throws -> Answer {
    guard case .command(let name, let actor) = submission.command.cause else { return answer }
    if case .newCase(let key) = submission.target {
      // Who may start a case is no secret; that there is one, is.
      guard case .accepted = answer else { return answer }
      let workflow = try library.current(key)
      return isEntitled(actor, to: name, by: workflow.map { [$0] } ?? [], loaded) ? answer : .refused(.unknownCase)
    }
    guard let record = loaded.record else {
      try loadOther(submission, loaded, on: connection)
      return isEntitled(actor, to: name, by: library.known, loaded) ? answer : .refused(.unknownCase)
    }
    let decider = try decider(for: record, loaded, on: connection).applyingSettings(for: record.instance)
    if decider.knows(actor, of: record.instance) { return answer }
    return isEntitled(actor, to: name, by: [decider.workflow], loaded) ? answer : .refused(.unknownCase)
  }

  /// Does for another case what is done for the one that was asked for, to the point where its sender turns out not to know
  /// of it.
  func loadOther(
    _ submission: Submission,
    _ loaded: Loaded,
    on connection: isolated PostgresConnection
  ) throws {
    guard let other = loaded.other, case .command(_, let actor) = submission.command.cause else { return }
    do {
      let decider = try decider(for: other, loaded, on: connection)
      let instance = decider.catchUp(other.instance, from: loaded.earlier).last?.result ?? other.instance
      _ = decider.applyingSettings(for: instance).knows(actor, of: instance)
    } catch StoreError.workflowUnknown {
      // Nobody asked for it, so nobody is told what is wrong with it.
    }
  }

  private func isEntitled(_ actor: Actor, to command: String, by workflows: [Workflow], _ loaded: Loaded) -> Bool {
    let held = loaded.directory.organisations[actor.organisation]?.roles.intersection(actor.roles) ?? []
    return workflows.contains { workflow in
      workflow.machines.values.contains { machine in
        machine.commands[command].map { !held.isDisjoint(with: $0.roles) } ?? false
      }
    }
  }
}
