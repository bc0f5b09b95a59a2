/// A node of the file with its place: all that the readers need of YAML, without tags, anchors and merge keys.
struct YamlNode {
  enum Content {
    /// A value without quotes may be a number or a boolean; one in quotes is always text.
    case scalar(String, isQuoted: Bool)
    case mapping([Pair])
    case sequence([YamlNode])
  }

  struct Pair {
    var key: String
    var keyPlace: Place
    var value: YamlNode
  }

  var content: Content
  var place: Place

  subscript(key: String) -> Pair? {
    guard case .mapping(let pairs) = content else { return nil }
    return pairs.first { $0.key == key }
  }
}
