import CaseCore
import OrderedCollections
import SeededRandom

/// Fills in the fields of a command at random: usually so that the intended transition can be taken.
struct FieldFiller {
  let definition: CommandDefinition
  let hints: Hints
  let play: Play

  private var today: CivilDate { Amsterdam.date(at: play.now) }

  func fields(_ random: inout SeededGenerator) -> [String: Input] {
    var fields: [String: Input] = [:]
    for (name, field) in definition.fields {
      let isHinted = hints.satisfying[name] != nil || hints.dates[name] != nil
      guard field.isRequired || isHinted || random.once(in: 2) else { continue }
      fields[name] = random.once(in: 200) ? .other : input(name, field.kind, &random)
    }
    return fields
  }

  /// With the fields that are required because of what is said: usually. In the order of the command, and again for those that these
  /// make required.
  func complete(
    _ fields: [String: Input],
    child: String?,
    ground: String?,
    _ random: inout SeededGenerator
  ) -> [String: Input] {
    let conditional = definition.fields.filter { $1.condition != nil }
    guard !conditional.isEmpty, !random.once(in: 30) else { return fields }
    var fields = fields
    let nobody = Actor(subject: "", organisation: "", roles: [])
    guard let instance = play.instance ?? Evaluation.empty(play.environment, nobody, play.now) else { return fields }
    for _ in conditional {
      let values = Evaluation.fields(fields, definition)
      let situation = Situation(
        instance: instance,
        workflow: play.environment.workflow,
        child: child,
        fields: values,
        ground: ground ?? (definition.grounds.count == 1 ? definition.grounds[0] : nil),
        today: today,
        directory: play.environment.directory
      )
      let missing = conditional.filter { fields[$0] == nil && situation.requires($1) == true }
      if missing.isEmpty { break }
      for (name, field) in missing { fields[name] = input(name, field.kind, &random) }
    }
    return fields
  }

  private func input(_ name: String, _ kind: Field.Kind, _ random: inout SeededGenerator) -> Input {
    let follows = !random.once(in: 5)
    if follows, let value = hints.satisfying[name].flatMap({ random.pick($0) }) {
      if case .list = kind, case .reference = value { return .list([value.input]) }
      return value.input
    }
    switch kind {
    case .text: return .string("x")
    case .date(let within, let past):
      return .string("\(date(within, past, follows ? hints.dates[name] : nil, &random))")
    case .number(let minimum, let maximum):
      let least = minimum ?? 0
      return .number(least + Int64(random.number(below: Int(min(max((maximum ?? least + 3) - least, 0), 20)) + 1)))
    case .choice(let options):
      let bad = follows ? hints.violating[name] ?? [] : []
      let keys = options.map(\.key).filter { !bad.contains(.choice($0)) }
      return .string(random.pick(keys) ?? options.first?.key ?? "")
    case .reference(let roles):
      let candidates = play.environment.directory.organisations.values.filter {
        roles.isEmpty || !$0.roles.isDisjoint(with: roles)
      }
      return .string(random.pick(candidates.map(\.number).sorted()) ?? "")
    case .child(let machine, let states):
      let candidates = play.instance?.children.filter {
        $1.machine == machine && (states.isEmpty || states.contains($1.state))
      }
      return .string(random.pick(Array((candidates ?? [:]).keys)) ?? "")
    case .otherCase(let workflow, let states):
      return .string(random.pick(OtherCases.names(workflow, states)) ?? "")
    case .list(let inner, let minimum, let maximum):
      let count = min(max(minimum, 1) + random.number(below: 2), max(maximum, 1))
      return .list((0..<count).map { _ in input("", inner, &random) })
    }
  }

  private func date(
    _ within: Length?,
    _ past: Bool,
    _ hint: (length: Length, isRecent: Bool)?,
    _ random: inout SeededGenerator
  ) -> CivilDate {
    let start = Amsterdam.startOfDay(today)
    if let within {
      let longest = Amsterdam.date(at: start.adding(within)).days(since: today)
      return today.adding(
        days: 1 + random.number(below: random.once(in: 3) ? max(longest, 1) : min(max(longest, 1), 14))
      )
    }
    if let hint {
      let days = today.days(since: Amsterdam.date(at: start.subtracting(hint.length)))
      return today.adding(
        days: hint.isRecent ? -random.number(below: max(days - 1, 1)) : -days - random.number(below: 400)
      )
    }
    let days = random.once(in: 4) ? random.number(below: 40 * 365) : random.number(below: 30)
    return today.adding(days: past || random.once(in: 2) ? -days : random.number(below: 30))
  }
}
