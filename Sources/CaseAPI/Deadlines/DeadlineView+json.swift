import CaseCore
import CaseReading
import DutchMessages
import Foundation
import OrderedCollections
import StrictJSON

extension DeadlineView {
  /// As one of the deadlines of a case.
  var json: JSON {
    [
      "sleutel": .string(name.name),
      "omschrijving": .string(label),
      "bron": JSON(definition?.dutchSource),
      "begonnenTijdstip": .string(running.startedAt.description),
      "uiterlijkTijdstip": JSON(due?.description),
      "laatsteDag": JSON(lastDay?.description),
      "opgeschort": .bool(standing == .suspended),
      "verlopen": .integer(Int64(running.passed)),
      "volgendMoment": nextJSON,
      "aanZet": awaitedJSON,
    ]
  }

  /// As one of the deadlines of many cases.
  var listed: JSON {
    [
      "casus": .string(alias.uuidString.lowercased()),
      "werkstroom": .string(workflow.key),
      "regio": .string(region),
      "onderdeel": JSON(name.child),
      "sleutel": .string(name.name),
      "omschrijving": .string(label),
      "uiterlijkTijdstip": JSON(due?.description),
      "laatsteDag": JSON(lastDay?.description),
      "stand": .string(standing.rawValue),
      "verlopen": .integer(Int64(running.passed)),
      "volgendMoment": nextJSON,
      "aanZet": awaitedJSON,
    ]
  }

  private var awaitedJSON: JSON {
    .array(awaitedRoles.map { CaseView.keyed($0, workflow.roles[$0]?.label) })
  }

  private var nextJSON: JSON {
    guard let next else { return .null }
    return [
      "soort": .string(next.kind.rawValue),
      "tijdstip": .string(next.at.description),
      "rollen": .array(next.roles.map { CaseView.keyed($0, workflow.roles[$0]?.label) }),
    ]
  }
}
