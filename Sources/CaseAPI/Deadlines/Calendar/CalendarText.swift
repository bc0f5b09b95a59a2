/// The lines of an iCalendar object (RFC 5545, 3.1): each ends with CRLF, and one of more than 75 octets goes on in the
/// next, behind a space. A fold never parts the octets of one character.
struct CalendarText {
  private(set) var text = ""

  private static let longest = 75

  /// A component with what `write` puts in it.
  mutating func add(component name: String, _ write: (inout CalendarText) -> Void) {
    add("BEGIN", name)
    write(&self)
    add("END", name)
  }

  /// A property whose value is what it is: a date, a number, an address.
  mutating func add(_ name: String, _ value: String) {
    var octets = 0
    for character in "\(name):\(value)".unicodeScalars where !Self.isControl(character) {
      let size = UTF8.width(character)
      if octets + size > Self.longest {
        text += "\r\n "
        octets = 1
      }
      text.unicodeScalars.append(character)
      octets += size
    }
    text += "\r\n"
  }

  /// A property whose value is a text for people (3.3.11).
  mutating func add(_ name: String, text value: String) {
    let escaped = value.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
      .replacing("\n", with: "\\n")
    add(name, escaped)
  }

  /// What a line may not hold; a line break would begin a property of its own.
  private static func isControl(_ character: Unicode.Scalar) -> Bool {
    character.properties.generalCategory == .control
  }
}
