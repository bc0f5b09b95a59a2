import Foundation

/// `content.proto`, as far as is needed to find one's way in stored bytes.
struct ContentSchema: Sendable {
  /// Of each message the types of its fields by their numbers. A map has a message for its entries: `Instance.facts`.
  private(set) var messages: [String: [UInt64: String]] = [:]
  /// The messages of which it says that they are closed, and the entries of maps.
  private(set) var closed: Set<String> = []

  /// Where it is.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Sources/StoreBase/Content").standardized.path

  init() throws {
    let text = try String(contentsOfFile: "\(Self.folder)/content.proto", encoding: .utf8)
    var (name, isClosed) = ("", false)
    for line in text.split(separator: "\n") {
      let words = line.split { " {;,<>".contains($0) }.map(String.init)
      switch words.first {
      case "//": isClosed = isClosed || words.contains("Closed:")
      case "message":
        name = words[1]
        messages[name] = [:]
        if isClosed { closed.insert(name) }
        isClosed = false
      case "map": addMap(words, to: name)
      default: addField(words, to: name)
      }
    }
  }

  private mutating func addMap(_ words: [String], to name: String) {
    let entry = "\(name).\(words[3])"
    closed.insert(entry)
    messages[entry] = [1: words[1], 2: words[2]]
    messages[name]?[UInt64(words[5]) ?? 0] = entry
  }

  private mutating func addField(_ words: [String], to name: String) {
    guard let number = words.last.flatMap({ UInt64($0) }), let type = words.dropLast(3).last else { return }
    messages[name]?[number] = type
  }
}

extension ContentSchema {
  /// Field 1,000, with a text.
  private static let added: [UInt8] = [0xc2, 0x3e, 0x01, 0x78]

  /// The message with a field that it does not have, at the end of one of the messages in it; one for each type of message in it.
  func extended(_ bytes: [UInt8], as message: String) -> [String: [UInt8]] {
    var found = [message: bytes + Self.added]
    for field in Self.fields(of: bytes) {
      guard let type = messages[message]?[field.number], messages[type] != nil else { continue }
      for (place, inner) in extended(Array(bytes[field.content]), as: type) where found[place] == nil {
        let begin = bytes[..<field.start] + Self.variable(field.number << 3 | 2) + Self.variable(UInt64(inner.count))
        found[place] = begin + inner + bytes[field.content.upperBound...]
      }
    }
    return found
  }

  /// The fields that have a length.
  private static func fields(of bytes: [UInt8]) -> [(number: UInt64, start: Int, content: Range<Int>)] {
    var fields: [(number: UInt64, start: Int, content: Range<Int>)] = []
    var position = 0
    func variable() -> UInt64 {
      var (value, shift): (UInt64, UInt64) = (0, 0)
      repeat {
        value |= UInt64(bytes[position] & 0x7f) << shift
        (position, shift) = (position + 1, shift + 7)
      } while bytes[position - 1] >= 0x80
      return value
    }
    while position < bytes.count {
      let start = position
      let tag = variable()
      let value = variable()
      guard tag & 7 == 2 else { continue }
      fields.append((tag >> 3, start, position..<position + Int(value)))
      position += Int(value)
    }
    return fields
  }

  private static func variable(_ value: UInt64) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7f) | 0x80] + variable(value >> 7)
  }
}
