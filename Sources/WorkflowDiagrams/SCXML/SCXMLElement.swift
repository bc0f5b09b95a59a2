struct SCXMLElement {
  var name: String
  var attributes: [(name: String, value: String)]
  var children: [SCXMLElement]

  init(_ name: String, _ attributes: [(String, String)] = [], _ children: [SCXMLElement] = []) {
    self.name = name
    self.attributes = attributes.map { (name: $0.0, value: $0.1) }
    self.children = children
  }

  /// Each element on its own line.
  func lines(indent: String = "") -> [String] {
    let attributes = attributes.map { " \($0.name)=\"\(XMLText.escaped($0.value))\"" }.joined()
    guard !children.isEmpty else { return ["\(indent)<\(name)\(attributes)/>"] }
    return ["\(indent)<\(name)\(attributes)>"] + children.flatMap { $0.lines(indent: indent + "  ") }
      + ["\(indent)</\(name)>"]
  }
}
