import DutchMessages
package import Foundation
package import JOSE
package import OrderedCollections
package import Requests
package import StoreBase
package import StrictJSON

/// What is answered to a command or a question, signed by the service and encrypted for its sender.
///
/// ```
/// {"iss":"urn:nld:oin:<oin of the operator>:systeem:casusregie", "aud":"<oin of the sender>", "iat":1795866900,
///  "opdracht":"<id of the command>",
///  "vulling":"---…",
///  "antwoord":{"uitkomst":"uitgevoerd","id":"…","revisie":25,"fase":"…","begonnenOnderdelen":[]}}
/// "antwoord":{"uitkomst":"geweigerd","herhaalbaar":false, … as problem+json …}
/// ```
/// To what is acknowledged:
/// ```
/// "antwoord":{"uitkomst":"uitgevoerd","gebeurtenis":"<id of the event>"}
/// ```
/// To a question, with `vraag` in place of `opdracht`:
/// ```
/// "antwoord":{"status":200,"inhoud":{ … as over REST … }}
/// ```
/// Of a part that was asked, see ``AnswerParts``:
/// ```
/// "antwoord":{"status":200,"deel":2,"delen":3,"afdruk":"…","tekst":"…"}
/// ```
package struct ReplyContent: Sendable {
  static let type = "antwoord+jwt"
  /// Answers are as long as a multiple of this many bytes, and a little.
  private static let step = 2_048
  /// In bytes, of what is answered to a question.
  static let largest = 128 * 1024

  let keys: MessageKeys
  /// How the service names itself.
  let service: String

  package init(keys: MessageKeys, service: String) {
    self.keys = keys
    self.service = service
  }

  /// What is answered: the member that has the id of it.
  package enum Kind: String, Sendable {
    case command = "opdracht"
    case question = "vraag"
  }

  package func content(
    _ answer: OrderedDictionary<String, JSON>,
    to message: UUID,
    as kind: Kind = .command,
    of owner: InboxOwner,
    for key: ECPublicKey
  ) throws -> Data {
    var json: OrderedDictionary<String, JSON> = [
      "iss": .string(service), "aud": .string(owner.number), "iat": .integer(Int64(Date().timeIntervalSince1970)),
      kind.rawValue: .string(message.uuidString.lowercased()), "antwoord": .object(answer),
    ]
    // Yes is shorter than no: filled up, they cannot be told apart by their length.
    let length = JSON.object(json).text.utf8.count
    json["vulling"] = .string(String(repeating: "-", count: Self.step - length % Self.step))
    let signed = try keys.sign(Data(JSON.object(json).text.utf8), type: Self.type)
    return Data(try EncryptedMessage.encrypt(Data(signed.utf8), for: key).utf8)
  }

  /// - Parameters:
  ///   - begins: whether the command begins a case.
  ///   - asking: what to ask the issuer of the token for to get one of some levels.
  package static func members(
    _ answer: Answer,
    begins: Bool,
    asking: ([String]) -> [String] = { $0 }
  ) -> OrderedDictionary<String, JSON> {
    switch answer {
    case .accepted(let accepted):
      [
        "uitkomst": "uitgevoerd", "id": JSON(accepted.alias?.uuidString.lowercased()),
        "revisie": .integer(accepted.revision), "fase": .string(accepted.state),
        "begonnenOnderdelen": JSON(accepted.children),
      ]
    // Workflows are no secret, unlike cases.
    case .refused(.unknownCase) where begins:
      members(
        .invalid(
          "opdracht.werkstroom",
          "Deze werkstroom bestaat niet, of een casus begint er niet met deze opdracht.",
          code: Problem.unknownWorkflow
        )
      )
    // It is not remembered: the same message with a token of one of the levels is carried out.
    case .refused(.insufficientAuthentication(let rule, let levels)):
      members(
        Problem(.insufficientAuthentication(rule: rule, levels: levels)).asking(asking(levels)),
        isRepeatable: true
      )
    case .refused(let refusal): members(Problem(refusal))
    case .reusedID: members(Problem(.reusedKey, "Dit id is van een andere opdracht. Geef elke opdracht een eigen id."))
    case .lapsed: members(Problem(.internalFault, "De dienst gaf een antwoord dat niet bij de opdracht past."))
    }
  }

  /// - Parameter acknowledged: the event, by the id that its recipient named.
  static func members(acknowledged: UUID) -> OrderedDictionary<String, JSON> {
    ["uitkomst": "uitgevoerd", "gebeurtenis": .string(acknowledged.uuidString.lowercased())]
  }

  /// - Parameter part: which part of the answer is asked, counted from 1; `nil` for the whole.
  static func members(_ answer: QuestionAnswer, part: Int64? = nil) -> OrderedDictionary<String, JSON> {
    if let part {
      return AnswerParts(answer.body).part(part, status: answer.status)
        ?? members(asked: Problem(.notFound, "Zoveel delen heeft dit antwoord niet."))
    }
    guard answer.body.text.utf8.count <= largest else { return members(asked: AnswerParts(answer.body).refusal) }
    return ["status": .integer(Int64(answer.status)), "inhoud": answer.body]
  }

  private static func members(asked problem: Problem) -> OrderedDictionary<String, JSON> {
    ["status": .integer(Int64(problem.kind.status)), "inhoud": problem.json]
  }

  /// - Parameter isRepeatable: whether the same message can be accepted later, with nothing changed but a token.
  package static func members(_ problem: Problem, isRepeatable: Bool = false) -> OrderedDictionary<String, JSON> {
    var members: OrderedDictionary<String, JSON> = ["uitkomst": "geweigerd", "herhaalbaar": .bool(isRepeatable)]
    if case .object(let told) = problem.json { members.merge(told) { $1 } }
    return members
  }
}
