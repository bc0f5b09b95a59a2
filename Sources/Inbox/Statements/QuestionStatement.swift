package import JOSE
package import Requests
import StrictJSON

/// What a sender asks, signed by its organisation and encrypted for the service.
///
/// ```
/// {"iss":"<oin of the sender>", "aud":"urn:nld:oin:<oin of the operator>:systeem:casusregie",
///  "jti":"<id of the message>", "iat":1795866900, "casus":"<subject of the message>", "expirytime":"<that of the message>",
///  "vraag":{"adres":"/v1/casussen/b73a3c0b-…/mogelijkheden"},      with "deel":2 for a part of an answer that is too large
///  "persoon":"<access token of the person who asks, bound to the key that signs this>"}
/// ```
/// The address is the one under which it is asked over REST. Without `persoon` the organisation's system asks: that may be told what is
/// an organisation's, as what its queue was told, and not what each person of it may or may not read.
package struct QuestionStatement: Sendable {
  /// In characters: longer than any that the service gives out.
  private static let longest = 2_000

  package let address: String
  /// Which part of the answer, counted from 1; `nil` for the whole. See ``AnswerParts``.
  let part: Int64?
  /// The token of the person who asks; `nil` for a system.
  package let token: String?
  /// The key that signed it.
  package let key: ECPublicKey

  /// - Parameter audience: how the service names itself.
  /// - Throws: everything that is wrong with it, at once.
  package init(_ message: SignedMessage, in envelope: Envelope, owner: String, audience: String) throws(InvalidRequest)
  {
    var members = try StatementMembers(message, in: envelope, owner: owner, audience: audience)
    address = members.json["vraag"]?["adres"]?.string ?? ""
    if !address.hasPrefix("/v1/") || address.count > Self.longest
      || !address.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    {
      members.fault("vraag.adres", "Moet een adres van de dienst zijn, zoals /v1/casussen.")
    }
    part = members.json["vraag"]?["deel"]?.integer
    if let value = members.json["vraag"]?["deel"], value != .null, part.map({ $0 < 1 }) ?? true {
      members.fault("vraag.deel", "Moet een getal vanaf 1 zijn, of ontbreken.")
    }
    token = members.token
    if token == "" { members.fault("persoon", "Moet het toegangstoken zijn van wie iets vraagt, of ontbreken.") }
    members.know(["vraag", "persoon"])
    key = message.key
    guard members.faults.isEmpty else { throw InvalidRequest(members.faults) }
  }
}
