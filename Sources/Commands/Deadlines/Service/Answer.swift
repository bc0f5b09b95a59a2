import CaseCore
import StrictJSON

/// A part of an answer of the service, read as far as it is shown. Members that this program does not know are passed over: a
/// later service may say more. One that must be there and is not, says that something else answered.
struct Answer: Hashable {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  private func required<Value>(_ value: Value?, _ name: String) throws -> Value {
    guard let value else {
      throw Failure("In het antwoord van de dienst ontbreekt «\(name)», of het heeft een andere vorm.")
    }
    return value
  }

  func text(_ name: String) throws -> String { try required(json[name]?.string, name) }

  func optionalText(_ name: String) throws -> String? { try isNull(name) ? nil : text(name) }

  func number(_ name: String) throws -> Int64 { try required(json[name]?.integer, name) }

  func optionalNumber(_ name: String) throws -> Int64? { try isNull(name) ? nil : number(name) }

  func flag(_ name: String) throws -> Bool {
    guard case .bool(let value)? = json[name] else { return try required(nil, name) }
    return value
  }

  func optionalFlag(_ name: String) throws -> Bool? { try isNull(name) ? nil : flag(name) }

  func list(_ name: String) throws -> [Answer] { try required(json[name]?.items, name).map(Answer.init) }

  func optionalList(_ name: String) throws -> [Answer]? { try isNull(name) ? nil : list(name) }

  func texts(_ name: String) throws -> [String] {
    let texts = try required(json[name]?.items, name).map(\.string)
    return try texts.map { text in try required(text, name) }
  }

  func numbers(_ name: String) throws -> [Int64] {
    try required(json[name]?.items, name).map { item in try required(item.integer, name) }
  }

  func part(_ name: String) throws -> Answer {
    guard let json = json[name], case .object = json else { return try required(nil, name) }
    return Answer(json)
  }

  func optionalPart(_ name: String) throws -> Answer? { try isNull(name) ? nil : part(name) }

  func moment(_ name: String) throws -> Instant {
    // A text that is no moment is told like one that is not there.
    try required(try? Instant(rfc3339: text(name)), name)
  }

  func optionalMoment(_ name: String) throws -> Instant? { try isNull(name) ? nil : moment(name) }

  private func isNull(_ name: String) -> Bool { json[name] ?? .null == .null }
}
