package import CaseCore
import DutchMessages
package import StrictJSON

/// The kinds of value that settings consist of.
extension BodyReader {
  private static let longestName = 100
  private static let mostRoles = 50
  private static let hexadecimal = Set("0123456789abcdef".unicodeScalars)

  private static let nameRule = "Moet bestaan uit 1 tot \(longestName) kleine letters, cijfers en streepjes."
  private static let rolesRule = "Moet een lijst van hoogstens \(mostRoles) verschillende rollen zijn."

  /// How a workflow names something.
  package mutating func name(_ member: String) -> String? { required(member, Self.nameRule, Self.name) }

  package mutating func optionalName(_ member: String) -> String? { optional(member, Self.nameRule, Self.name) }

  /// What people wrote, in one line.
  package mutating func text(_ member: String) -> String? {
    required(member, Self.textRule(.reason), Self.line(.reason))
  }

  /// A name that people gave something.
  package mutating func line(_ member: String) -> String? {
    required(member, Self.textRule(.name), Self.line(.name))
  }

  package mutating func optionalLine(_ member: String) -> String? {
    optional(member, Self.textRule(.name), Self.line(.name))
  }

  package mutating func date(_ member: String) -> CivilDate? {
    required(member, "Moet een bestaande dag zijn, als 2026-05-04.") { json in
      // A text that is no date is told to its sender.
      Self.string(json).flatMap { try? CivilDate(iso8601: $0) }
    }
  }

  package mutating func year(_ member: String) -> Int? {
    required(member, "Moet een jaar zijn, als 2027.") { json in
      guard case .integer(let year) = json, (1...9_999).contains(year) else { return nil }
      return Int(year)
    }
  }

  package mutating func length(_ member: String) -> Length? {
    var message = "Moet een duur in één eenheid zijn: P5D, P6W, P3M, P1Y of PT72H."
    let length = Self.string(value(member)).flatMap { text -> Length? in
      do throws(LengthError) { return try Length(iso8601: text) } catch {
        message = error.dutch
        return nil
      }
    }
    return required(member, message) { _ in length }
  }

  package mutating func optionalLength(_ member: String) -> Length? { has(member) ? length(member) : nil }

  package mutating func roles(_ member: String) -> [String]? { required(member, Self.rolesRule, Self.roles) }

  package mutating func optionalRoles(_ member: String) -> [String]? { optional(member, Self.rolesRule, Self.roles) }

  /// The digest of a plan.
  package mutating func digest(_ member: String) -> String? {
    required(member, Self.digestRule) { json in
      Self.string(json).flatMap { Self.isDigest($0) ? $0 : nil }
    }
  }

  package static let digestRule =
    "Moet een plan zijn zoals het plan van het voorstel het noemt: 64 hexadecimale tekens."

  package static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64 && text.unicodeScalars.allSatisfy { hexadecimal.contains($0) }
  }

  // MARK: - One value

  package static func string(_ json: JSON) -> String? { if case .string(let text) = json { text } else { nil } }

  package static func bool(_ json: JSON) -> Bool? { if case .bool(let value) = json { value } else { nil } }

  private static func name(_ json: JSON) -> String? {
    guard let text = string(json), (1...longestName).contains(text.utf8.count),
      text.unicodeScalars.allSatisfy({ ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" })
    else { return nil }
    return text
  }

  private static func textRule(_ rule: TextRule) -> String {
    "Moet een tekst van 1 tot \(rule.maximum) tekens zijn die iets toont, op één regel."
  }

  /// The rule is said whole, whatever is wrong.
  private static func line(_ rule: TextRule) -> (JSON) -> String? {
    { json in string(json).flatMap { try? rule.accept($0) } }
  }

  private static func roles(_ json: JSON) -> [String]? {
    guard case .array(let items) = json, items.count <= mostRoles else { return nil }
    let roles = items.compactMap(name)
    return roles.count == items.count && Set(roles).count == roles.count ? roles : nil
  }
}
