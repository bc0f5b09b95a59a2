import CaseCore
import Foundation
import Messaging
import Outbox
import Testing

@Suite("CloudEvents")
struct CloudEventTests {
  private let epoch = Epoch(name: "20261129T151800123456Z", start: 7)

  private func event(
    _ word: String = "bijgewerkt",
    ofCase: Bool = true
  ) throws -> OutboxEvent {
    let subject: UUID = try #require(UUID(uuidString: "7A6B5C4D-3E2F-8A1B-9C0D-112233445566"))
    return OutboxEvent(
      id: try #require(UUID(uuidString: "0D1A9F9E-57B1-4E0C-9D2C-0F4B5C6D7E8F")),
      sequence: 41,
      subject: ofCase ? subject : nil,
      event: word,
      recordedAt: try Instant(rfc3339: "2026-05-04T15:30:00.25+02:00")
    )
  }

  @Test("An event is exactly this")
  func golden() throws {
    let json = String(decoding: CloudEvent.json(try event(), in: epoch, from: .test), as: UTF8.self)
    #expect(
      json == """
        {"specversion":"1.0","id":"0d1a9f9e-57b1-4e0c-9d2c-0f4b5c6d7e8f",\
        "source":"urn:nld:oin:00000001000000001000:systeem:casusregie","type":"nl.casusregie.casus.bijgewerkt",\
        "subject":"7a6b5c4d-3e2f-8a1b-9c0d-112233445566","time":"2026-05-04T00:00:00+02:00",\
        "dataref":"https://casus.example/api/v1/casussen/7a6b5c4d-3e2f-8a1b-9c0d-112233445566",\
        "sequence":"41","sequencetype":"Integer","tijdperk":"20261129T151800123456Z","tijdperkbegin":"7"}
        """
    )
    #expect(CloudEvent.contentType == "application/cloudevents+json; charset=utf-8")
  }

  @Test("One of the service itself is about no case, and points to where the service says how it is")
  func ofService() throws {
    let json = Data(CloudEvent.json(try event("alarm.termijnen", ofCase: false), in: epoch, from: .test))
    let attributes = try JSONDecoder().decode([String: String].self, from: json)
    #expect(attributes["type"] == "nl.casusregie.alarm.termijnen" && attributes["subject"] == nil)
    #expect(attributes["dataref"] == "https://casus.example/api/health/ready" && attributes.count == 10)
  }

  @Test("It has these attributes and no other")
  func attributes() throws {
    let json = Data(CloudEvent.json(try event(), in: epoch, from: .test))
    let attributes = try JSONDecoder().decode([String: String].self, from: json)
    #expect(
      Set(attributes.keys) == [
        "specversion", "id", "source", "type", "subject", "time", "dataref", "sequence", "sequencetype", "tijdperk",
        "tijdperkbegin",
      ]
    )
  }

  @Test(
    "The time is the day in the Netherlands, and nothing of the hour",
    arguments: [
      ("2026-05-03T21:59:59.999999Z", "2026-05-03T00:00:00+02:00"),
      ("2026-05-03T22:00:00Z", "2026-05-04T00:00:00+02:00"),
      // The nights in which the clock is changed.
      ("2026-03-28T23:00:00Z", "2026-03-29T00:00:00+01:00"), ("2026-03-29T21:59:59Z", "2026-03-29T00:00:00+01:00"),
      ("2026-03-29T22:00:00Z", "2026-03-30T00:00:00+02:00"), ("2026-10-24T22:00:00Z", "2026-10-25T00:00:00+02:00"),
      ("2026-10-25T23:00:00Z", "2026-10-26T00:00:00+01:00"),
    ]
  )
  func day(recorded: String, told: String) throws {
    let event = OutboxEvent(
      id: UUID(),
      sequence: 1,
      subject: UUID(),
      event: "bijgewerkt",
      recordedAt: try Instant(rfc3339: recorded)
    )
    let json = Data(CloudEvent.json(event, in: epoch, from: .test))
    #expect(try JSONDecoder().decode([String: String].self, from: json)["time"] == told)
  }

  @Test(
    "Whatever a text holds, it stays one text",
    arguments: ["\"", "\\", "\n\t\u{0}\u{1f}\u{7f}", "é€🙂", "\",\"data\":\""]
  )
  func escapes(text: String) throws {
    let json = Data(CloudEvent.json(try event(text), in: epoch, from: .test))
    let attributes = try JSONDecoder().decode([String: String].self, from: json)
    #expect(attributes["type"] == "nl.casusregie.casus.\(text)")
    #expect(attributes.count == 11)
  }
}
