/// Reads one node: returns its value, or reports a fault and returns `nil`, and reading continues.
struct NodeReader {
  let node: YamlNode
  /// The keys from the top of the file to here; an item of a list by its number.
  let path: [String]
  /// The place of the key of this node, if it has one.
  let keyPlace: Place?
  let log: FaultLog

  init(root: YamlNode, log: FaultLog) {
    self.init(node: root, path: [], keyPlace: nil, log: log)
  }

  private init(node: YamlNode, path: [String], keyPlace: Place?, log: FaultLog) {
    self.node = node
    self.path = path
    self.keyPlace = keyPlace
    self.log = log
  }

  func child(_ pair: YamlNode.Pair) -> NodeReader {
    NodeReader(node: pair.value, path: path + [pair.key], keyPlace: pair.keyPlace, log: log)
  }

  private func item(_ index: Int, _ node: YamlNode) -> NodeReader {
    NodeReader(node: node, path: path + ["\(index)"], keyPlace: nil, log: log)
  }

  /// The place of a fault in the node as a whole: for a group or list of several lines, its key.
  var place: Place {
    if case .scalar = node.content { return node.place }
    return keyPlace ?? node.place
  }

  var isMapping: Bool { if case .mapping = node.content { true } else { false } }

  /// Reports a fault here.
  func fault(_ message: String) {
    log.add(message, at: place, damaging: path)
  }

  /// Reports a fault in a text for people, from which no other fault can follow.
  func harmlessFault(_ message: String) {
    log.add(message, at: place)
  }

  // MARK: - Groups and lists

  /// A mapping with the keys of the language.
  func group(_ keys: [String]) -> GroupReader? {
    guard case .mapping(let pairs) = node.content else {
      fault("Hier hoort een groep met de sleutels \(keys.joined(separator: ", ")).")
      return nil
    }
    return GroupReader(reader: self, pairs: pairs, keys: keys)
  }

  /// A mapping with keys that the author chose.
  func entries(named isName: (String) -> Bool = \.isKebabCase) -> [(name: String, reader: NodeReader)] {
    guard case .mapping(let pairs) = node.content else {
      fault("Hier hoort een groep met namen als sleutel.")
      return []
    }
    return pairs.map { pair in
      let reader = child(pair)
      if !isName(pair.key) {
        log.add(Self.notKebabCase(pair.key), at: pair.keyPlace)
      }
      return (pair.key, reader)
    }
  }

  func items() -> [NodeReader] {
    guard case .sequence(let nodes) = node.content else {
      fault("Hier hoort een lijst.")
      return []
    }
    return nodes.enumerated().map(item)
  }

  /// A list, or its only item without the brackets.
  func oneOrMore() -> [NodeReader] {
    if case .sequence = node.content { return items() }
    return [NodeReader(node: node, path: path + ["0"], keyPlace: keyPlace, log: log)]
  }

  static func notKebabCase(_ name: String) -> String {
    "«\(name)» is geen naam: een naam bestaat uit kleine letters, cijfers en koppeltekens, en begint met een letter."
  }
}
