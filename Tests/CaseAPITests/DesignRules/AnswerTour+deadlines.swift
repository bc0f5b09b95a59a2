import CaseCore
import CaseReading
import Foundation
import HTTPTypes
import Testing

/// Deadlines, calendars, and what there is to begin with.
extension AnswerTour {
  func beginnings() async throws {
    try await ask(.get, "/v1/werkstromen", as: TestAPI.counter)
    try await ask(.get, "/v1/organisaties", as: TestAPI.counter)
    for part in ["", "/1.0.0/opdrachten.json", "/1.0.0/openapi.json"] {
      try await twice("/v1/werkstromen/uitleen\(part)", as: TestAPI.counter)
    }
    for path in ["/v1/openapi.json", "/v1/asyncapi.json"] { try await twice(path) }
    for path in ["/health/live", "/health/ready", "/v1/lokaal/klok", "/v1/lokaal/uitgever/sleutels"] {
      try await ask(.get, path)
    }
    try await ask(.get, "/v1/lokaal/uitgever/.well-known/openid-configuration")
  }

  func deadlines() async throws {
    let calculation = "/v1/termijnberekening?van=2026-12-24&lengte=P6W&soort=atw"
    for path in ["/v1/termijnen", calculation, "/v1/termijnen/agenda?rol=keurder"] {
      try await ask(.get, path, as: TestAPI.counter)
    }
    try await twice("/v1/termijnen/agenda?rol=balie", as: TestAPI.counter)
    let (addresses, body) = ("/v1/agenda-adressen", #"{"rol":"balie"}"#)
    let key = UUID().uuidString
    let made = try await ask(.post, addresses, as: TestAPI.counter, body: body, key: key)
    var colleague = TestAPI.counter
    colleague.subject = "een collega"
    try await ask(.post, addresses, as: colleague, body: body, key: key)
    let calendar = try #require(made["adres"].text, "\(made.text)")
    try await twice(String(calendar.dropFirst("https://casusregie.example".count)))
    // The last is one too many.
    for _ in 0..<CalendarFeedStore.most { try await ask(.post, addresses, as: TestAPI.counter, body: body) }
    try await ask(.get, addresses, as: TestAPI.counter)
    let own = "\(addresses)/\(try #require(made["id"].text))"
    for key in [key, UUID().uuidString] { try await ask(.delete, own, as: TestAPI.counter, key: key) }
  }

  /// The clock goes on by a day.
  func later() async throws {
    try await ask(.post, "/v1/lokaal/klok", body: #"{"vooruit":"P1D"}"#)
  }
}
