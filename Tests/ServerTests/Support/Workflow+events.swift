import CaseCore
import OrderedCollections

extension Workflow {
  /// The types of events that every workflow can have.
  static let engineEvents: Set<String> = [
    Event.opened, Event.updated, Event.moved, Event.joined, Event.left, Event.closing, Event.overdue,
  ]

  /// The types of events that it has.
  var eventTypes: Set<String> { namedEvents.union(Self.engineEvents) }

  /// The types of events that it names itself.
  var namedEvents: Set<String> {
    var events: Set<String> = []
    for machine in machines.values {
      let transitions =
        machine.states.values.flatMap(\.on.values).flatMap(\.self) + machine.on.values.flatMap(\.self)
        + machine.starts.map(\.transition)
      for transition in transitions + transitions.flatMap(\.root) + machine.deadlines.values.flatMap(\.root) {
        events.formUnion(transition.notices.map(\.event))
      }
      events.formUnion(machine.deadlines.values.compactMap(\.event))
    }
    return events
  }
}
