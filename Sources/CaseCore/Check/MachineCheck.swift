import OrderedCollections

/// A check of one machine of a workflow.
protocol MachineCheck {
  /// Of the workflow.
  var index: WorkflowIndex { get }
  /// The machine's key.
  var key: String { get }
}

extension MachineCheck {
  var workflow: Workflow { index.workflow }
  var machine: Machine { workflow.machines[key] ?? Machine.nothing }
  var path: [String] { ["machines", key] }
  var isRoot: Bool { key == workflow.root }
  /// Where the file names the commands with which a case begins.
  var startCommands: [WorkflowFault.Basis] {
    machine.starts.indices.map { .all(of: path + ["start", "\($0)", "command"]) }
  }
}
