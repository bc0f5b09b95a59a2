import CaseCore
import DutchMessages
import OrderedCollections

/// Collects the deadlines of a machine: those of one state are in that state, those of several states in the machine.
final class DeadlineReader {
  private let machine: [String]
  private let guards: GuardReader
  private let transitions: TransitionReader
  private(set) var deadlines: OrderedDictionary<String, Deadline> = [:]
  /// From the path of a deadline in the model to that in the file, where they differ.
  var moved: [[String]: [String]] = [:]
  private var places: [String: Place] = [:]

  private static let keys = [
    "label",
    "length",
    "kind",
    "until",
    "source",
    "ground",
    "warn",
    "target",
    "notify",
    "guard",
    "event",
    "remind",
    "repeat",
    "join",
    "case",
    "from",
    "suspend-while",
    "suspend-when",
    "legal-max",
    "was",
  ]

  init(machine: [String], transitions: TransitionReader) {
    self.machine = machine
    self.transitions = transitions
    guards = transitions.guards
  }

  /// - Parameter state: the state that has these deadlines; `nil` for deadlines that name their states.
  func read(_ reader: NodeReader, state: String?) {
    for (name, reader) in reader.entries() {
      let deadline = deadline(reader, name: name, state: state)
      if let first = places[name] {
        reader.fault("De termijn «\(name)» bestaat al, op regel \(first.line).")
        continue
      }
      places[name] = reader.keyPlace
      deadlines[name] = deadline
      let path = machine + ["after", name]
      if reader.path != path { moved[path] = reader.path }
    }
  }

  private func deadline(_ reader: NodeReader, name: String, state: String?) -> Deadline {
    let group = reader.group(Self.keys + (state == nil ? ["while"] : []))
    let begin = group?.optional("from").flatMap(begin)
    return Deadline(
      label: group?.label() ?? "",
      term: group.flatMap(term) ?? unread(reader),
      source: group?.text("source") ?? "",
      ground: group?.required("ground")?.name() ?? "",
      states: state.map { [$0] } ?? group?.required("while")?.names() ?? [],
      guard: group?.optional("guard").flatMap { guards.condition($0, command: nil) },
      warnings: group?.optional("warn").map { warnings($0, of: machine + ["after", name]) } ?? [],
      expiry: group?.optional("target")?.name().map(Deadline.Expiry.review) ?? .escalate,
      roles: group?.required("notify")?.names() ?? [],
      event: group?.optional("event")?.name(),
      reminders: group?.optional("remind").map { reminders($0, of: machine + ["after", name]) } ?? [],
      repeats: group?.optional("repeat")?.flag() ?? false,
      joins: group?.optional("join")?.oneOrMore().compactMap(TransitionPartReader().joinAtDeadline) ?? [],
      beginsOn: begin.flatMap { if case .fact(let name) = $0 { name } else { nil } },
      beginsAfter: begin.flatMap { if case .end(of: let name) = $0 { name } else { nil } },
      root: group?.optional("case").map { transitions.consequences($0, command: nil) } ?? [],
      suspendedIn: group?.optional("suspend-while")?.names() ?? [],
      suspendedWhen: group?.optional("suspend-when").flatMap { guards.condition($0, command: nil) },
      maximum: group?.optional("legal-max").flatMap(maximum),
      was: group?.optional("was")?.name()
    )
  }

  /// Stands in for a term that could not be read, and adds no further fault.
  private func unread(_ reader: NodeReader) -> Deadline.Term {
    reader.log.damage(reader.path + ["until"])
    return .fact("")
  }
}
