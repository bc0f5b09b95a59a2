import CaseCore
import OrderedCollections
import StrictJSON

/// Reads an object of the file with issuers and goes on at a fault, so that all are told at once. What nobody asks for is a fault
/// too: a name that is mistyped would change nothing, and nobody would see it.
struct IssuerReading {
  private let members: OrderedDictionary<String, JSON>
  private let place: String
  private var asked: Set<String> = []
  private(set) var faults: [String] = []

  init(_ json: JSON, at place: String) {
    self.place = place
    if case .object(let members) = json {
      self.members = members
    } else {
      members = [:]
      faults = ["\(place.isEmpty ? "the file" : place): must be an object"]
    }
  }

  mutating func fault(_ member: String, _ text: String) {
    let path = [place, member].filter { !$0.isEmpty }.joined(separator: "/")
    faults.append("\(path): \(text)")
  }

  /// Says what was not asked for.
  mutating func end() {
    for name in members.keys where !asked.contains(name) { fault(name, "is no member that this knows") }
  }

  private mutating func member(_ name: String) -> JSON? {
    asked.insert(name)
    return members[name]
  }

  mutating func optionalText(_ name: String) -> String? {
    guard let json = member(name) else { return nil }
    guard let text = json.string, !text.isEmpty else {
      fault(name, "must be a text")
      return nil
    }
    return text
  }

  mutating func text(_ name: String) -> String {
    if members[name] == nil { fault(name, "is not there") }
    return optionalText(name) ?? ""
  }

  /// A word that stands before the ids of people: without what would divide it from them.
  mutating func name(_ member: String) -> String {
    let text = text(member)
    let isWord = text.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
    if !text.isEmpty, !isWord || text.utf8.count > 40 {
      fault(member, "must have at most 40 small letters, digits and hyphens")
    }
    return text
  }

  /// How a claim is reached: a name, or names from outside in.
  mutating func optionalPath(_ name: String) -> ClaimMapping.Path? {
    guard let json = member(name) else { return nil }
    guard let names = ClaimMapping.texts(json), !names.isEmpty, !names.contains("") else {
      fault(name, "must be the name of a claim, or names from outside in")
      return nil
    }
    return names
  }

  mutating func path(_ name: String) -> ClaimMapping.Path {
    if members[name] == nil { fault(name, "is not there") }
    return optionalPath(name) ?? []
  }

  mutating func organisations(_ name: String) -> [String] {
    guard let numbers = ClaimMapping.texts(member(name)), !numbers.isEmpty, numbers.allSatisfy(ClaimMapping.isOIN)
    else {
      fault(name, "must be the numbers (OIN) of the organisations that it speaks for")
      return []
    }
    return numbers
  }

  /// `true` for all of them, or a list of those that are meant.
  mutating func some(_ name: String, of organisations: Set<String>) -> Set<String> {
    guard let json = member(name) else { return [] }
    if case .bool(let isAll) = json { return isAll ? organisations : [] }
    guard let numbers = ClaimMapping.texts(json), !numbers.isEmpty, organisations.isSuperset(of: numbers) else {
      fault(name, "must be true, false, or some of its organisations")
      return []
    }
    return Set(numbers)
  }

  mutating func algorithms(_ name: String) -> Set<SignatureAlgorithm> {
    let all = SignatureAlgorithm.allCases
    guard let json = member(name) else { return Set(all) }
    let named = (ClaimMapping.texts(json) ?? []).map(SignatureAlgorithm.init)
    guard !named.isEmpty, !named.contains(nil) else {
      fault(name, "must be some of \(all.map(\.rawValue).joined(separator: ", "))")
      return []
    }
    return Set(named.compactMap(\.self))
  }

  mutating func seconds(_ name: String, in range: ClosedRange<Double>) -> Double? {
    guard let json = member(name) else { return nil }
    guard let number = json.number, range.contains(number) else {
      fault(name, "must be a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
      return nil
    }
    return number
  }

  /// - Parameter read: what a value says; `nil` when it is none.
  mutating func table<Value>(_ name: String, _ read: (JSON) -> Value?) -> [String: Value]? {
    guard let json = member(name) else { return nil }
    guard case .object(let rows) = json, !rows.isEmpty else {
      fault(name, "must be an object with at least one member")
      return nil
    }
    var table: [String: Value] = [:]
    for (key, json) in rows {
      if let value = read(json) { table[key] = value } else { fault("\(name)/\(key)", "has another form") }
    }
    return table
  }

  mutating func object<Value>(_ name: String, _ read: (inout IssuerReading) -> Value) -> Value? {
    guard let json = member(name) else { return nil }
    return nested(json, name, read)
  }

  mutating func objects<Value>(_ name: String, _ read: (inout IssuerReading) -> Value) -> [Value] {
    guard let items = member(name)?.items else {
      fault(name, "must be a list")
      return []
    }
    return items.enumerated().map { index, json in nested(json, "\(name)/\(index)", read) }
  }

  private mutating func nested<Value>(_ json: JSON, _ name: String, _ read: (inout IssuerReading) -> Value) -> Value {
    var reading = IssuerReading(json, at: [place, name].filter { !$0.isEmpty }.joined(separator: "/"))
    let value = read(&reading)
    reading.end()
    faults += reading.faults
    return value
  }
}
