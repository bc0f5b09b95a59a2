import CaseCore
import DutchMessages
import Foundation
package import JOSE
import OrderedCollections
package import Requests
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
/// In place of `persoon`, where the identity provider of an organisation cannot give such tokens and the command accepts it:
/// `"persoonsverklaring":{"sub":"…","rollen":["…"]}`.
/// `casus` and `expirytime` are there when the message has them; `revisie` and `na` may be left out.
package struct CommandStatement: Sendable {
  package let body: CommandBody
  /// The revision that the sender saw; `nil` for every one.
  package let revision: Int64?
  /// The id of a command that must have been carried out before.
  let predecessor: UUID?
  /// Who acts.
  package let person: Person
  /// The key that signed it.
  package let key: ECPublicKey

  /// Who acts, and on whose word.
  package enum Person: Sendable {
    /// By an access token.
    case token(String)
    /// By the word of the organisation that signs.
    case vouched(VouchedPerson)
  }

  /// - Parameter audience: how the service names itself.
  /// - Throws: everything that is wrong with it, at once.
  package init(_ message: SignedMessage, in envelope: Envelope, owner: String, audience: String) throws(InvalidRequest)
  {
    var members = try StatementMembers(message, in: envelope, owner: owner, audience: audience)
    (revision, predecessor) = (members.number("revisie"), members.id("na"))
    let vouched = members.isPresent(VouchedPerson.member) ? VouchedPerson(&members, in: envelope) : nil
    person = vouched.map(Person.vouched) ?? .token(members.token ?? "")
    if members.isPresent("revisie"), revision.map({ $0 < 1 }) ?? true || envelope.begins {
      members.fault("revisie", "Moet het nummer van een revisie zijn, en ontbreekt als een casus begint.")
    }
    if members.isOther("na") { members.fault("na", "Moet het id van een eerdere opdracht van u zijn.") }
    let isVouched = members.isPresent(VouchedPerson.member)
    if isVouched ? members.isPresent("persoon") : (members.token ?? "").isEmpty {
      let message = "Moet het toegangstoken zijn van wie de opdracht geeft, of ontbreken naast «persoonsverklaring»."
      members.fault("persoon", message)
    }
    body = CommandBody(members.json["opdracht"] ?? .null, starts: envelope.begins)
    members.faults += body.faults.map { fault in
      var fault = fault
      fault.field = fault.field == InvalidRequest.whole ? "opdracht" : "opdracht.\(fault.field)"
      return fault
    }
    members.know(["revisie", "na", "opdracht", "persoon", VouchedPerson.member])
    key = message.key
    guard members.faults.isEmpty else { throw InvalidRequest(members.faults) }
  }
}
