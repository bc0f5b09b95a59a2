import CaseCore
import DutchMessages
import Foundation
package import JOSE
import OrderedCollections
package import Requests
package import StoreBase
import StrictJSON

/// What a sender states, signed by its organisation and encrypted for the service: which command, on which case, and who gives
/// it.
///
/// ```
/// {"iss":"<oin of the sender>", "aud":"urn:nld:oin:<oin of the operator>:systeem:casusregie",
///  "jti":"<id of the message>", "iat":1795866900,
///  "casus":"<subject of the message>", "expirytime":"<that of the message>", "revisie":24, "na":"<id of a command that must have been carried out>",
///  "opdracht":{ … as over REST … },
///  "persoon":"<access token of the person who acts, bound to the key that signs this>"}
/// ```
/// `casus` and `expirytime` are there when the message has them; `revisie` and `na` may be left out.
package struct CommandStatement: Sendable {
  static let type = "opdracht+jwt"

  let body: CommandBody
  /// The revision that the sender saw; `nil` for every one.
  let revision: Int64?
  /// The id of a command that must have been carried out before.
  let predecessor: UUID?
  /// The token of the person who acts.
  package let token: String
  /// The key that signed it.
  package let key: ECPublicKey

  /// Opens a message, and verifies who signed it.
  package static func open(_ envelope: Envelope, keys: MessageKeys, of sender: [ECPublicKey]) throws(JOSEError)
    -> SignedMessage
  {
    let plain = try EncryptedMessage.decrypt(envelope.data, keys: keys.opening)
    return try SignedMessage(String(decoding: plain, as: UTF8.self), type: type, keys: sender)
  }

  /// - Parameter audience: how the service names itself.
  /// - Throws: everything that is wrong with it, at once.
  package init(_ message: SignedMessage, in envelope: Envelope, owner: String, audience: String) throws(InvalidRequest)
  {
    guard let json = try? JSONReader.read(Array(message.payload)), case .object(let members) = json else {
      throw InvalidRequest([.init(field: "data", message: "De ondertekende inhoud moet een JSON-object zijn.")])
    }
    var faults: [FieldFault] = []
    func fault(_ member: String, _ message: String, _ code: String = FieldFault.malformed) {
      faults.append(.init(field: member, message: message, code: code))
    }
    if json["iss"]?.string != owner { fault("iss", "Moet het OIN van uw organisatie zijn.") }
    if json["aud"]?.string != audience { fault("aud", "Moet \(audience) zijn.") }
    if Self.id("jti", json) != envelope.id { fault("jti", "Moet het id van het bericht zijn.") }
    if Self.id("casus", json) != envelope.subject || Self.isOther("casus", json) {
      fault("casus", "Moet het «subject» van het bericht zijn.")
    }
    if json["expirytime"]?.string != envelope.expiryText {
      fault(
        "expirytime",
        "Moet dezelfde «expirytime» zijn als die van het bericht, of ontbreken als dat er geen heeft."
      )
    }
    (revision, predecessor, token) = (Self.number("revisie", json), Self.id("na", json), json["persoon"]?.string ?? "")
    if Self.isGiven("revisie", json), revision.map({ $0 < 1 }) ?? true || envelope.begins {
      fault("revisie", "Moet het nummer van een revisie zijn, en ontbreekt als een casus begint.")
    }
    if Self.isOther("na", json) { fault("na", "Moet het id van een eerdere opdracht van u zijn.") }
    if token.isEmpty { fault("persoon", "Moet het toegangstoken zijn van wie de opdracht geeft.") }
    body = CommandBody(json["opdracht"] ?? .null, starts: envelope.begins)
    faults += body.faults.map { fault in
      var fault = fault
      fault.field = fault.field == InvalidRequest.whole ? "opdracht" : "opdracht.\(fault.field)"
      return fault
    }
    let known = ["iss", "aud", "jti", "iat", "casus", "expirytime", "revisie", "na", "opdracht", "persoon"]
    if members.keys.contains(where: { !known.contains($0) }) {
      fault(
        "data",
        "Heeft een onbekend onderdeel. Bekend zijn: \(known.joined(separator: ", ")).",
        InvalidRequest.unknownMember
      )
    }
    key = message.key
    guard faults.isEmpty else { throw InvalidRequest(faults) }
  }

  private static func isGiven(_ member: String, _ json: JSON) -> Bool { json[member].map { $0 != .null } ?? false }

  /// Whether it is there and no id.
  private static func isOther(_ member: String, _ json: JSON) -> Bool {
    isGiven(member, json) && id(member, json) == nil
  }

  private static func id(_ member: String, _ json: JSON) -> UUID? {
    json[member]?.string.flatMap(UUID.init(uuidString:))
  }

  private static func number(_ member: String, _ json: JSON) -> Int64? {
    if case .integer(let number)? = json[member] { number } else { nil }
  }
}
