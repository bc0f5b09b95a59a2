import CaseCore

/// A way by which a command comes to the door.
enum Entrance: String, CaseIterable {
  /// A request with an access token.
  case rest
  /// A signed message with an access token.
  case queue
  /// A signed message in which the organisation vouches for the person.
  case vouched
  /// A timer that has the name of the command.
  case timer
}

/// One cell of the matrix of rights, at one entrance.
struct EntranceCell {
  /// Where the command is given; `nil` before there is a case.
  struct Place: Hashable {
    var state: String
    /// Of the child that the command is for.
    var machine: String?
    var childState: String?
  }

  let command: String
  let role: String
  let standpoint: Standpoint
  let place: Place?
  let entrance: Entrance

  var child: String? { place?.machine.map { "\($0)-1" } }

  var cell: RightsReading.Cell {
    RightsReading.Cell(
      command: command,
      role: role,
      standpoint: standpoint,
      state: place?.state,
      childState: place?.childState,
      isVouched: entrance == .vouched
    )
  }

  func expected(by reading: RightsReading) -> RightsVerdict { entrance == .timer ? .lapsed : reading.expected(cell) }

  // MARK: - All of them

  /// - Parameter only: these commands; `nil` for all.
  static func all(_ reading: RightsReading, only: Set<String>? = nil) -> [EntranceCell] {
    let commands = reading.commands.filter { only?.contains($0.key) ?? true }.sorted { $0.key < $1.key }
    var cells: [EntranceCell] = []
    for role in reading.access.keys.sorted() {
      for (command, definition) in commands {
        let places = places(of: definition.machine, in: reading)
        func add(_ standpoint: Standpoint, _ place: Place?) {
          for entrance in Entrance.allCases where entrance != .timer {
            // Whom the directory does not know has no queue.
            guard standpoint != .unlisted || entrance == .rest else { continue }
            cells.append(.init(command: command, role: role, standpoint: standpoint, place: place, entrance: entrance))
          }
        }
        for standpoint in Standpoint.before { add(standpoint, nil) }
        for standpoint in Standpoint.all(ofPart: reading.access[role] == "part") {
          for place in places { add(standpoint, place) }
        }
      }
    }
    let role = reading.access.keys.min() ?? ""
    for (command, definition) in commands {
      cells += places(of: definition.machine, in: reading).map {
        .init(command: command, role: role, standpoint: .stranger, place: $0, entrance: .timer)
      }
    }
    return cells
  }

  /// Every state of the case; of a child every state, while the case goes on and when it is over.
  private static func places(of machine: String, in reading: RightsReading) -> [Place] {
    let roots = (reading.machines[reading.root]?.states ?? [:]).sorted { $0.key < $1.key }
    guard machine != reading.root else { return roots.map { Place(state: $0.key) } }
    let both = [false, true].compactMap { isFinal in roots.first { $0.value.isFinal == isFinal }?.key }
    let states = (reading.machines[machine]?.states.keys.sorted()) ?? []
    return both.flatMap { root in states.map { Place(state: root, machine: machine, childState: $0) } }
  }

  // MARK: - Some of them

  /// As many as it takes to have each of these pairs: an entrance with every command, role, standpoint, state and verdict; a role with
  /// every standpoint; and a command with every verdict that it can have.
  /// - Parameter cells: in the order in which they are tried.
  static func cover(_ cells: [EntranceCell], _ reading: RightsReading) -> [EntranceCell] {
    var met: Set<[String]> = []
    return cells.filter { cell in
      let new = cell.pairs(reading).filter { !met.contains($0) }
      met.formUnion(new)
      return !new.isEmpty
    }
  }

  private func pairs(_ reading: RightsReading) -> [[String]] {
    let verdict = expected(by: reading).rawValue
    let state = [place?.state ?? "", place?.machine ?? "", place?.childState ?? ""].joined(separator: "/")
    let entrance = entrance.rawValue
    return [
      ["entrance command", entrance, command], ["entrance role", entrance, role],
      ["entrance standpoint", entrance, standpoint.rawValue], ["entrance state", entrance, state],
      ["entrance verdict", entrance, verdict], ["role standpoint", role, standpoint.rawValue],
      ["command verdict", command, verdict],
    ]
  }
}
