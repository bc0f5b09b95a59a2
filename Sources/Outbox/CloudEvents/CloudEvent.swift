package import CaseCore
package import Foundation

/// The form of an event for partners: CloudEvents 1.0 in structured mode, with the profile of the Dutch government (NL GOV).
///
/// It says that something happened to one of their cases, or to the service itself, and where to read it; never what. So it
/// has no `data`, unless it is the answer to a command of the recipient's: that is encrypted for it.
/// ```
/// {"specversion":"1.0",
///  "id":"…",                   the same in every copy, the same for no other event
///  "source":"urn:nld:oin:<oin of the operator>:systeem:casusregie",
///  "type":"nl.casusregie.casus.<neutral word>",   of the service itself: nl.casusregie.<neutral word>
///  "subject":"…",              the recipient's own id of the case; none for the service itself
///  "time":"2026-05-04T00:00:00+02:00",   the day on which it was recorded, in the Netherlands
///  "dataref":"<base>/v1/casussen/<subject>",      of the service itself: <base>/health/ready; for whoever may know no more than
///                                                 it was answered: <base>/v1/ontvangstbewijzen/<subject>
///  "sequence":"41",            without gaps per recipient, within an epoch
///  "sequencetype":"Integer",
///  "tijdperk":"20261129T151800123456Z",           the epoch
///  "tijdperkbegin":"1",        the number with which it began for this recipient
///  "ontvangstbevestiging":true,                   of one that its recipient has to acknowledge
///  "causationid":"…"}          of a reminder: the id of the event that it reminds of. Of an answer: that of the message
/// ```
///
/// Two recipients of one case have nothing in common in it by which they could find out that it is one: no trace of the request, and
/// no moment. The day is what terms are counted by; when something was recorded exactly, whoever may know it reads in the case.
public enum CloudEvent {
  public static let contentType = "application/cloudevents+json; charset=utf-8"
  private static let typePrefix = "nl.casusregie."
  private static let gone = "vervallen"
  /// Begins the word of what is about a message of the recipient's: there is nowhere to look.
  private static let ofCommand = "opdracht."

  /// The event's JSON, in UTF-8. A text built by hand: it is made for every event that is sent, and its form is fixed.
  /// - Parameter isDestroyed: of an old event whose case is no more: it keeps its place, and says nothing else. So does an answer whose
  ///   content went before it could be sent.
  public static func json(
    _ event: OutboxEvent,
    in epoch: Epoch,
    from source: EventSource,
    isDestroyed: Bool = false
  ) -> [UInt8] {
    let isDestroyed = isDestroyed || event.isEmptied
    var json = JSONText(capacity: 640)
    json.begin("specversion", "1.0")
    json.add("id", event.id.lowercaseText)
    json.add("source", source.urn)
    let subject = isDestroyed ? nil : event.subject?.lowercaseText
    json.add("type", typePrefix + (isDestroyed ? gone : (subject == nil ? "" : "casus.") + event.event))
    if let subject { json.add("subject", subject) }
    json.add("time", Amsterdam.rfc3339(Amsterdam.startOfDay(Amsterdam.date(at: event.recordedAt))))
    if subject != nil || event.answer == nil && !isDestroyed && !event.event.hasPrefix(ofCommand) {
      json.add("dataref", subject.map { (event.isForReceipt ? source.receipts : source.cases) + $0 } ?? source.health)
    }
    json.add("sequence", String(event.sequence))
    json.add("sequencetype", "Integer")
    json.add("tijdperk", epoch.name)
    json.add("tijdperkbegin", String(epoch.start))
    if event.asksAcknowledgement, !isDestroyed { json.add("ontvangstbevestiging", true) }
    if let answer = event.answer {
      json.add("causationid", answer.causation.lowercaseText)
      if let content = answer.content {
        json.add("datacontenttype", "application/jose")
        json.add("data", String(decoding: content, as: UTF8.self))
      }
    }
    return json.end()
  }
}

extension CloudEvent {
  /// How far a recipient was told: an event without a number, which is sent to all recipients at the same time.
  /// ```
  /// … "type":"nl.casusregie.stand", "tijdperk":"…", "tijdperkbegin":"1",
  ///   "datacontenttype":"application/json", "data":{"laatste":41}}
  /// ```
  /// - Parameter moment: only the day of it is said.
  package static func standing(
    _ standing: EventHistory.Standing,
    id: UUID,
    at moment: Instant,
    from source: EventSource
  ) -> [UInt8] {
    var json = JSONText(capacity: 400)
    json.begin("specversion", "1.0")
    json.add("id", id.lowercaseText)
    json.add("source", source.urn)
    json.add("type", typePrefix + "stand")
    json.add("time", Amsterdam.rfc3339(Amsterdam.startOfDay(Amsterdam.date(at: moment))))
    json.add("tijdperk", standing.epoch.name)
    json.add("tijdperkbegin", String(standing.epoch.start))
    json.add("datacontenttype", "application/json")
    json.add("data", number: standing.last, named: "laatste")
    return json.end()
  }
}

extension UUID {
  /// In lower case, as RFC 9562 specifies.
  package var lowercaseText: String { uuidString.lowercased() }
}
