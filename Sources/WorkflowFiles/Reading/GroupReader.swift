import CaseCore

/// Reads a mapping with known keys. An unknown key is reported at once, a missing one when it is asked for.
struct GroupReader {
  let reader: NodeReader
  private let pairs: [YamlNode.Pair]

  init(reader: NodeReader, pairs: [YamlNode.Pair], keys: [String]) {
    self.reader = reader
    self.pairs = pairs
    for pair in pairs where !keys.contains(pair.key) { noteUnknown(pair, keys: keys) }
  }

  private func noteUnknown(_ pair: YamlNode.Pair, keys: [String]) {
    let open = keys.filter { key in !pairs.contains { $0.key == key } }
    let near = Spelling.nearest(to: pair.key, in: open)
    let advice = near.map { "Bedoeld is misschien «\($0)»." } ?? "Hier kunnen staan: \(keys.joined(separator: ", "))."
    // That the intended key is missing is no second fault.
    reader.log.add(
      "De sleutel «\(pair.key)» bestaat hier niet. \(advice)",
      at: pair.keyPlace,
      damaging: reader.path + [near ?? pair.key]
    )
  }

  func has(_ key: String) -> Bool { pairs.contains { $0.key == key } }

  func optional(_ key: String) -> NodeReader? {
    pairs.first { $0.key == key }.map(reader.child)
  }

  func required(_ key: String) -> NodeReader? {
    if let found = optional(key) { return found }
    noteMissing(key, damaging: reader.path + [key])
    return nil
  }

  /// Text for people only.
  func text(_ key: String) -> String {
    if let found = optional(key) { return found.text() ?? "" }
    noteMissing(key, damaging: nil)
    return ""
  }

  /// The label; every declared thing has one.
  func label() -> String { text("label") }

  private func noteMissing(_ key: String, damaging path: [String]?) {
    // A misspelt key was reported already, with what it was probably meant to be.
    guard !reader.log.damaged.contains(reader.path + [key]) else { return }
    reader.log.add("De sleutel «\(key)» ontbreekt.", at: reader.place, damaging: path)
  }
}
