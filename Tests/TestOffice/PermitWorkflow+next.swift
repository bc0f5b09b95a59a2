package import CaseCore
import OrderedCollections

extension PermitWorkflow {
  /// Version 1.1.0: twice the time before a case stalls, another way to judge, another word for a note.
  /// - Parameter keep: how many days a granted case is kept.
  package static func next(keep: Int = 30) throws -> Workflow {
    var next = workflow
    next.version = "1.1.0"
    guard var machine = next.rootMachine else { return next }
    machine.deadlines["stalled"]?.term = try days(20)
    machine.deadlines["keep"]?.term = try days(keep)
    machine.decisions["judgement"]?.voters = ["clerk"]
    machine.commands["note"]?.label = "Another word"
    next.machines[next.root] = machine
    return next
  }

  private static func days(_ days: Int) throws -> Deadline.Term {
    .length(try DeadlineRule(length: Length(days, .days), kind: .calendar))
  }
}

extension Machine {
  package func label(of command: String) -> String? { commands[command]?.label }
}
