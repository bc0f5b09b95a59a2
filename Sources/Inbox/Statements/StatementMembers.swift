import CaseCore
import DutchMessages
import Foundation
import JOSE
import OrderedCollections
import Requests
import StrictJSON

/// What every statement of a sender has, held against the message that it came in; and all that is wrong with it.
struct StatementMembers {
  let json: JSON
  var faults: [FieldFault] = []
  private let names: [String]

  /// - Throws: only when it is no object at all.
  init(_ message: SignedMessage, in envelope: Envelope, owner: String, audience: String) throws(InvalidRequest) {
    // What cannot be read is no object either.
    guard let json = try? JSONReader.read(Array(message.payload)), case .object(let members) = json else {
      throw InvalidRequest([.init(field: "data", message: "De ondertekende inhoud moet een JSON-object zijn.")])
    }
    self.json = json
    names = Array(members.keys)
    if json["iss"]?.string != owner { fault("iss", "Moet het OIN van uw organisatie zijn.") }
    if json["aud"]?.string != audience { fault("aud", "Moet \(audience) zijn.") }
    if id("jti") != envelope.id { fault("jti", "Moet het id van het bericht zijn.") }
    if id("casus") != envelope.subject || isOther("casus") {
      fault("casus", "Moet het «subject» van het bericht zijn.")
    }
    if json["expirytime"]?.string != envelope.expiryText {
      fault(
        "expirytime",
        "Moet dezelfde «expirytime» zijn als die van het bericht, of ontbreken als dat er geen heeft."
      )
    }
  }

  mutating func fault(_ member: String, _ message: String, _ code: String = FieldFault.malformed) {
    faults.append(.init(field: member, message: message, code: code))
  }

  /// The token of the person who acts or asks; `nil` when there is none.
  var token: String? { isPresent("persoon") ? json["persoon"]?.string ?? "" : nil }

  func isPresent(_ member: String) -> Bool { json[member].map { $0 != .null } ?? false }

  /// Whether it is there and no id.
  func isOther(_ member: String) -> Bool { isPresent(member) && id(member) == nil }

  func id(_ member: String) -> UUID? { json[member]?.string.flatMap(UUID.init(uuidString:)) }

  func number(_ member: String) -> Int64? { json[member]?.integer }

  /// - Parameter others: the members beside those that every statement has.
  mutating func know(_ others: [String]) {
    let known = ["iss", "aud", "jti", "iat", "casus", "expirytime"] + others
    guard names.contains(where: { !known.contains($0) }) else { return }
    fault(
      "data",
      "Heeft een onbekend onderdeel. Bekend zijn: \(known.joined(separator: ", ")).",
      InvalidRequest.unknownMember
    )
  }
}
