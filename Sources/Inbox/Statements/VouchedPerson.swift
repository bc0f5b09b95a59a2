import CaseCore
import Foundation
import Identity
import StrictJSON

/// A person for whom the organisation vouches that signs a command: who it is, is its word and nobody else's.
package struct VouchedPerson: Sendable {
  static let member = "persoonsverklaring"
  /// From the signature to the moment after which the command is not carried out any more, in seconds. A token ends by itself; what is
  /// signed does not, and a copy of it must not be new again when the answer to it is forgotten.
  private static let longest: Int64 = 86_400

  package let subject: String
  let roles: Set<String>

  /// - Returns: `nil` when something is wrong with it, which ``StatementMembers/faults`` says then.
  init?(_ members: inout StatementMembers, in envelope: Envelope) {
    let json = members.json[Self.member]
    let names = json?["rollen"]?.items?.compactMap(\.string)
    if names == nil || names?.count != json?["rollen"]?.items?.count || (names?.count ?? 0) > ClaimMapping.mostRoles {
      members.fault("\(Self.member).rollen", "Moet een lijst zijn van de rollen waarin deze persoon handelt.")
    }
    // What is wrong with it is said in one sentence.
    let subject = json?["sub"]?.string.flatMap { try? TokenClaims.person($0) }
    if subject == nil {
      let message = "Moet de persoon aanduiden in één regel van hoogstens 255 tekens die alle te zien zijn."
      members.fault("\(Self.member).sub", message)
    }
    if let signed = members.number("iat"), let expires = envelope.expires,
      expires.microseconds / 1_000_000 - signed <= Self.longest
    {
      // As it should be.
    } else {
      members.fault("expirytime", "Is hier verplicht, en hoogstens een etmaal na «iat».")
    }
    guard let subject, let names, members.faults.isEmpty else { return nil }
    self.subject = subject
    roles = Set(names)
  }

  func actor(of organisation: String) -> Actor {
    Actor(subject: subject, organisation: organisation, roles: roles, isVouched: true)
  }
}
