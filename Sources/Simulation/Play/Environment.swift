package import CaseCore
import OrderedCollections

/// The environment of a case: its workflow, the organisations, and the calendar.
package final class Environment: Sendable {
  let workflow: Workflow
  let directory: Directory
  let calendar: WorkCalendar
  let inventory: Inventory

  package init(workflow: Workflow, organisations: some Sequence<Organisation>, calendar: WorkCalendar = .standard) {
    self.workflow = workflow
    directory = Directory(organisations)
    self.calendar = calendar
    inventory = Inventory(workflow)
  }

  init(_ other: Environment, organisations: some Sequence<Organisation>) {
    workflow = other.workflow
    directory = Directory(organisations)
    calendar = other.calendar
    inventory = other.inventory
  }

  func decider(at moment: Instant) -> Decider {
    Decider(workflow: workflow, directory: directory, calendar: calendar, now: moment)
  }

  func isFinal(_ instance: Instance) -> Bool {
    workflow.machines[instance.machine]?.states[instance.state]?.isFinal ?? false
  }
}
