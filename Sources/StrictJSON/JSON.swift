package import OrderedCollections

/// A JSON text as a value. What comes from outside is read into it and then held against what it should be, so that all
/// that is wrong with it can be said at once; answers are written from it.
package indirect enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A whole number, however it is written: `1`, `1.0` and `1e0` are one.
  case integer(Int64)
  /// A number with a fraction, or too large to be counted with. It may be infinite: nothing may make an integer of it.
  case decimal(Double)
  case string(String)
  case array([JSON])
  case object(OrderedDictionary<String, JSON>)
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(nilLiteral: ()) { self = .null }
  /// Members in the order written. A key written twice is a mistake in the program.
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(OrderedDictionary(uniqueKeysWithValues: elements))
  }
}

extension JSON {
  package init(_ text: String?) { self = text.map(JSON.string) ?? .null }
  package init(_ texts: [String]) { self = .array(texts.map(JSON.string)) }

  /// An object without the members whose value is `nil`.
  package static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
    .object(members.reduce(into: [:]) { $0[$1.key] = $1.value })
  }

  /// A member of an object; `nil` when it is not there or this is no object.
  package subscript(_ name: String) -> JSON? { if case .object(let members) = self { members[name] } else { nil } }

  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
  package var items: [JSON]? { if case .array(let items) = self { items } else { nil } }

  /// A number as seconds and the like are counted with: not exact, and perhaps infinite.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .decimal(let value): value
    default: nil
    }
  }
}
