import CaseCore
import DutchMessages
import Hummingbird
import OrderedCollections
import StrictJSON

/// An answer that is not a success (RFC 9457), in Dutch. Its words are fixed or come from the workflow; nothing of what
/// was sent or of what a case contains is repeated in it, but for the keys in a proposal of an administrator's.
package struct Problem: Error, Hashable {
  var kind: Kind
  /// What a program tells it apart by, more finely than by its kind.
  var code: String
  var detail: String
  /// What is wrong with the request: all of it at once.
  var faults: [FieldFault] = []
  /// Members beside the standard ones.
  var extra: OrderedDictionary<String, JSON> = [:]
  var headers: HTTPFields = [:]

  /// - Parameter code: `nil` for that of the kind.
  init(_ kind: Kind, _ detail: String, code: String? = nil) {
    self.kind = kind
    self.code = code ?? kind.code
    self.detail = detail
  }

  /// The request is not what it should be.
  static func invalid(_ faults: [FieldFault]) -> Problem {
    var problem = Problem(.invalid, "Het verzoek klopt niet. Onder «fouten» staat per onderdeel wat er mis is.")
    problem.faults = faults
    return problem
  }

  /// So many faults are said at once; the others by their number.
  static let mostFaults = 100
  /// The code of the one that says how many more there are.
  static let moreFaults = "more-faults"
  /// The code of a workflow that is not there, or in which no case begins so.
  static let unknownWorkflow = "unknown-workflow"

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
  static let unknownCase = Problem(
    .notFound,
    "Deze casus bestaat niet, of u hebt er geen toegang toe.",
    code: RefusalCode.unknownCase.rawValue
  )

  var json: JSON {
    var members: OrderedDictionary<String, JSON> = [
      "type": .string(kind.type),
      "title": .string(kind.title),
      "status": .integer(Int64(kind.status.code)),
      "detail": .string(detail),
      "code": .string(code),
    ]
    if !faults.isEmpty {
      members["fouten"] = .array(told.map(\.json))
    }
    members.merge(extra) { $1 }
    return .object(members)
  }

  var response: Response {
    var headers = headers
    headers[.contentType] = "application/problem+json"
    return Response(status: kind.status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: json.text)))
  }
}

extension FieldFault {
  fileprivate var json: JSON {
    var members: OrderedDictionary<String, JSON> = ["veld": .string(field), "melding": .string(message)]
    members["code"] = code.map(JSON.string)
    return .object(members)
  }
}
