import Foundation

/// An iCalendar text as a program reads it (RFC 5545, 3.1): unfolded, in properties, texts without their escapes.
struct ParsedCalendar {
  struct Fault: Error {
    let line: String
  }

  /// Of the calendar itself.
  private(set) var properties: [String: String] = [:]
  private(set) var events: [[String: String]] = []
  /// How many components of each kind there are.
  private(set) var components: [String: Int] = [:]

  init(_ text: String) throws {
    let lines = text.components(separatedBy: "\r\n")
    guard lines.last == "", let long = lines.max(by: { $0.utf8.count < $1.utf8.count }), long.utf8.count <= 75 else {
      throw Fault(line: "the end, or a line of more than 75 octets")
    }
    if let stray = lines.first(where: { $0.contains("\n") || $0.contains("\r") }) { throw Fault(line: stray) }
    var open: [String] = []
    for line in text.replacing("\r\n ", with: "").components(separatedBy: "\r\n").dropLast() {
      guard let colon = line.firstIndex(of: ":") else { throw Fault(line: line) }
      let (name, value) = (String(line[..<colon]), String(line[line.index(after: colon)...]))
      switch name {
      case "BEGIN":
        open.append(value)
        components[value, default: 0] += 1
        if value == "VEVENT" { events.append([:]) }
      case "END": guard open.popLast() == value else { throw Fault(line: line) }
      default: try keep(name, value, in: open.last)
      }
    }
    guard open.isEmpty, properties["VERSION"] == "2.0", properties["PRODID"] != nil else { throw Fault(line: "all") }
  }

  private mutating func keep(_ name: String, _ value: String, in component: String?) throws {
    let isText = ["SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"].contains(name)
    let kept = isText ? Self.unescaped(value) : value
    switch component {
    case "VCALENDAR": properties[name] = kept
    case "VEVENT" where events[events.count - 1][name] == nil: events[events.count - 1][name] = kept
    case "VTIMEZONE", "DAYLIGHT", "STANDARD", "VALARM": break
    default: throw Fault(line: name)
    }
  }

  private static func unescaped(_ text: String) -> String {
    var plain = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        plain.append(character == "n" ? "\n" : character)
      } else if character != "\\" {
        plain.append(character)
      }
      isEscaped = !isEscaped && character == "\\"
    }
    return plain
  }
}
