import CaseCore
import CaseReading
import DutchMessages
import OrderedCollections
import StrictJSON

extension Decider.AvailableCommand {
  func json(in view: CaseView) -> JSON {
    let grounds = view.workflow.grounds(of: definition, validOn: Amsterdam.date(at: view.now))
    return [
      "opdracht": .string(command),
      "onderdeel": JSON(child),
      "omschrijving": .string(definition.label),
      "belemmeringen": JSON(obstacles.map(\.dutch)),
      "codes": JSON(obstacles.map(\.code)),
      "grondslagen": .array(grounds.map(view.ground)),
      "velden": .array(
        definition.fields.map { name, field in
          let condition = FieldCondition(field, of: definition, command, in: view.workflow)
          return field.json(named: name, condition, offer: offers[name])
        }
      ),
      "authenticatie": JSON(definition.authentication),
    ]
  }
}

extension Field {
  /// - Parameters:
  ///   - condition: when it is required, if that depends on what is said.
  ///   - offer: a value that the case knows already.
  func json(named name: String, _ condition: FieldCondition?, offer: Value? = nil) -> JSON {
    var members: OrderedDictionary<String, JSON> = [
      "sleutel": .string(name),
      "omschrijving": .string(label),
      "verplicht": .bool(isRequired),
      "persoonsgegeven": .bool(isPersonal),
    ]
    members["verplichtAls"] = condition?.json
    members["voorstel"] = offer?.json
    members.merge(kind.members) { $1 }
    return .object(members)
  }
}

extension Field.Kind {
  /// The kind and its limits.
  fileprivate var members: OrderedDictionary<String, JSON> {
    switch self {
    case .text(let maximum): ["soort": "tekst", "maximaleLengte": .integer(Int64(maximum))]
    case .date(let within, let past):
      ["soort": "datum", "hoogstensVooruit": JSON(within?.description), "nietInToekomst": .bool(past)]
    case .number(let minimum, let maximum):
      [
        "soort": "getal", "minimum": minimum.map(JSON.integer) ?? .null, "maximum": maximum.map(JSON.integer) ?? .null,
      ]
    case .choice(let options):
      ["soort": "keuze", "opties": .array(options.map { CaseView.keyed($0.key, $0.label) })]
    case .reference(let roles): ["soort": "organisatie", "rollen": JSON(roles)]
    case .child(let machine, let states):
      ["soort": "onderdeel", "machine": .string(machine), "fasen": JSON(states)]
    case .otherCase(let workflow, let states):
      ["soort": "casus", "werkstroom": .string(workflow), "fasen": JSON(states)]
    case .list(let kind, let minimum, let maximum):
      [
        "soort": "lijst", "onderdeel": .object(kind.members), "minimumAantal": .integer(Int64(minimum)),
        "maximumAantal": .integer(Int64(maximum)),
      ]
    }
  }
}
