import CaseCore
import CaseStore
import Foundation
import OrderedCollections

extension CaseView {
  private var id: JSON { .string(alias.uuidString.lowercased()) }

  /// As one of a list. When the present state is not for the reader, only that there is a case, and its revision: whoever
  /// may give a command needs it for `If-Match`, and it counts steps without saying which.
  var summary: JSON {
    .object([
      "id": id,
      "werkstroom": .string(instance.workflow),
      "revisie": .integer(instance.revision),
      "fase": isOpen ? .string(instance.state) : .null,
      "faseOmschrijving": isOpen ? JSON(machine.states[instance.state]?.label) : .null,
      "gewijzigdTijdstip": isOpen ? .string(instance.changedAt.description) : .null,
    ])
  }

  var json: JSON {
    guard case .object(var members) = summary else { return summary }
    members["versie"] = .string(instance.version)
    members["partijen"] = .array(instance.parties.filter { isOpen || $0.organisation == reader.organisation }.map(json))
    members["termijnen"] = .array(isOpen ? deadlines : [])
    members["besluiten"] = .array(isOpen ? decisions : [])
    return .object(members)
  }

  private func json(_ party: Party) -> JSON {
    [
      "organisatie": .string(party.organisation),
      "naam": JSON(directory.organisations[party.organisation]?.name),
      "rollen": .array(party.roles.sorted().map(role)),
    ]
  }

  /// A role with its label.
  func role(_ key: String) -> JSON { Self.keyed(key, workflow.roles[key]?.label) }

  /// What the workflow calls by a key, with its label.
  static func keyed(_ key: String, _ label: String?) -> JSON {
    ["sleutel": .string(key), "omschrijving": .string(label ?? key)]
  }

  /// In the order in which they are due.
  private var deadlines: [JSON] {
    instance.deadlines.sorted { ($0.value.dueAt, $0.key) < ($1.value.dueAt, $1.key) }.map { name, deadline in
      [
        "sleutel": .string(name),
        "omschrijving": .string(machine.deadlines[name]?.label ?? name),
        "bron": JSON(machine.deadlines[name]?.source),
        "begonnenTijdstip": .string(deadline.startedAt.description),
        "uiterlijkTijdstip": .string(deadline.dueAt.description),
      ]
    }
  }

  /// The joint decisions that are taken in the present state, as far as the reader may see who voted what.
  private var decisions: [JSON] {
    machine.decisions.compactMap { name, decision in
      let command = machine.commands.first { key, definition in
        definition.vote == name && !machine.transitions(for: key, in: instance.state).isEmpty
      }?.value
      guard let command, insight.includes(audience: command.audience ?? machine.states[instance.state]?.audience ?? [])
      else { return nil }
      return json(name, decision)
    }
  }

  private func json(_ name: String, _ decision: JointDecision) -> JSON {
    let votes = instance.votes[name] ?? [:]
    let standing = machine.standing(of: name, in: instance)
    let (stand, outcome): (String, String?) =
      switch standing {
      case .open: ("open", nil)
      case .divided: ("verdeeld", nil)
      case .decided(let option): ("besloten", option)
      }
    return [
      "sleutel": .string(name),
      "omschrijving": .string(decision.label),
      "stand": .string(stand),
      "uitkomst": JSON(outcome),
      "stemmen": .array(
        decision.voters.map { ["rol": role($0), "keuze": JSON(votes[$0])] }
      ),
    ]
  }
}
