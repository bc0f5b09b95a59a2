package import CaseCore
package import DutchMessages
package import Foundation
import OrderedCollections
import Requests
import StrictJSON

/// A command or a question as it lies on the broker: a CloudEvent 1.0 in structured mode, whose content is for the service alone.
///
/// ```
/// {"specversion":"1.0",
///  "id":"…",                    a UUID, the sender's; the answer names it
///  "source":"urn:nld:oin:<oin of the sender>:systeem:<its name>",
///  "type":"nl.casusregie.opdracht.geven",       or …opdracht.beginnen, …vraag.stellen, …ontvangst.bevestigen
///  "subject":"…",               the sender's own id of the case; none when one begins or an event is acknowledged. A question may have it: then it waits for
///                               the commands on that case that were sent before it
///  "time":"…", "expirytime":"…",                both optional; after the second it is not carried out any more
///  "datacontenttype":"application/jose",
///  "data":"<JWE>"}
/// ```
package struct Envelope: Sendable {
  /// In bytes, of the whole message.
  static let largest = 256 * 1024

  /// Chosen by the sender; the answer names it.
  package let id: UUID
  package let kind: MessageKind
  package let subject: UUID?
  package let expires: Instant?
  /// The same as it was written, for it is signed too.
  let expiryText: String?
  /// Encrypted.
  let data: String
  /// All that is wrong with it.
  package let faults: [FieldFault]

  /// Whether a case begins with it.
  package var begins: Bool { kind == .begin }

  /// What CloudEvents know besides these (extensions) is passed over, as they ask.
  private static let content = "application/jose"

  package init(_ body: [UInt8], owner: String) throws(Unreadable) {
    try self.init(body, Self.json(body), owner: owner)
  }

  /// - Returns: `nil` for what cannot be read: what is wrong with it is said as a whole.
  static func json(_ body: [UInt8]) -> JSON? { try? JSONReader.read(body, within: .envelope) }

  /// - Parameter json: what is in the body, which is read once; `nil` when it cannot be read.
  init(_ body: [UInt8], _ json: JSON?, owner: String) throws(Unreadable) {
    guard body.count <= Self.largest else { throw .tooLarge }
    guard let json, json["specversion"]?.string == "1.0" else { throw .notCloudEvent }
    guard let id = json["id"]?.string.flatMap(UUID.init(uuidString:)) else { throw .identifier }
    self.id = id
    var faults: [FieldFault] = []
    func fault(_ member: String, _ message: String) { faults.append(.init(field: member, message: message)) }
    let kind = json["type"]?.string.flatMap(MessageKind.init)
    self.kind = kind ?? .give
    let kinds = MessageKind.allCases.map(\.rawValue).joined(separator: ", ")
    if kind == nil { fault("type", "Moet een zijn van: \(kinds).") }
    if json["source"]?.string?.hasPrefix("urn:nld:oin:\(owner):systeem:") != true {
      fault("source", "Moet urn:nld:oin:<uw OIN>:systeem:<naam> zijn.")
    }
    subject = json["subject"]?.string.flatMap(UUID.init(uuidString:))
    if kind == .begin, json["subject"] != nil { fault("subject", "Een casus die begint heeft nog geen id.") }
    if kind == .acknowledge, json["subject"] != nil {
      fault("subject", "Een ontvangstbevestiging noemt geen casus, alleen de gebeurtenis.")
    }
    if kind == .give || kind == .ask && json["subject"] != nil, subject == nil {
      fault("subject", "Moet het id zijn waaronder uw organisatie de casus kent.")
    }
    expires = Self.moment("expirytime", in: json, fault)
    expiryText = json["expirytime"]?.string
    _ = Self.moment("time", in: json, fault)
    if json["datacontenttype"]?.string != Self.content { fault("datacontenttype", "Moet \(Self.content) zijn.") }
    data = json["data"]?.string ?? ""
    if data.isEmpty { fault("data", "Moet de versleutelde inhoud zijn (JWE).") }
    self.faults = faults
  }

  /// Whether the moment is past after which nothing is to be done with it.
  var isExpired: Bool { expires.map { Double($0.microseconds) / 1e6 < Date().timeIntervalSince1970 } ?? false }

  private static func moment(_ member: String, in json: JSON, _ fault: (String, String) -> Void) -> Instant? {
    guard let value = json[member], value != .null else { return nil }
    // One message for all that can be wrong with it.
    guard let moment = value.string.flatMap({ try? Instant(rfc3339: $0) }) else {
      fault(member, "Moet een tijdstip zijn met een tijdzone, zoals 2026-12-24T10:00:00+01:00.")
      return nil
    }
    return moment
  }
}

extension JSONLimits {
  fileprivate static let envelope = JSONLimits(bytes: Envelope.largest, depth: 4, values: 200)
}
