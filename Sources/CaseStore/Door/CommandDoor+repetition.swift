import CaseCore
import DutchMessages
import OrderedCollections
import Postgres

/// Knowing comes before answering: an answer that was given before is given again to whoever may still hear it.
extension CommandDoor {
  /// The answer that was given before, to a sender who may know of the case now. A command may have ended that itself: it
  /// destroyed the content, or the sender's organisation left. Then it is given to whoever acts in a role that may give the
  /// command. Anyone else hears what someone hears who never knew of the case.
  func repeated(
    _ answer: Answer,
    to submission: Submission,
    _ found: Found,
    on connection: isolated PostgresConnection
  ) throws -> Answer {
    guard case .given(let name, let actor) = submission.command.cause else { return answer }
    if case .newCase(let key) = submission.target {
      // Who may start a case is no secret; that there is one, is.
      guard case .accepted = answer else { return answer }
      let workflow = try library.current(key)
      return isEntitled(actor, to: name, by: workflow.map { [$0] } ?? [], found) ? answer : .refused(.unknownCase)
    }
    guard let record = found.record else {
      try lookAtOther(submission, found, on: connection)
      return isEntitled(actor, to: name, by: library.known, found) ? answer : .refused(.unknownCase)
    }
    let decider = try decider(for: record, found, on: connection).fitted(to: record.instance)
    if decider.knows(actor, of: record.instance) { return answer }
    return isEntitled(actor, to: name, by: [decider.workflow], found) ? answer : .refused(.unknownCase)
  }

  /// Does for another case what is done for the one that was asked for, to the point where its sender turns out not to know
  /// of it.
  func lookAtOther(
    _ submission: Submission,
    _ found: Found,
    on connection: isolated PostgresConnection
  ) throws {
    guard let other = found.other, case .given(_, let actor) = submission.command.cause else { return }
    do {
      let decider = try decider(for: other, found, on: connection)
      let instance = decider.catchUp(other.instance, from: found.earlier).last?.result ?? other.instance
      _ = decider.fitted(to: instance).knows(actor, of: instance)
    } catch StoreError.workflowUnknown {
      // Nobody asked for it, so nobody is told what is wrong with it.
    }
  }

  private func isEntitled(_ actor: Actor, to command: String, by workflows: [Workflow], _ found: Found) -> Bool {
    let held = found.directory.organisations[actor.organisation]?.roles.intersection(actor.roles) ?? []
    return workflows.contains { workflow in
      workflow.machines.values.contains { machine in
        machine.commands[command].map { !held.isDisjoint(with: $0.roles) } ?? false
      }
    }
  }
}
