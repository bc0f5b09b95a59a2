package import CaseCore
import OrderedCollections

/// The environment of a case: its workflow, the organisations, and the calendar.
package final class Environment: Sendable {
  let workflow: Workflow
  let directory: Directory
  let calendar: WorkCalendar
  let inventory: Inventory
  let otherCases: OtherCases

  package init(workflow: Workflow, organisations: some Sequence<Organisation>, calendar: WorkCalendar = .standard) {
    self.workflow = workflow
    directory = Directory(workflow.meetingConditions(organisations))
    self.calendar = calendar
    inventory = Inventory(workflow)
    otherCases = OtherCases(workflow)
  }

  init(_ other: Environment, organisations: some Sequence<Organisation>) {
    workflow = other.workflow
    directory = Directory(other.workflow.meetingConditions(organisations))
    calendar = other.calendar
    inventory = other.inventory
    otherCases = other.otherCases
  }

  func decider(at moment: Instant) -> Decider {
    Decider(workflow: workflow, directory: directory, calendar: calendar, now: moment)
  }

  /// What a command comes to, among the other cases of this environment.
  func decide(_ command: Command, on instance: Case?, at moment: Instant) -> Outcome {
    var command = command
    // A scenario says itself which cases there are.
    command.otherCases.merge(otherCases.known) { own, _ in own }
    return decider(at: moment).decide(command, on: instance)
  }

  func isFinal(_ instance: Instance) -> Bool {
    workflow.machines[instance.machine]?.states[instance.state]?.isFinal ?? false
  }
}
