import CaseCore
import OrderedCollections

/// A command as somebody gives it who may: with fields and a ground that are accepted, so that nothing but rights and the state is asked.
struct RightsOrder {
  let command: String
  private(set) var fields: [String: Input] = [:]
  private(set) var ground: String?
  /// The children that its fields name.
  private(set) var children: [(id: String, machine: String, state: String)] = []

  /// Monday 2 March 2026, when it is given; on the next day every date with a limit is accepted.
  static let day = CivilDate(dayNumber: 20_514)

  init(_ command: String, _ definition: CommandDefinition, in workflow: Workflow) {
    self.command = command
    ground = definition.grounds.first { workflow.grounds[$0].map(Self.isInForce) ?? false }
    for (name, field) in definition.fields where field.isRequired {
      fields[name] = input(field.kind, in: workflow)
    }
  }

  private static func isInForce(_ ground: Ground) -> Bool {
    (ground.from.map { $0 <= day } ?? true) && (ground.until.map { day <= $0 } ?? true)
  }

  private mutating func input(_ kind: Field.Kind, in workflow: Workflow) -> Input {
    switch kind {
    case .text: return .string("x")
    case .date(let within, _): return .string((within == nil ? Self.day : Self.day.adding(days: 1)).description)
    case .number(let minimum, let maximum): return .number(minimum ?? maximum ?? 1)
    case .choice(let options): return .string(options.first?.key ?? "")
    // Each role has an organisation of its own name.
    case .reference(let roles): return .string(roles.first ?? workflow.roles.keys.first ?? "")
    case .child(let machine, let states):
      let id = "\(machine)-9"
      children.append((id, machine, states.first ?? ""))
      return .string(id)
    case .list(let kind, let minimum, _):
      return .list(Array(repeating: input(kind, in: workflow), count: max(minimum, 1)))
    }
  }
}
