package import CaseCore
package import DutchMessages
import OrderedCollections
package import StrictJSON

/// The body of a command, held against its schema. What its fields must be is known to the workflow alone.
package struct CommandBody {
  /// Only in the command that starts a case.
  package private(set) var workflow = ""
  package private(set) var command = ""
  /// The child that the command is for; `nil` for the case itself.
  package private(set) var child: String?
  package private(set) var ground: String?
  package private(set) var fields: [String: Input] = [:]
  package private(set) var faults: [FieldFault] = []

  private static let keyRule = TextRule.line(upTo: 100)
  /// More than any workflow asks for.
  private static let mostFields = 200

  /// - Parameter name: of the command, when the address has it: then the body need not, and may say nothing else.
  package init(_ json: JSON, starts: Bool, named name: String? = nil) {
    guard case .object(let members) = json else {
      faults = [.init(field: InvalidRequest.whole, message: "Moet een JSON-object zijn.")]
      return
    }
    let known = (starts ? ["werkstroom", "opdracht"] : ["opdracht", "onderdeel"]) + ["grondslag", "velden"]
    if starts { workflow = key("werkstroom", in: members) ?? "" }
    command = self.command(name, in: members)
    if !starts, let value = members["onderdeel"], value != .null { child = key("onderdeel", in: members) }
    if let value = members["grondslag"], value != .null { ground = key("grondslag", in: members) }
    readFields(members["velden"])
    // The names are not repeated: whoever mistakes their place may have put a person there.
    if members.keys.contains(where: { !known.contains($0) }) {
      let message = "Heeft een onbekend onderdeel. Bekend zijn: \(known.joined(separator: ", "))."
      faults.append(.init(field: InvalidRequest.whole, message: message, code: InvalidRequest.unknownMember))
    }
  }

  private mutating func command(_ name: String?, in members: OrderedDictionary<String, JSON>) -> String {
    guard let name else { return key("opdracht", in: members) ?? "" }
    let said = members["opdracht"] ?? .null
    if said != .null, said != .string(name) { fault("opdracht", "Moet de opdracht uit het adres zijn, of ontbreken.") }
    return key("opdracht", in: ["opdracht": .string(name)]) ?? ""
  }

  private mutating func key(_ name: String, in members: OrderedDictionary<String, JSON>) -> String? {
    // The rule is said whole, whatever is wrong.
    guard case .string(let text)? = members[name], let key = try? Self.keyRule.accept(text) else {
      fault(name, "Moet een tekst van 1 tot \(Self.keyRule.maximum) tekens zijn, op één regel.")
      return nil
    }
    return key
  }

  private mutating func readFields(_ json: JSON?) {
    switch json {
    case nil, .null?: break
    case .object(let members)? where members.count > Self.mostFields:
      fault("velden", "Mag hoogstens \(Self.mostFields) velden hebben.")
    case .object(let members)?:
      fields = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value.input) })
      if !members.keys.allSatisfy(Self.isFieldName) {
        fault("velden", "Namen van velden bestaan uit hoogstens 64 letters, cijfers, streepjes en liggende streepjes.")
      }
    default: fault("velden", "Moet een JSON-object zijn.")
    }
  }

  private mutating func fault(_ field: String, _ message: String) {
    faults.append(.init(field: field, message: message))
  }

  private static func isFieldName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_")
      }
  }
}

extension JSON {
  /// As a field's input.
  package var input: Input {
    switch self {
    case .null: .null
    case .string(let text): .string(text)
    case .integer(let number): .number(number)
    case .array(let items): .list(items.map(\.input))
    case .bool, .decimal, .object: .other
    }
  }
}
