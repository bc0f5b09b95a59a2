import DutchMessages
import OrderedCollections
package import StrictJSON

/// Reads the members of a JSON object in the body of a request. What is wrong is gathered with the path of the member, as
/// `wijzigingen[0].lengte`, so that all of it can be said at once; of what was sent nothing is repeated.
package struct BodyReader {
  private let path: String
  private let members: OrderedDictionary<String, JSON>
  private var faults: [FieldFault] = []

  private init(_ members: OrderedDictionary<String, JSON>, at path: String) {
    self.path = path
    self.members = members
  }

  /// The body as `read` makes it of its members.
  /// - Throws: all that is wrong with it.
  package static func read<Value>(
    _ json: JSON,
    _ read: (inout BodyReader) -> Value?
  ) throws(InvalidRequest) -> Value {
    guard case .object(let members) = json else { throw InvalidRequest(InvalidRequest.whole, notAnObject) }
    var reader = BodyReader(members, at: "")
    let value = read(&reader)
    guard let value, reader.faults.isEmpty else { throw InvalidRequest(reader.faults) }
    return value
  }

  /// Says that there are members beside these, without their names: whoever mistakes their place may have put a person there.
  package mutating func allowOnly(_ names: [String]) {
    guard members.keys.contains(where: { !names.contains($0) }) else { return }
    let message = "Heeft een onbekend onderdeel. Bekend zijn: \(names.joined(separator: ", "))."
    let place = path.isEmpty ? InvalidRequest.whole : path
    faults.append(.init(field: place, message: message, code: InvalidRequest.unknownMember))
  }

  /// A member that must be there.
  package mutating func required<Value>(_ name: String, _ message: String, _ parse: (JSON) -> Value?) -> Value? {
    guard let value = parse(value(name)) else {
      fault(name, message)
      return nil
    }
    return value
  }

  /// A member that may be absent or `null`, and then is `nil`.
  package mutating func optional<Value>(_ name: String, _ message: String, _ parse: (JSON) -> Value?) -> Value? {
    has(name) ? required(name, message, parse) : nil
  }

  /// An object that may be absent or `null`.
  package mutating func part<Value>(_ name: String, _ read: (inout BodyReader) -> Value?) -> Value? {
    has(name) ? part(value(name), at: place(name), read) : nil
  }

  /// An object that must be there.
  package mutating func requiredPart<Value>(_ name: String, _ read: (inout BodyReader) -> Value?) -> Value? {
    part(value(name), at: place(name), read)
  }

  /// A list of objects; `nil` when it is no list of so many, or one of them could not be read.
  package mutating func parts<Value>(
    _ name: String,
    _ count: ClosedRange<Int>,
    _ read: (inout BodyReader) -> Value?
  ) -> [Value]? {
    guard case .array(let items) = value(name), count.contains(items.count) else {
      fault(name, "Moet een lijst van \(count.lowerBound) tot \(count.upperBound) JSON-objecten zijn.")
      return nil
    }
    let values = items.enumerated().compactMap { part($1, at: "\(place(name))[\($0)]", read) }
    return values.count == items.count ? values : nil
  }

  /// The member, with one that is not there as `null`.
  package func value(_ name: String) -> JSON { members[name] ?? .null }

  package func has(_ name: String) -> Bool { value(name) != .null }

  private mutating func fault(_ name: String, _ message: String) {
    faults.append(.init(field: place(name), message: message))
  }

  private mutating func part<Value>(
    _ json: JSON,
    at path: String,
    _ read: (inout BodyReader) -> Value?
  ) -> Value? {
    guard case .object(let members) = json else {
      faults.append(.init(field: path, message: Self.notAnObject))
      return nil
    }
    var reader = BodyReader(members, at: path)
    let value = read(&reader)
    faults += reader.faults
    return value
  }

  private func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private static let notAnObject = "Moet een JSON-object zijn."
}
