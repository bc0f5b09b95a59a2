import CaseCore
import OrderedCollections

/// A command as somebody gives it who may: with fields and a ground that are accepted, so that nothing but rights and the state is asked.
struct RightsOrder {
  let command: String
  private(set) var fields: [String: Input] = [:]
  private(set) var ground: String?
  /// The children that its fields name.
  private(set) var children: [(id: String, machine: String, state: String)] = []
  /// The other cases that its fields name, all of which the sender knows.
  private(set) var otherCases: [String: OtherCase] = [:]

  /// Monday 2 March 2026, when it is given; on the next day every date with a limit is accepted.
  static let day = CivilDate(dayNumber: 20_514)

  private let day: CivilDate
  private let organisation: @Sendable (_ role: String) -> String

  /// - Parameters:
  ///   - day: on which it is given.
  ///   - organisation: the number of one that has a role.
  init(
    _ command: String,
    _ definition: CommandDefinition,
    in workflow: Workflow,
    on day: CivilDate = RightsOrder.day,
    organisation: @escaping @Sendable (_ role: String) -> String = { $0 }
  ) {
    self.command = command
    (self.day, self.organisation) = (day, organisation)
    ground = definition.grounds.first { name in workflow.grounds[name].map { Self.isInForce($0, on: day) } ?? false }
    for (name, field) in definition.fields where field.isRequired {
      fields[name] = input(field.kind, in: workflow)
    }
  }

  private static func isInForce(_ ground: Ground, on day: CivilDate) -> Bool {
    (ground.from.map { $0 <= day } ?? true) && (ground.until.map { day <= $0 } ?? true)
  }

  private mutating func input(_ kind: Field.Kind, in workflow: Workflow) -> Input {
    switch kind {
    case .text: return .string("x")
    case .date(let within, _): return .string((within == nil ? day : day.adding(days: 1)).description)
    case .number(let minimum, let maximum): return .number(minimum ?? maximum ?? 1)
    case .choice(let options): return .string(options.first?.key ?? "")
    // Each role has an organisation of its own.
    case .reference(let roles): return .string(organisation(roles.first ?? workflow.roles.keys.first ?? ""))
    case .child(let machine, let states):
      let id = "\(machine)-9"
      children.append((id, machine, states.first ?? ""))
      return .string(id)
    case .otherCase(let key, let states):
      let id = "\(key) 9"
      otherCases[id] = OtherCase(id: id, workflow: key, state: states.first)
      return .string(id)
    case .list(let kind, let minimum, _):
      return .list(Array(repeating: input(kind, in: workflow), count: max(minimum, 1)))
    }
  }
}
