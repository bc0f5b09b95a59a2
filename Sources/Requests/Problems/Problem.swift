import CaseCore
package import DutchMessages
package import OrderedCollections
package import StrictJSON

/// An answer that is not a success (RFC 9457), in Dutch. Its words are fixed or come from the workflow; nothing of what
/// was sent or of what a case contains is repeated in it, but for the keys in a proposal of an administrator's.
package struct Problem: Error, Hashable {
  package var kind: Kind
  /// What a program tells it apart by, more finely than by its kind.
  package var code: String
  package var detail: String
  /// What is wrong with the request: all of it at once.
  package var faults: [FieldFault] = []
  /// Of these levels the sender must have signed in at one, in the words of the workflow; empty when that is not what is wrong.
  package var levels: [String] = []
  /// Members beside the standard ones.
  package var extra: OrderedDictionary<String, JSON> = [:]
  /// Headers beside the usual ones, by name, where it is an answer over HTTP.
  package var headers: [String: String] = [:]

  /// - Parameter code: `nil` for that of the kind.
  package init(_ kind: Kind, _ detail: String, code: String? = nil) {
    self.kind = kind
    self.code = code ?? kind.code
    self.detail = detail
  }

  /// The request is not what it should be.
  package static func invalid(_ faults: [FieldFault]) -> Problem {
    var problem = Problem(.invalid, "Het verzoek klopt niet. Onder «fouten» staat per onderdeel wat er mis is.")
    problem.faults = faults
    return problem
  }

  /// So many faults are said at once; the others by their number.
  package static let mostFaults = 100
  /// The code of the one that says how many more there are.
  package static let moreFaults = "more-faults"
  /// The code of what a system asked for, and only a person may do.
  package static let machine = "machine"
  /// The code of what a person asked for, and only a system may have.
  package static let person = "person"
  /// The code of a token that is not bound to the certificate with which the connection was made, where it has to be (RFC 8705).
  package static let tokenBinding = "token-binding"
  /// The code of a workflow that is not there, or in which no case begins so.
  package static let unknownWorkflow = "unknown-workflow"

  private var told: [FieldFault] {
    guard faults.count > Self.mostFaults else { return faults }
    let more = faults.count - Self.mostFaults
    return faults.prefix(Self.mostFaults) + [
      .init(field: "verzoek", message: "Er zijn nog \(more) fouten.", code: Self.moreFaults)
    ]
  }

  /// - Parameter code: of the fault.
  package static func invalid(_ field: String, _ message: String, code: String = FieldFault.malformed) -> Problem {
    .invalid([.init(field: field, message: message, code: code)])
  }

  /// Nobody can tell a case that does not exist from one that is not theirs.
  /// The same to whoever was not told that event, and to whoever need not acknowledge it.
  package static let nothingToAcknowledge = Problem(
    .notFound,
    "Uw organisatie heeft geen gebeurtenis met dit id die zij moet bevestigen.",
    code: "nothing-to-acknowledge"
  )

  package static let unknownCase = Problem(
    .notFound,
    "Deze casus bestaat niet, of u hebt er geen toegang toe.",
    code: RefusalCode.unknownCase.rawValue
  )

  package var json: JSON {
    var members: OrderedDictionary<String, JSON> = [
      "type": .string(kind.type),
      "title": .string(kind.title),
      "status": .integer(Int64(kind.status)),
      "detail": .string(detail),
      "code": .string(code),
    ]
    if !faults.isEmpty {
      members["fouten"] = .array(told.map(\.json))
    }
    if !levels.isEmpty { members["authenticatie"] = JSON(levels) }
    members.merge(extra) { $1 }
    return .object(members)
  }
}

extension FieldFault {
  fileprivate var json: JSON {
    var members: OrderedDictionary<String, JSON> = ["veld": .string(field), "melding": .string(message)]
    members["code"] = code.map(JSON.string)
    return .object(members)
  }
}
