import OrderedCollections
import StrictJSON

/// How large a value is, counted in another way than the reader does.
struct JSONMeasure {
  private(set) var depth = 0
  private(set) var values = 0
  private(set) var hasFractions = false

  init(_ json: JSON) { add(json, at: 0) }

  private mutating func add(_ json: JSON, at level: Int) {
    values += 1
    switch json {
    case .array(let items):
      depth = max(depth, level + 1)
      for item in items { add(item, at: level + 1) }
    case .object(let members):
      depth = max(depth, level + 1)
      for member in members.values { add(member, at: level + 1) }
    case .decimal: hasFractions = true
    case .null, .bool, .integer, .string: break
    }
  }
}
