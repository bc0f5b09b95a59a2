import CaseCore
import OrderedCollections
import SettingsStore
import StrictJSON

extension Proposal {
  /// With who did what: only administrators come this far.
  /// - Parameter inForce: what holds now; `nil` for a proposal that was settled.
  func json(_ inForce: ValuesInForce?) -> JSON { .object(members(inForce)) }

  func members(_ inForce: ValuesInForce?) -> OrderedDictionary<String, JSON> {
    [
      "nummer": .integer(number),
      "stand": .string(standing),
      "reden": .string(proposed.content.reason),
      "voorgesteldTijdstip": .string(proposed.at.description),
      "voorgesteldDoor": proposed.author,
      "wijzigingen": .array(changes.map(\.json)),
      "nu": outcome == .open ? inForce.map { .array(changes.map($0.json)) } ?? .null : .null,
      "afgedaanTijdstip": JSON(settled?.at.description),
      "afgedaanDoor": settled?.author ?? .null,
      "afwijzingsreden": JSON(rejection?.content.reason),
      "plan": JSON(settled?.plan),
      "revisie": revision.map(JSON.integer) ?? .null,
    ]
  }

  private var standing: String {
    switch outcome {
    case .open: "open"
    case .approved: "goedgekeurd"
    case .rejected: "afgewezen"
    case .withdrawn: "ingetrokken"
    }
  }

  private var settled: SettingsEntry? {
    switch outcome {
    case .open: nil
    case .approved(let entry, _), .rejected(let entry), .withdrawn(let entry): entry
    }
  }

  private var rejection: SettingsEntry? { if case .rejected(let entry) = outcome { entry } else { nil } }

  private var revision: Int64? { if case .approved(_, let revision) = outcome { revision } else { nil } }
}

extension SettingsEntry {
  fileprivate var author: JSON {
    ["persoon": .string(content.subject), "organisatie": .string(content.organisation)]
  }
}
