import OrderedCollections
import StrictJSON

/// Of the components of a description those that are used.
struct ComponentSelection {
  private let components: OrderedDictionary<String, JSON>

  /// - Parameter schemas: go before those of the description with the same names.
  init(of description: JSON, and schemas: [(name: String, schema: JSON)]) {
    var components: OrderedDictionary<String, JSON> =
      if case .object(let members)? = description["components"] { members } else { [:] }
    if case .object(var known)? = components["schemas"] {
      for (name, schema) in schemas { known[name] = schema }
      components["schemas"] = .object(known)
    }
    self.components = components
  }

  /// Those to which a value refers, those to which these refer, and so on; and all that describe how to sign in, to which nothing refers.
  func used(by value: JSON) -> JSON {
    var used: Set<String> = []
    var ahead = Self.references(in: value)
    while let reference = ahead.popLast() {
      guard used.insert(reference).inserted else { continue }
      let parts = reference.split(separator: "/").map(String.init)
      guard parts.count == 4, let component = components[parts[2]]?[parts[3]] else { continue }
      ahead += Self.references(in: component)
    }
    var chosen: OrderedDictionary<String, JSON> = [:]
    for (kind, parts) in components {
      guard kind != "securitySchemes", case .object(let members) = parts else {
        chosen[kind] = parts
        continue
      }
      chosen[kind] = .object(members.filter { used.contains("#/components/\(kind)/\($0.key)") })
    }
    return .object(chosen)
  }

  private static func references(in value: JSON) -> [String] {
    switch value {
    case .array(let items): items.flatMap(references)
    case .object(let members):
      (members["$ref"]?.string.map { [$0] } ?? []) + members.values.flatMap(references)
    default: []
    }
  }
}
