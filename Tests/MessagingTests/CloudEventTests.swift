import CaseCore
import Foundation
import Messaging
import Outbox
import Testing

@Suite("CloudEvents")
struct CloudEventTests {
  private func event(
    _ word: String = "bijgewerkt",
    ofCase: Bool = true,
    traceparent: String? = nil
  ) throws -> OutboxEvent {
    let subject: UUID = try #require(UUID(uuidString: "7A6B5C4D-3E2F-8A1B-9C0D-112233445566"))
    return OutboxEvent(
      id: try #require(UUID(uuidString: "0D1A9F9E-57B1-4E0C-9D2C-0F4B5C6D7E8F")),
      sequence: 41,
      subject: ofCase ? subject : nil,
      event: word,
      recordedAt: try Instant(rfc3339: "2026-05-04T15:30:00.25+02:00"),
      traceparent: traceparent
    )
  }

  @Test("An event is exactly this")
  func golden() throws {
    let traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    let json = String(decoding: CloudEvent.json(try event(traceparent: traceparent), from: .test), as: UTF8.self)
    #expect(
      json == """
        {"specversion":"1.0","id":"0d1a9f9e-57b1-4e0c-9d2c-0f4b5c6d7e8f",\
        "source":"urn:nld:oin:00000001000000001000:systeem:casusregie","type":"nl.casusregie.casus.bijgewerkt",\
        "subject":"7a6b5c4d-3e2f-8a1b-9c0d-112233445566","time":"2026-05-04T13:30:00.250000Z",\
        "dataref":"https://casus.example/api/v1/casussen/7a6b5c4d-3e2f-8a1b-9c0d-112233445566",\
        "sequence":"41","sequencetype":"Integer","traceparent":"\(traceparent)"}
        """
    )
    #expect(CloudEvent.contentType == "application/cloudevents+json; charset=utf-8")
  }

  @Test("One of the service itself is about no case, and points to where the service says how it is")
  func ofService() throws {
    let json = Data(CloudEvent.json(try event("alarm.termijnen", ofCase: false), from: .test))
    let attributes = try JSONDecoder().decode([String: String].self, from: json)
    #expect(attributes["type"] == "nl.casusregie.alarm.termijnen" && attributes["subject"] == nil)
    #expect(attributes["dataref"] == "https://casus.example/api/health/ready" && attributes.count == 8)
  }

  @Test("Without a trace it has these attributes and no other")
  func attributes() throws {
    let json = Data(CloudEvent.json(try event(), from: .test))
    let attributes = try JSONDecoder().decode([String: String].self, from: json)
    #expect(
      Set(attributes.keys) == [
        "specversion", "id", "source", "type", "subject", "time", "dataref", "sequence", "sequencetype",
      ]
    )
  }

  @Test(
    "Whatever a text holds, it stays one text",
    arguments: ["\"", "\\", "\n\t\u{0}\u{1f}\u{7f}", "é€🙂", "\",\"data\":\""]
  )
  func escapes(text: String) throws {
    let json = Data(CloudEvent.json(try event(text, traceparent: text), from: .test))
    let attributes = try JSONDecoder().decode([String: String].self, from: json)
    #expect(attributes["type"] == "nl.casusregie.casus.\(text)")
    #expect(attributes["traceparent"] == text)
    #expect(attributes.count == 10)
  }
}
