import CaseCore
import DeadlineAdministration
import Foundation
import OrderedCollections
import StrictJSON

extension SettingsPlan {
  /// The digest and the totals of the whole plan.
  var members: OrderedDictionary<String, JSON> {
    [
      "plan": .string(digest),
      "bekeken": .integer(Int64(looked)),
      "gewijzigd": .integer(Int64(changes)),
      "onleesbaar": .integer(Int64(unreadable)),
      "totaal": .object(totals.members),
      "perRegio": Self.parts(regions) { ["regio": .string($0)] },
      "perTermijn": Self.parts(deadlines) { key in
        let names = key.split(separator: "/", maxSplits: 1).map(String.init)
        return ["onderdeel": JSON(names.first), "sleutel": JSON(names.last)]
      },
    ]
  }

  private static func parts(
    _ totals: [String: Totals],
    _ name: (String) -> OrderedDictionary<String, JSON>
  ) -> JSON {
    .array(totals.sorted { $0.key < $1.key }.map { .object(name($0.key).merging($0.value.members) { $1 }) })
  }
}

extension SettingsPlan.Totals {
  fileprivate var members: OrderedDictionary<String, JSON> {
    [
      "termijnen": .integer(Int64(changed)),
      "lopenMeteenAf": .integer(Int64(overdueAtOnce)),
      "waarschuwingenOpnieuw": .integer(Int64(warnsAgain)),
      "waarschuwingenNietMeer": .integer(Int64(skips)),
    ]
  }
}

extension PlannedSettings {
  var json: JSON {
    [
      "casus": .string(alias.uuidString.lowercased()),
      "werkstroom": .string(workflow),
      "regio": .string(region),
      "termijnen": .array(deadlines.map(\.json)),
      "gevolgen": .array(atOnce.map(\.json)),
    ]
  }
}

extension Consequence {
  fileprivate var json: JSON {
    let moves = moves.map { move -> JSON in
      ["onderdeel": JSON(move.child), "van": .string(move.from), "naar": .string(move.to)]
    }
    return ["termijn": .string(deadline), "fasen": .array(moves), "bericht": JSON(told)]
  }
}

extension DeadlineChange {
  fileprivate var json: JSON {
    [
      "onderdeel": JSON(name.child),
      "sleutel": .string(name.name),
      "gevolg": .string(effect.dutch),
      "oudUiterlijkTijdstip": JSON(oldDue?.description),
      "nieuwUiterlijkTijdstip": JSON(newDue?.description),
      "looptMeteenAf": .bool(isOverdueAtOnce),
      "waarschuwtOpnieuw": Self.numbers(warnsAgain),
      "waarschuwtNietMeer": Self.numbers(skips),
    ]
  }

  /// People count from one.
  private static func numbers(_ indices: [Int]) -> JSON { .array(indices.map { .integer(Int64($0) + 1) }) }
}

extension DeadlineChange.Effect {
  fileprivate var dutch: String {
    switch self {
    case .changed: "gewijzigd"
    case .started: "begint"
    case .ended: "vervalt"
    }
  }
}
