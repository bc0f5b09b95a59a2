import CaseCore
import CaseReading
import OrderedCollections
import StrictJSON

extension ReadEntry {
  func json(in journal: JournalView) -> JSON {
    let view = journal.view(at: self)
    return .object([
      "revisie": .integer(revision),
      "tijdstip": .string(at.description),
      "soort": .string(kind),
      "onderdeel": JSON(child),
      "naam": CaseView.keyed(name, view.machine(of: child).flatMap(label)),
      "uiterlijkTijdstip": due.map { .string($0.description) },
      "organisatie": organisation.map(JSON.string),
      "rol": role.map(view.role),
      "persoon": subject.map(JSON.string),
      "persoonVolgens": isVouched.map { .string($0 ? "organisatie" : "toegangstoken") },
      "namens": onBehalfOf.isEmpty ? nil : .array(onBehalfOf.map(view.named)),
      "grondslag": view.ground(ground),
      "van": journal.view(before: self).state(from, child: child),
      "naar": view.state(to, child: child),
      "velden": .object(
        fields.sorted { $0.key < $1.key }.reduce(into: [:]) { $0[$1.key] = $1.value.json }
      ),
      "leesbaar": .bool(isReadable),
    ])
  }

  private var kind: String {
    switch cause {
    case .command: "opdracht"
    case .deadline: "termijn"
    case .upgraded: "migratie"
    case .configured: "instelling"
    case .merged: "opvolging"
    case .transferred: "overgekomen"
    case .matched: "herkenning"
    }
  }

  private var due: Instant? { if case .deadline(_, _, let due) = cause { due } else { nil } }

  private var name: String {
    switch cause {
    case .command(let name), .deadline(let name, _, _), .transferred(let name): name
    case .upgraded(_, let version): version
    case .configured(let revision): "\(revision)"
    case .merged(_, let successor): successor
    case .matched(let identity): identity
    }
  }

  private func label(in machine: Machine) -> String? {
    switch cause {
    case .command, .transferred: machine.commands[name]?.label
    case .deadline: machine.deadlines[name]?.label
    case .upgraded(let from, let to): "Van versie \(from) naar versie \(to)"
    case .configured(let revision): "Termijnen volgens instelling \(revision) van de beheerders"
    case .matched: "Een andere zaak kan over dezelfde persoon gaan"
    case .merged(let former, let successor): "Organisatie \(former) is opgegaan in \(successor)"
    }
  }
}

extension CaseView {
  /// A state with its label; `null` when it is not for the reader, or before the first.
  func state(_ key: String, child: String?) -> JSON {
    maySee(state: key, child: child) ? Self.keyed(key, machine(of: child)?.states[key]?.label) : .null
  }

  /// A ground with its label and its source.
  func ground(_ key: String) -> JSON { workflow.groundJSON(key) }
}

extension Workflow {
  /// A ground with its label and its source.
  func groundJSON(_ key: String) -> JSON {
    [
      "sleutel": .string(key),
      "omschrijving": .string(
        grounds[key]?.label ?? (key == Ground.administration ? "Beheer van de werkstroom" : key)
      ),
      "bron": JSON(grounds[key]?.source),
    ]
  }
}

extension Value {
  /// A value as it may be sent in again.
  var json: JSON {
    switch self {
    case .text(let text), .choice(let text), .reference(let text), .child(let text), .otherCase(let text): .string(text)
    case .date(let date): .string(date.description)
    case .number(let number): .integer(number)
    case .list(let values): .array(values.map(\.json))
    }
  }
}
