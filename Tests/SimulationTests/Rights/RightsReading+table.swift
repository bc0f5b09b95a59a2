/// The table of rights, as the text has it.
extension RightsReading {
  /// A line for each: machine, state, command, role, standing, ballot, how votes must differ, whether the word of the organisation is
  /// enough, and whether it is for one organisation only.
  var acts: Set<String> {
    var lines: Set<String> = []
    for (name, command) in commands {
      guard let machine = machines[command.machine] else { continue }
      for role in command.roles {
        func add(_ state: String, _ standing: String) {
          lines.insert(
            [
              command.machine, state, name, role, standing, command.ballot ?? "", command.apart ?? "",
              command.isVouched && command.ballot == nil ? "vouched" : "",
              command.isAmong || command.askSender[state] ?? command.askSender[""] == true ? "narrowed" : "",
            ].joined(separator: "|")
          )
        }
        if machine.starts.contains(name) {
          add("", "directory")
          continue
        }
        for (key, state) in machine.states where !state.isFinal && state.commands.contains(name) {
          switch access[role] {
          case "part" where command.machine != root: add(key, "part")
          case "oversight": add(key, through.contains(role) ? "through" : "party")
          case "party" where command.machine == root || state.audience.contains(role):
            add(key, through.contains(role) ? "through" : "party")
          default: continue
          }
        }
      }
    }
    return lines
  }

  /// A line for each: machine, state, role, extent, and the commands of the state whose entries are for fewer roles, for more, and for
  /// whoever is named.
  var sights: Set<String> {
    var lines: Set<String> = []
    for (key, machine) in machines {
      for (name, state) in machine.states {
        for role in access.keys {
          guard let extent = extent(of: role, in: state, of: key) else { continue }
          let own = state.isFinal ? [] : state.commands.sorted().filter { commands[$0]?.audience != nil }
          let (read, unread) = (own.filter { isFor(role, $0) }, own.filter { !isFor(role, $0) })
          let withheld = extent == "state" ? unread : []
          let added = extent == "existence" ? read : []
          let named =
            state.isFinal || extent == "everything"
            ? []
            : state.commands.sorted().filter {
              guard let command = commands[$0], command.sharedAmong.contains(role) else { return false }
              return !(command.audience ?? state.audience).contains(role)
            }
          let lists = [withheld, added, named].map { $0.joined(separator: ",") }
          lines.insert(([key, name, role, extent] + lists).joined(separator: "|"))
        }
      }
    }
    return lines
  }

  private func isFor(_ role: String, _ command: String) -> Bool { commands[command]?.audience?.contains(role) ?? true }

  private func extent(of role: String, in state: State, of machine: String) -> String? {
    let isAddressed = state.audience.contains(role)
    switch access[role] {
    case "oversight": return "everything"
    case "party" where machine == root: return isAddressed ? "state" : "existence"
    case "party": return isAddressed ? "state" : nil
    case "part" where parts[role] == machine: return isAddressed ? "state" : "existence"
    default: return nil
    }
  }
}
