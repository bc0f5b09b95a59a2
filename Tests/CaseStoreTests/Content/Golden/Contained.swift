import CaseCore
import Foundation

/// What a value consists of: each field of each type in it, and each end of it with what is there.
struct Contained {
  /// As `Party.roles`, or `Change.entered` for a choice.
  private(set) var fields: Set<String> = []
  /// As `root.parties[0].since = 3`.
  private(set) var lines: [String] = []

  init(_ value: Any) { visit(value, "") }

  private mutating func visit(_ value: Any, _ path: String) {
    if let leaf = Self.leaf(value) { return lines.append("\(path) = \(leaf)") }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      guard let some = mirror.children.first else { return lines.append("\(path) = nil") }
      visit(some.value, path)
    case .collection: for (index, child) in mirror.children.enumerated() { visit(child.value, "\(path)[\(index)]") }
    case .set:
      let elements = mirror.children.map { Self.leaf($0.value) ?? "\($0.value)" }.sorted()
      lines.append("\(path) = \(elements.joined(separator: ", "))")
    case .dictionary:
      let pairs = mirror.children.map { Array(Mirror(reflecting: $0.value).children.map(\.value)) }
      for pair in pairs.sorted(by: { "\($0[0])" < "\($1[0])" }) {
        visit(pair[1], "\(path)[\("\(pair[0])".debugDescription)]")
      }
    default: visitParts(of: value, mirror, path)
    }
  }

  /// Of a struct, a tuple or a choice.
  private mutating func visitParts(of value: Any, _ mirror: Mirror, _ path: String) {
    let type = String(describing: mirror.subjectType)
    if mirror.displayStyle == .enum, mirror.children.isEmpty {
      fields.insert("\(type).\(value)")
      return lines.append("\(path) = .\(value)")
    }
    for child in mirror.children {
      let label = child.label ?? ""
      if mirror.displayStyle != .tuple { fields.insert("\(type).\(label)") }
      visit(child.value, "\(path).\(label)")
    }
  }

  private static func leaf(_ value: Any) -> String? {
    switch value {
    case let text as String: text.debugDescription
    case let moment as Instant: "\(moment.microseconds) us"
    case let date as CivilDate: "day \(date.dayNumber)"
    case let length as Length: length.description
    case let id as UUID: id.uuidString
    case is any BinaryInteger, is Bool: "\(value)"
    default: nil
    }
  }
}
