/// By which way an input comes in.
enum Entrance: String, CaseIterable {
  case tokens, headers, bodies, commands, messages, workflows

  func take(_ bytes: [UInt8]) {
    switch self {
    case .tokens: TokenInput.take(bytes)
    case .headers: HeaderInput.take(bytes)
    case .bodies: BodyInput.take(bytes)
    case .commands: CommandInput.take(bytes)
    case .messages: MessageInput.take(bytes)
    case .workflows: WorkflowInput.take(bytes)
    }
  }
}

/// What holds for every input. A fault here is one of ours, so it ends the process as a trap does.
func mustHold(_ condition: Bool, _ what: StaticString) {
  guard condition else { fatalError("does not hold: \(what)") }
}
