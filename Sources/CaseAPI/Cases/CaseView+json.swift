import CaseCore
import CaseReading
import Foundation
import OrderedCollections
import StrictJSON

extension CaseView {
  private var id: JSON { .string(alias.uuidString.lowercased()) }

  /// What a list and a case by itself both say. When the present state is not for the reader, only that there is a case, and its revision: whoever
  /// may give a command needs it for `If-Match`, and it counts only steps that the reader was told of.
  private var summary: JSON {
    .object([
      "id": id,
      "werkstroom": .string(instance.workflow),
      "revisie": .integer(revision),
      "fase": isOpen ? .string(instance.state) : .null,
      "faseOmschrijving": isOpen ? JSON(machine.states[instance.state]?.label) : .null,
      "faseSinds": isOpen ? JSON(phaseStart?.description) : .null,
      "gewijzigdTijdstip": isOpen ? .string(changedAt.description) : .null,
      "uiterlijkTijdstip": JSON(due?.description),
      "opgeschort": .bool(isSuspended),
    ])
  }

  /// As one of a list: beside the summary what one can ask for, so that nobody reads each case to know which of them are urgent,
  /// and for whom. It says nothing that the whole case would not.
  var listed: JSON {
    guard case .object(var members) = summary else { return summary }
    members["verlopen"] = .bool(isOverdue)
    let awaited = awaitedRoles
    members["aanZet"] = .array(workflow.roles.keys.filter(awaited.contains).map(role))
    return .object(members)
  }

  /// All of it that the reader may see.
  /// - Parameters:
  ///   - fields: what people said of its children, by their ids.
  ///   - isForPeople: whether the answer goes to whoever asks, and not into a queue, where systems would join by the name what they have of cases.
  func json(children fields: [String: [String: Value]], isForPeople: Bool = false) -> JSON {
    guard case .object(var members) = summary else { return summary }
    members["versie"] = .string(instance.version)
    if isForPeople, let name { members["kenmerk"] = .string(name) }
    let parties = instance.root.parties.filter { $0.until == nil && (isOpen || $0.organisation == reader.organisation) }
    members["partijen"] = .array(parties.map(json))
    members["termijnen"] = .array(isOpen ? deadlines(of: nil).map(\.json) : [])
    members["besluiten"] = .array(isOpen ? decisions(of: nil) : [])
    members["tellingen"] = .array(isOpen ? counts(of: nil) : [])
    members["aanZet"] = .array(isOpen ? awaited(of: nil) : [])
    members["onderdelen"] = .array(
      instance.children.keys.filter(visibility.children.contains).map { child($0, fields: fields[$0] ?? [:]) }
    )
    return .object(members)
  }

  /// A child that the reader may know of; its state only where that is for the reader.
  private func child(_ id: String, fields: [String: Value]) -> JSON {
    let child = instance.children[id] ?? Instance(machine: "")
    let isOpen = maySee(state: child.state, child: id)
    return [
      "onderdeel": .string(id),
      "soort": Self.keyed(child.machine, machine(of: id)?.label),
      "fase": isOpen ? .string(child.state) : .null,
      "faseOmschrijving": isOpen ? JSON(machine(of: id)?.states[child.state]?.label) : .null,
      "partijen": .array(
        child.parties.filter { $0.until == nil && (isOpen || $0.organisation == reader.organisation) }.map(json)
      ),
      "termijnen": .array(isOpen ? deadlines(of: id).map(\.json) : []),
      "besluiten": .array(isOpen ? decisions(of: id) : []),
      "tellingen": .array(isOpen ? counts(of: id) : []),
      "aanZet": .array(isOpen ? awaited(of: id) : []),
      "velden": .object(fields.sorted { $0.key < $1.key }.reduce(into: [:]) { $0[$1.key] = $1.value.json }),
    ]
  }

  /// Who still must act, each organisation once in each role.
  private func awaited(of child: String?) -> [JSON] {
    var told: Set<[String]> = []
    return awaited(in: child).filter { told.insert([$0.role, $0.organisation]).inserted }.map { awaited in
      [
        "rol": role(awaited.role),
        "organisatie": .string(awaited.organisation),
        "naam": JSON(directory.organisations[awaited.organisation]?.name),
      ]
    }
  }

  /// What the workflow counts, as contacts that took place: how often, and nothing of what.
  private func counts(of child: String?) -> [JSON] {
    guard let focus = instance.instance(child), let machine = machine(of: child) else { return [] }
    let counted = workflow.counted(in: focus.machine)
    return machine.facts.filter { counted.contains($0.key) }.compactMap { name, fact in
      guard case .number(let number)? = focus.facts[name] else { return nil }
      return ["sleutel": .string(name), "omschrijving": .string(fact.label), "aantal": .integer(number)]
    }
  }

  private func hasHolder(of role: String, in child: String?) -> Bool {
    !instance.organisations(in: [role], child: child, of: workflow, by: directory).isEmpty
  }

  /// An organisation for which another one acts.
  func named(_ number: String) -> JSON {
    ["organisatie": .string(number), "naam": JSON(directory.organisations[number]?.name)]
  }

  /// For whom a party has its roles, each once.
  private func principals(of party: Party) -> [String] {
    Set(party.roles.flatMap { directory.principals(of: party, in: $0) }).sorted()
  }

  private func json(_ party: Party) -> JSON {
    [
      "namens": .array(principals(of: party).map(named)),
      "organisatie": .string(party.organisation),
      "naam": JSON(directory.organisations[party.organisation]?.name),
      "rollen": .array(party.roles.sorted().map(role)),
      "vervallenVoorwaarden": .array(lapsedConditions(of: party).map { Self.keyed($0, workflow.conditions[$0]) }),
    ]
  }

  /// The conditions of taking part that it does not meet any more. It takes part all the same.
  private func lapsedConditions(of party: Party) -> [String] {
    guard let organisation = directory.organisations[party.organisation] else { return [] }
    let roles = directory.counted(party).compactMap { workflow.roles[$0] }
    let asked = Set(roles.flatMap(\.conditions))
    return workflow.conditions.keys.filter {
      asked.contains($0) && !organisation.meets($0, on: Amsterdam.date(at: now))
    }
  }

  /// A role with its label.
  func role(_ key: String) -> JSON { Self.keyed(key, workflow.roles[key]?.label) }

  /// What the workflow calls by a key, with its label.
  static func keyed(_ key: String, _ label: String?) -> JSON {
    ["sleutel": .string(key), "omschrijving": .string(label ?? key)]
  }

  /// The joint decisions that are taken in the present state, as far as the reader may see who voted what.
  private func decisions(of child: String?) -> [JSON] {
    guard let machine = machine(of: child), let focus = instance.instance(child) else { return [] }
    return machine.decisions.compactMap { name, decision in
      let command = machine.commands.first { key, definition in
        definition.vote == name && !machine.transitions(for: key, in: focus.state).isEmpty
      }?.value
      let audience = command.map { $0.audience ?? machine.states[focus.state]?.audience ?? [] }
      guard let audience, visibility.includes(audience: audience, child: child) else { return nil }
      let voters = decision.roles.filter { hasHolder(of: $0, in: child) }
      return json(
        name,
        decision,
        voters: voters,
        votes: focus.votes[name] ?? [],
        standing: standing(of: name, child: child),
        of: child
      )
    }
  }

  private func json(
    _ name: String,
    _ decision: JointDecision,
    voters: [String],
    votes: [Vote],
    standing: JointDecision.Standing,
    of child: String?
  ) -> JSON {
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
      "stemmers": .array(voters.map(role)),
      "stemmen": .array(
        votes.map { vote in
          let party = instance.instance(child)?.party(vote.organisation) ?? instance.party(vote.organisation)
          let principals = party.map { directory.principals(of: $0, in: vote.role) } ?? []
          return [
            "rol": role(vote.role), "organisatie": .string(vote.organisation), "keuze": .string(vote.option),
            "namens": .array(principals.map(named)),
          ]
        }
      ),
    ]
  }
}
