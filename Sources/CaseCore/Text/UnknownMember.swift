/// A member of stored JSON that this release does not know, because a later one wrote it.
///
/// Where it could change the meaning of the rest, as in settings, it is refused: ignoring it would mean counting deadlines
/// by half of what was approved. Nothing is lost by that, because the stored text stays as it is.
package struct UnknownMember: Error, Hashable, CustomStringConvertible {
  /// For example `changes[0].set._1.length`.
  package let description: String

  package init(_ path: [any CodingKey]) {
    description = path.reduce(into: "") { text, key in
      text += key.intValue.map { "[\($0)]" } ?? (text.isEmpty ? "" : ".") + key.stringValue
    }
  }
}

extension Decoder {
  /// The members of an object that may have no others.
  /// - Parameter known: the keys that it may have; all keys of the type by default.
  /// - Throws: ``UnknownMember``
  package func members<Key: CodingKey & Equatable>(
    _ keys: Key.Type,
    known: [Key]? = nil
  ) throws -> KeyedDecodingContainer<Key> {
    for member in try container(keyedBy: AnyMember.self).allKeys {
      guard let key = Key(stringValue: member.stringValue), known?.contains(key) ?? true else {
        throw UnknownMember(codingPath + [member])
      }
    }
    return try container(keyedBy: keys)
  }
}

private struct AnyMember: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
