import CaseCore
import Logging
import OrderedCollections
import StrictJSON

/// An entry of the log as JSON: `time` (RFC 3339, UTC), `level`, `label`, `message`, `source` (the module), and what differs from one entry of its
/// kind to the next in `metadata`. All values there are texts, or lists and objects of texts, so that a store of logs finds one type
/// under each name.
struct LogLine {
  private let entry: JSON

  init(_ event: LogEvent, label: String, metadata: Logger.Metadata, at moment: Instant) {
    var fields = metadata.sorted { $0.key < $1.key }.reduce(into: OrderedDictionary<String, JSON>()) { fields, field in
      fields[field.key] = Self.value(field.value)
    }
    // What an error says may have anything in it; who knows that it has not gives it as metadata.
    if let error = event.error { fields["type"] = .string("\(type(of: error))") }
    entry = .object([
      "time": .string(moment.description),
      "level": .string(event.level.rawValue),
      "label": .string(label),
      "message": .string("\(event.message)"),
      "source": .string(event.source),
      "metadata": fields.isEmpty ? nil : .object(fields),
    ])
  }

  /// Without a character that any reader takes for the end of a line, or that changes how what follows looks.
  var text: String {
    let text = entry.text
    guard text.unicodeScalars.contains(where: Self.isEscaped) else { return text }
    // JSON itself has none of them, so each stands in a text.
    return text.unicodeScalars.reduce(into: "") { line, scalar in
      if Self.isEscaped(scalar) { line += Self.escape(scalar) } else { line.unicodeScalars.append(scalar) }
    }
  }

  private static func value(_ value: Logger.Metadata.Value) -> JSON {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let value): .string(value.description)
    case .array(let values): .array(values.map(Self.value))
    case .dictionary(let values):
      .object(OrderedDictionary(uniqueKeysWithValues: values.sorted { $0.key < $1.key }.map { ($0, Self.value($1)) }))
    }
  }

  /// Controls, line and paragraph separators, and what sets the direction of writing. Those below 0x20 JSON escapes itself.
  private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
