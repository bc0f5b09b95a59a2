/// Divides a JSON list of objects as its bytes come, so that a list of any length needs no more memory than one of its objects. It only
/// finds where each begins and ends: who reads the object says whether it is JSON.
struct ListedObjects {
  /// It is no list of objects, or one of them is larger than it may be.
  struct Fault: Error {}

  private enum Place {
    case before, between, inObject, inText, afterBackslash, after
  }

  /// In bytes.
  private let longest: Int
  private var place = Place.before
  private var depth = 0
  private var object: [UInt8] = []

  /// - Parameter longest: how many bytes one object may have.
  init(longest: Int) { self.longest = longest }

  /// Whether the list has come to its end.
  var isComplete: Bool { place == .after }

  /// The objects that are complete with these bytes, in order.
  mutating func take(_ bytes: some Sequence<UInt8>) throws(Fault) -> [[UInt8]] {
    var found: [[UInt8]] = []
    for byte in bytes {
      if place == .before || place == .between || place == .after {
        try takeOutside(byte)
      } else {
        takeInside(byte)
      }
      guard !object.isEmpty else { continue }
      guard object.count <= longest else { throw Fault() }
      guard place == .between else { continue }
      found.append(object)
      object = []
    }
    return found
  }

  private mutating func takeOutside(_ byte: UInt8) throws(Fault) {
    switch (place, byte) {
    case (_, UInt8(ascii: " ")), (_, UInt8(ascii: "\n")), (_, UInt8(ascii: "\r")), (_, UInt8(ascii: "\t")): break
    case (.before, UInt8(ascii: "[")): place = .between
    case (.between, UInt8(ascii: ",")): break
    case (.between, UInt8(ascii: "]")): place = .after
    case (.between, UInt8(ascii: "{")): (place, depth, object) = (.inObject, 1, [byte])
    default: throw Fault()
    }
  }

  private mutating func takeInside(_ byte: UInt8) {
    object.append(byte)
    switch (place, byte) {
    case (.afterBackslash, _): place = .inText
    case (.inText, UInt8(ascii: "\\")): place = .afterBackslash
    case (.inText, UInt8(ascii: "\"")): place = .inObject
    case (.inText, _): break
    case (_, UInt8(ascii: "\"")): place = .inText
    case (_, UInt8(ascii: "{")): depth += 1
    case (_, UInt8(ascii: "}")):
      depth -= 1
      if depth == 0 { place = .between }
    default: break
    }
  }
}
