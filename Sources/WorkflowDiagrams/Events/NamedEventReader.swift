import CaseCore
import OrderedCollections

/// Reads from a workflow which types of events it names, in the order in which it does.
struct NamedEventReader {
  private static let ofEngine: Set<String> = [
    Event.opened, Event.updated, Event.moved, Event.joined, Event.left, Event.closing, Event.overdue,
  ]

  private let workflow: Workflow
  private var found: OrderedDictionary<String, NamedEvent> = [:]

  static func events(of workflow: Workflow) -> [NamedEvent] {
    var reader = NamedEventReader(workflow)
    for (key, machine) in workflow.machines { reader.read(machine, isRoot: key == workflow.root) }
    return Array(reader.found.values)
  }

  private init(_ workflow: Workflow) { self.workflow = workflow }

  private mutating func read(_ machine: Machine, isRoot: Bool) {
    let place = isRoot ? "" : " (\(machine.label.onOneLine))"
    let begun = machine.starts.map { ($0.command, [$0.transition]) }
    let steps = machine.on.elements + machine.states.values.flatMap { $0.on.elements }
    for (command, transitions) in begun + steps.map({ ($0.key, $0.value) }) {
      let label = (machine.commands[command]?.label ?? command).onOneLine + place
      for transition in transitions + transitions.flatMap(\.root) {
        for notice in transition.notices { add(notice) { $0.commands.append(label) } }
      }
    }
    for deadline in machine.deadlines.values {
      let label = deadline.label.onOneLine + place
      if let event = deadline.event {
        let reminded = deadline.reminders.flatMap(\.roles)
        add(Transition.Notice(event: event, roles: deadline.roles + reminded)) { $0.deadlines.append(label) }
      }
      for notice in deadline.root.flatMap(\.notices) { add(notice) { $0.deadlines.append(label) } }
    }
  }

  private mutating func add(_ notice: Transition.Notice, _ occasion: (inout NamedEvent) -> Void) {
    guard !Self.ofEngine.contains(notice.event) else { return }
    var event = found[notice.event] ?? NamedEvent(type: notice.event)
    if notice.isForEveryone { event.recipients.append("ieder die de zaak ooit kon lezen") }
    event.recipients.append(contentsOf: notice.roles.map { (workflow.roles[$0]?.label ?? $0).onOneLine })
    event.asksAcknowledgement = event.asksAcknowledgement || notice.asksAcknowledgement
    occasion(&event)
    found[notice.event] = event
  }
}
