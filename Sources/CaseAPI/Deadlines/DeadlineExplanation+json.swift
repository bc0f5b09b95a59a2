package import CaseCore
import CaseReading
import DutchMessages
import OrderedCollections
package import StrictJSON

extension DeadlineExplanation {
  /// In the words of the API.
  func json(in view: CaseView) -> JSON {
    [
      "sleutel": .string(name.name),
      "onderdeel": JSON(name.child),
      "omschrijving": .string(label),
      "bron": .string(dutchSource),
      "begonnenTijdstip": .string(startedAt.description),
      "uiterlijkTijdstip": JSON(dueAt?.description),
      "laatsteDag": JSON(lastDay?.description),
      "opgeschort": .bool(ledger.isSuspended),
      "gebeurtenissen": .array(ledger.entries.map(\.json)),
      "stappen": .array(steps.map(\.json)),
      "kalender": .string(calendarVersion),
      "komendeMomenten": .array(coming.map { $0.json(in: view) }),
      "waarschuwingen": JSON(warnings.map(\.dutch)),
    ]
  }
}

extension TermAnswer {
  package var json: JSON {
    [
      "soort": .string(rule.kind.rawValue),
      "lengte": .string(rule.length.description),
      "van": isBackward ? .null : .string(event),
      "voor": isBackward ? .string(event) : .null,
      "laatsteDag": JSON(dueDate.lastDay?.description),
      "uiterlijkTijdstip": .string(dueDate.due.description),
      "stappen": .array(dueDate.steps.map(\.json)),
      "kalender": .string(dueDate.calendarVersion),
      "waarschuwingen": JSON(warnings),
    ]
  }
}

extension Step {
  /// From one date to the next; of a term in hours, from one moment to the next.
  fileprivate var json: JSON {
    [
      "van": .string(moments?.before.description ?? before.description),
      "tot": .string(moments?.after.description ?? after.description),
      "regel": .string(dutch),
      "code": .string(code.rawValue),
      "bron": .string(source),
    ]
  }
}

extension DeadlineExplanation.Coming {
  fileprivate func json(in view: CaseView) -> JSON {
    let word =
      switch kind {
      case .warning: "waarschuwing"
      case .expiry: "afloop"
      case .reminder: "herinnering"
      }
    return [
      "soort": .string(word),
      "tijdstip": .string(at.description),
      "rollen": .array(roles.map(view.role)),
    ]
  }
}

extension Ledger.Entry {
  fileprivate var json: JSON {
    let (word, length): (String, Length?) =
      switch self {
      case .suspended: ("opgeschort", nil)
      case .resumed: ("hervat", nil)
      case .extended(let length, _): ("verlengd", length)
      }
    return ["soort": .string(word), "tijdstip": .string(at.description), "lengte": JSON(length?.description)]
  }
}
