import CaseCore

extension TransitionReader {
  /// How a case begins.
  func start(_ reader: NodeReader) -> Machine.Start {
    let group = reader.group([
      "command",
      "guard",
      "target",
      "assign",
      "count",
      "region",
      "join",
      "start",
      "notify",
    ])
    let command = group?.required("command")?.name() ?? ""
    _ = group?.required("target")
    return .init(command: command, transition: group.map { transition($0, command: command) } ?? Transition())
  }
}
