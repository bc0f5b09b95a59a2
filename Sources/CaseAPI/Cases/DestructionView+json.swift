import CaseCore
public import CaseReading
import Foundation
import OrderedCollections
import StoreBase
import StrictJSON

extension DestructionView {
  /// As one line of JSON, in the words of the API.
  public var line: String { json.text }

  var json: JSON {
    .object([
      "id": .string(alias.uuidString.lowercased()),
      "werkstroom": .string(workflowKey),
      "versie": .string(version),
      "revisie": .integer(revision),
      "vernietigdTijdstip": .string(at.description),
      "fase": CaseView.keyed(state, workflow?.rootMachine?.states[state]?.label),
      "opdracht": CaseView.keyed(command, workflow?.label(of: command)),
      "grondslag": ground(ground),
      "uitgevoerdDoor": act(completed),
      "besloten": .array(decided.map(act)),
      "ontvangers": .array(recipients.map(recipient)),
      "velden": .object(fields.sorted { $0.key < $1.key }.reduce(into: [:]) { $0[$1.key] = $1.value.json }),
    ])
  }

  private func act(_ act: DestructionRecord.Act) -> JSON {
    .object([
      "organisatie": .string(act.organisation),
      "naam": JSON(directory.organisations[act.organisation]?.name),
      "rol": CaseView.keyed(act.role, workflow?.roles[act.role]?.label),
      "persoon": JSON(person(act)),
      "tijdstip": .string(act.at.description),
      "grondslag": ground(act.ground),
      "besluit": act.decision.map { CaseView.keyed($0, workflow?.rootMachine?.decisions[$0]?.label) } ?? .null,
      "keuze": JSON(act.option),
    ])
  }

  private func recipient(_ recipient: DestructionRecord.Recipient) -> JSON {
    .object([
      "organisatie": .string(recipient.organisation),
      "naam": JSON(directory.organisations[recipient.organisation]?.name),
      "onderdeel": .string(recipient.child),
      "fase": CaseView.keyed(
        recipient.state,
        workflow?.machines[recipient.machine]?.states[recipient.state]?.label
      ),
      "afgerond": .bool(isDone(recipient)),
      "sindsTijdstip": .string(recipient.since.description),
    ])
  }

  private func ground(_ key: String) -> JSON {
    let ground = workflow?.grounds[key]
    return [
      "sleutel": .string(key), "omschrijving": .string(ground?.label ?? key), "bron": JSON(ground?.source),
    ]
  }
}

extension Workflow {
  fileprivate func label(of command: String) -> String? {
    machines.values.lazy.compactMap { $0.commands[command]?.label }.first
  }
}
