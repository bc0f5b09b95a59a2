package import AMQP
package import CaseCore
package import DutchMessages
package import Foundation
import OrderedCollections
import Requests
import StrictJSON

/// A command as it lies on the broker: a CloudEvent 1.0 in structured mode, whose content is for the service alone.
///
/// ```
/// {"specversion":"1.0",
///  "id":"…",                    a UUID, the sender's; the answer names it
///  "source":"urn:nld:oin:<oin of the sender>:systeem:<its name>",
///  "type":"nl.casusregie.opdracht.geven",       or nl.casusregie.opdracht.beginnen
///  "subject":"…",               the sender's own id of the case; none when one begins
///  "time":"…", "expirytime":"…",                both optional; after the second it is not carried out any more
///  "datacontenttype":"application/jose",
///  "data":"<JWE>"}
/// ```
package struct Envelope: Sendable {
  /// In bytes, of the whole message.
  static let largest = 256 * 1024

  /// Chosen by the sender; the answer names it.
  package let id: UUID
  /// Whether a case begins with it.
  package let begins: Bool
  package let subject: UUID?
  package let expires: Instant?
  /// The same as it was written, for it is signed too.
  let expiryText: String?
  /// Encrypted.
  let data: String
  /// All that is wrong with it.
  package let faults: [FieldFault]

  private static let give = "nl.casusregie.opdracht.geven"
  private static let begin = "nl.casusregie.opdracht.beginnen"
  /// What CloudEvents know besides these (extensions) is passed over, as they ask.
  private static let content = "application/jose"

  /// - Parameters:
  ///   - owner: whose queue it came by.
  ///   - user: the owner's broker user.
  package init(_ delivery: AMQPDelivery, owner: String, user: String) throws(Unreadable) {
    guard delivery.userID == user else { throw .sender }
    guard !delivery.isTruncated else { throw .tooLarge }
    let properties = delivery.properties
    guard properties.replyTo == nil, properties.expiration == nil, properties.headers["CC"] == nil,
      properties.headers["BCC"] == nil
    else { throw .properties }
    try self.init(delivery.body, owner: owner)
  }

  init(_ body: [UInt8], owner: String) throws(Unreadable) {
    guard body.count <= Self.largest else { throw .tooLarge }
    // What is wrong with it is said as a whole.
    guard let json = try? JSONReader.read(body, within: .envelope), json["specversion"]?.string == "1.0" else {
      throw .notCloudEvent
    }
    guard let id = json["id"]?.string.flatMap(UUID.init(uuidString:)) else { throw .identifier }
    self.id = id
    var faults: [FieldFault] = []
    func fault(_ member: String, _ message: String) { faults.append(.init(field: member, message: message)) }
    let type = json["type"]?.string
    begins = type == Self.begin
    if type != Self.give, type != Self.begin { fault("type", "Moet \(Self.give) of \(Self.begin) zijn.") }
    if json["source"]?.string?.hasPrefix("urn:nld:oin:\(owner):systeem:") != true {
      fault("source", "Moet urn:nld:oin:<uw OIN>:systeem:<naam> zijn.")
    }
    subject = json["subject"]?.string.flatMap(UUID.init(uuidString:))
    if begins, json["subject"] != nil { fault("subject", "Een casus die begint heeft nog geen id.") }
    if type == Self.give, subject == nil {
      fault("subject", "Moet het id zijn waaronder uw organisatie de casus kent.")
    }
    expires = Self.moment("expirytime", in: json, fault)
    expiryText = json["expirytime"]?.string
    _ = Self.moment("time", in: json, fault)
    if json["datacontenttype"]?.string != Self.content { fault("datacontenttype", "Moet \(Self.content) zijn.") }
    data = json["data"]?.string ?? ""
    if data.isEmpty { fault("data", "Moet de versleutelde opdracht zijn (JWE).") }
    self.faults = faults
  }

  /// The case that a message names, before anything else of it is looked at; `nil` for one that names none.
  static func lane(of delivery: AMQPDelivery) -> UUID? {
    guard !delivery.isTruncated else { return nil }
    // What cannot be read has no case.
    let json = try? JSONReader.read(delivery.body, within: .envelope)
    return json?["subject"]?.string.flatMap(UUID.init(uuidString:))
  }

  /// The id that a message names, when it can be read so far.
  static func id(of delivery: AMQPDelivery) -> UUID? {
    guard !delivery.isTruncated else { return nil }
    // What cannot be read has none.
    let json = try? JSONReader.read(delivery.body, within: .envelope)
    return json?["id"]?.string.flatMap(UUID.init(uuidString:))
  }

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
