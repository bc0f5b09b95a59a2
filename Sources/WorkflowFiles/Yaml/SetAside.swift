import Yams

/// Yams stops at a mapping that has a key twice, and names only the first of the two. To report every duplicate key and the
/// other faults, that first one is set aside: its first character is replaced by one that the file does not have, so that
/// all places stay as they were, and the text is composed again.
struct SetAside {
  /// The root, in which the keys that were set aside still have their replaced character; `nil` in a file without content.
  let root: Node?
  private let originals: [Unicode.Scalar: Unicode.Scalar]

  /// How many duplicate keys are reported; further ones are found when those are mended.
  private static let limit: UInt32 = 32

  /// - Throws: the `YamlError` of the first thing in the text that is not YAML.
  init(composing text: String) throws {
    var scalars = Array(text.unicodeScalars)
    var originals: [Unicode.Scalar: Unicode.Scalar] = [:]
    for disguise in Self.disguises(for: scalars) {
      do {
        root = try Self.compose(scalars)
        self.originals = originals
        return
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        guard let index = scalars.indexOfKey(at: Place(context.mark)) else {
          throw YamlError.duplicatedKeysInMapping(duplicates: keys, context: context)
        }
        originals[disguise] = scalars[index]
        scalars[index] = disguise
      }
    }
    root = try Self.compose(scalars)
    self.originals = originals
  }

  /// The key as it is in the file.
  func name(of key: String) -> String {
    guard let first = key.unicodeScalars.first, let original = originals[first] else { return key }
    return String(original) + key.unicodeScalars.dropFirst().map(String.init).joined()
  }

  /// Of the first private use area, which no key has.
  private static func disguises(for scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let present = Set(scalars)
    return (0xE000..<0xE000 + limit).compactMap(Unicode.Scalar.init).filter { !present.contains($0) }
  }

  private static func compose(_ scalars: [Unicode.Scalar]) throws -> Node? {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return try Yams.compose(yaml: String(view), .basic, .default, .utf8)
  }
}

extension [Unicode.Scalar] {
  /// Where the word of a key begins, after its quote; `nil` when there is no word (an alias for example).
  fileprivate func indexOfKey(at place: Place) -> Int? {
    guard var index = index(of: place) else { return nil }
    if self[index] == "\"" || self[index] == "'" { index += 1 }
    return index < count && self[index].properties.isAlphabetic ? index : nil
  }

  private func index(of place: Place) -> Int? {
    var line = 1
    var start = 0
    while line < place.line {
      guard let end = self[start...].firstIndex(of: "\n") else { return nil }
      (line, start) = (line + 1, end + 1)
    }
    let index = start + place.column - 1
    return index < count ? index : nil
  }
}
