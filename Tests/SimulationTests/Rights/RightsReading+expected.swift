/// What the text says of one cell of the matrix.
extension RightsReading {
  /// A command of somebody, in a case or before it.
  struct Cell {
    let command: String
    let role: String
    let standpoint: Standpoint
    /// The state of the case; `nil` before there is one.
    let state: String?
    /// The state of the child that the command is for.
    let childState: String?
    /// Only the organisation says who gives it.
    let isVouched: Bool
  }

  func expected(_ cell: Cell) -> RightsVerdict {
    guard let command = commands[cell.command] else { return .unknownCommand }
    let isStart = machines[root]?.starts.contains(cell.command) == true
    guard let state = cell.state else { return isStart ? expectedAtStart(cell, command) : .hidden }
    guard knows(cell) else { return .hidden }
    if isStart { return .unknownCommand }
    guard command.machine == root || seesChild(cell, command) else { return .hiddenPart }
    guard acts(cell, command) else { return .notEntitled }
    if cell.isVouched, !isVouchedAccepted(command) { return .notVouched }
    if command.machine != root, machines[root]?.states[state]?.isFinal == true { return .closed }
    guard let there = machines[command.machine]?.states[cell.childState ?? state] else { return .unexpected }
    if !there.isFinal, there.commands.contains(cell.command) { return .open }
    return there.audience.contains(cell.role) ? .notHere : .notHereUnnamed
  }

  private func expectedAtStart(_ cell: Cell, _ command: Command) -> RightsVerdict {
    guard cell.standpoint == .holder, command.roles.contains(cell.role) else { return .notEntitled }
    return cell.isVouched && !isVouchedAccepted(command) ? .notVouched : .open
  }

  /// Whether there is a case for this person: as a reader of the whole, or by a part in a child.
  private func knows(_ cell: Cell) -> Bool {
    switch access[cell.role] {
    // Who oversees what the own organisation did goes on when that has left.
    case "oversight" where through.contains(cell.role): [.holder, .former].contains(cell.standpoint)
    case "party", "oversight": cell.standpoint == .holder
    case "part": cell.standpoint.isActive
    default: false
    }
  }

  private func seesChild(_ cell: Cell, _ command: Command) -> Bool {
    switch access[cell.role] {
    case "oversight": true
    case "part": cell.standpoint != .neighbour && parts[cell.role] == command.machine
    default: machines[command.machine]?.states[cell.childState ?? ""]?.audience.contains(cell.role) == true
    }
  }

  /// A part in a child is no role in the case.
  private func acts(_ cell: Cell, _ command: Command) -> Bool {
    if access[cell.role] == "part", command.machine == root { return false }
    return command.roles.contains(cell.role)
  }

  private func isVouchedAccepted(_ command: Command) -> Bool { command.isVouched && command.ballot == nil }

  /// Whether the roles may read the entry of a command that came to a state.
  func isEntry(of command: String, in state: String, for audience: [String]) -> Bool {
    guard let command = commands[command] else { return false }
    if let own = command.audience { return Set(own) == Set(audience) }
    let usual = Set(machines[command.machine]?.states[state]?.audience ?? [])
    // Who was given a part by it reads it too.
    return usual.isSubset(of: audience) && Set(audience).subtracting(usual).allSatisfy { access[$0] == "part" }
  }
}
