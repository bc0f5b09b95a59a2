import CaseCore
import Foundation
public import Outbox

/// The form of an event for partners: CloudEvents 1.0 in structured mode, with the profile of the Dutch government (NL GOV).
///
/// It says that something happened to one of their cases, or to the service itself, and where to read it; never what. So it
/// has no `data`:
/// ```
/// {"specversion":"1.0",
///  "id":"…",                   the same in every copy, the same for no other event
///  "source":"urn:nld:oin:<oin of the operator>:systeem:casusregie",
///  "type":"nl.casusregie.casus.<neutral word>",   of the service itself: nl.casusregie.<neutral word>
///  "subject":"…",              the recipient's own id of the case; none for the service itself
///  "time":"2026-05-04T13:30:00Z",   when it was recorded, in UTC
///  "dataref":"<base>/v1/casussen/<subject>",      of the service itself: <base>/health/ready
///  "sequence":"41",            without gaps per recipient, from 1
///  "sequencetype":"Integer",
///  "traceparent":"…"}          when the command had one
/// ```
public enum CloudEvent {
  public static let contentType = "application/cloudevents+json; charset=utf-8"
  private static let typePrefix = "nl.casusregie."

  /// The event's JSON, in UTF-8. A text built by hand: it is made for every event that is sent, and its form is fixed.
  public static func json(_ event: OutboxEvent, from source: EventSource) -> [UInt8] {
    var json = JSONText(capacity: 640)
    json.begin("specversion", "1.0")
    json.add("id", event.id.lowercaseText)
    json.add("source", source.urn)
    let subject = event.subject?.lowercaseText
    json.add("type", typePrefix + (subject == nil ? "" : "casus.") + event.event)
    if let subject { json.add("subject", subject) }
    json.add("time", event.recordedAt.description)
    json.add("dataref", subject.map { source.cases + $0 } ?? source.health)
    json.add("sequence", String(event.sequence))
    json.add("sequencetype", "Integer")
    if let traceparent = event.traceparent { json.add("traceparent", traceparent) }
    return json.end()
  }
}

extension UUID {
  /// In lower case, as RFC 9562 specifies.
  var lowercaseText: String { uuidString.lowercased() }
}
