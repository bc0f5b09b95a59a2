package import Foundation
package import JOSE
package import Requests
import StrictJSON

/// Which event an organisation acknowledges, signed by it and encrypted for the service.
///
/// ```
/// {"iss":"<oin of the sender>", "aud":"urn:nld:oin:<oin of the operator>:systeem:casusregie",
///  "jti":"<id of the message>", "iat":1795866900, "expirytime":"<that of the message>",
///  "gebeurtenis":"<id of the event>"}
/// ```
/// Nobody acts: an organisation's system says that it has the event.
package struct AcknowledgementStatement: Sendable {
  package let event: UUID

  /// - Parameter audience: how the service names itself.
  /// - Throws: everything that is wrong with it, at once.
  package init(_ message: SignedMessage, in envelope: Envelope, owner: String, audience: String) throws(InvalidRequest)
  {
    var members = try StatementMembers(message, in: envelope, owner: owner, audience: audience)
    let event = members.id("gebeurtenis")
    if event == nil { members.fault("gebeurtenis", "Moet het id zijn van de gebeurtenis die u bevestigt.") }
    members.know(["gebeurtenis"])
    guard let event, members.faults.isEmpty else { throw InvalidRequest(members.faults) }
    self.event = event
  }
}
