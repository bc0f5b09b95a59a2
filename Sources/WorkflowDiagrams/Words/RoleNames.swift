import CaseCore
import OrderedCollections

/// What roles are called in a picture. There is little room: a role with a long label goes by its key when that is a short one
/// (`OM`), and the legend says what it stands for.
struct RoleNames: Sendable {
  struct Abbreviation: Hashable, Sendable {
    var short: String
    var label: String
  }

  private static let longestAbbreviation = 4

  private let names: OrderedDictionary<String, String>
  let abbreviations: [Abbreviation]

  init(_ roles: OrderedDictionary<String, Role>) {
    let labels = Set(roles.values.map { $0.label.onOneLine })
    var names: OrderedDictionary<String, String> = [:]
    var abbreviations: [Abbreviation] = []
    for (key, role) in roles {
      let label = role.label.onOneLine
      let short = key.uppercased()
      names[key] = label
      guard label.contains(" "), key.count <= Self.longestAbbreviation, !labels.contains(short) else { continue }
      names[key] = short
      abbreviations.append(.init(short: short, label: label))
    }
    self.names = names
    self.abbreviations = abbreviations
  }

  func name(_ role: String) -> String { names[role] ?? role }

  func names(_ roles: [String]) -> [String] { roles.map(name) }
}
