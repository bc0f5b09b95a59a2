/// A case's revision as an entity tag: `"12"`.
package enum EntityTag {
  package static let rule = "Moet een ETag van deze casus zijn, zoals \"12\", of meer ervan met komma's ertussen."

  package static func text(_ revision: Int64) -> String { "\"\(revision)\"" }

  /// What `If-Match` asks for.
  package enum Condition: Hashable, Sendable {
    /// Every revision will do.
    case any
    /// One of these. A proxy that compresses makes a tag weak: `W/"12"` names the same revision, for an answer of ours is
    /// the same for the same revision and person.
    case revisions(Set<Int64>)
  }

  /// - Parameter values: of the header `If-Match`, without it empty.
  /// - Returns: `nil` for what are no entity tags (RFC 9110, 8.8.3). A tag that is one and not of ours matches nothing.
  package static func condition(_ values: [String]) -> Condition? {
    guard !values.isEmpty else { return .any }
    let text = values.joined(separator: ",")
    if text == "*" { return .any }
    var rest = text.utf8[...]
    var revisions: Set<Int64> = []
    var count = 0
    while true {
      rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ",") }
      if rest.isEmpty { return count > 0 ? .revisions(revisions) : nil }
      guard let tag = next(&rest), count < most else { return nil }
      count += 1
      if let revision = Int64(tag), tag == String(revision) { revisions.insert(revision) }
      rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
    }
  }

  /// Whether `If-None-Match` names the tag, strong or weak, or every one. What are no entity tags names none: then the sender gets what
  /// it asks for.
  /// - Parameter values: of the header, without it empty.
  package static func names(_ tag: String, in values: [String]) -> Bool {
    let text = values.joined(separator: ",")
    if text == "*" { return true }
    var rest = text.utf8[...]
    for _ in 0..<most {
      rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ",") }
      guard !rest.isEmpty, let found = next(&rest) else { return false }
      if "\"\(found)\"" == tag { return true }
    }
    return false
  }

  /// How many tags a request may name.
  private static let most = 20

  /// What stands between the quotes of the tag at the beginning, which is taken away.
  private static func next(_ rest: inout Substring.UTF8View) -> String? {
    if rest.starts(with: "W/".utf8) { rest = rest.dropFirst(2) }
    guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
    let tag = rest.prefix { $0 == 0x21 || (0x23...0x7e).contains($0) || $0 >= 0x80 }
    rest = rest.dropFirst(tag.count)
    guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
    return String(Substring(tag))
  }
}
