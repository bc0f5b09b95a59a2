package import OrderedCollections

/// A JSON text as a value. Requests are read into it and then held against what they should be, so that all that is
/// wrong with one can be said at once; answers are written from it.
package indirect enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// A number with a fraction or an exponent, or too large to be counted with. Nothing here takes one.
  case otherNumber
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
  init(_ text: String?) { self = text.map(JSON.string) ?? .null }
  init(_ texts: [String]) { self = .array(texts.map(JSON.string)) }

  /// An object without the members whose value is `nil`.
  static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
    .object(members.reduce(into: [:]) { $0[$1.key] = $1.value })
  }
}
