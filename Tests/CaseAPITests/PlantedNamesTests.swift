import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import Testing

/// What people write about people stays in the encrypted journal.
@Suite struct PlantedNamesTests {
  private static let name = "Jan-van-der-Planted"

  @Test func aNameIsInNoLogMeasurementErrorOrAddress() async throws {
    let api = try await TestAPI()
    let name = Self.name
    let mine = try await api.newCase(name)
    let bodies = [
      #"{"opdracht":"noteren","grondslag":"wet","velden":{"tekst":"\#(name)","dag":"\#(name)"}}"#,
      #"{"opdracht":"oordelen","velden":{"stem":"\#(name)"}}"#,
      #"{"opdracht":"oordelen","grondslag":"\#(name)","velden":{"stem":"ja"}}"#,
      #"{"opdracht":"verlenen","velden":{"adviseur":"\#(name)"}}"#, #"{"opdracht":"\#(name)"}"#,
      #"{"\#(name)":1}"#, #"{"opdracht":"noteren","velden":{"\#(name) x":1}}"#, name,
    ]
    var replies = try await bodies.asyncMap { try await api.command($0, to: mine + "/opdrachten", as: TestAPI.counter) }
    replies.append(try await api.send(.get, "/v1/casussen/\(name)", as: TestAPI.counter))
    replies.append(try await api.send(.get, "/v1/casussen?na=\(name)", as: TestAPI.counter))
    replies.append(try await api.send(.get, "/\(name)?\(name)", as: TestAPI.counter))
    replies.append(try await api.send(.get, "/v1/casussen", headers: [.authorization: "Bearer \(name)"]))
    for reply in replies {
      #expect(reply.status >= 400)
      #expect(!reply.text.contains(name))
      #expect(!reply.headers.contains { $0.value.contains(name) })
    }
    let metrics = api.metrics.exposition
    #expect(metrics.contains(#"http_requests_total{method="POST",route="/v1/casussen/{id}/opdrachten",status="400"}"#))
    let id = try #require(mine.split(separator: "/").last)
    for text in [metrics, api.records.text] {
      #expect(!text.isEmpty)
      for secret in [name, String(id), TestAPI.counter.subject, "Bearer"] { #expect(!text.contains(secret)) }
    }
  }
}

extension Sequence {
  fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
