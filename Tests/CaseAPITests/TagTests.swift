import HTTPTypes
import Testing

/// Who has something asks whether it is still so.
@Suite struct TagTests {
  @Test func whatIsReadAsOneResourceIsNotSentAgain() async throws {
    let api = try await TestAPI()
    let addresses = [
      try await api.newCase(), "/v1/werkstromen/uitleen", "/v1/werkstromen/uitleen/1.0.0/opdrachten.json",
      "/v1/openapi.json", "/v1/asyncapi.json",
    ]
    for address in addresses {
      let first = try await api.send(.get, address, as: TestAPI.counter)
      let tag = try #require(first.headers[.eTag], "\(address): \(first.text)")
      for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
        let again = try await api.send(.get, address, as: TestAPI.counter, headers: [.ifNoneMatch: known])
        #expect((again.status, again.text, again.headers[.eTag]) == (304, "", tag), "\(address), \(known)")
      }
      for known in ["\"other\"", "W/\"other\"", "no tag", ""] {
        let again = try await api.send(.get, address, as: TestAPI.counter, headers: [.ifNoneMatch: known])
        #expect((again.status, again.text) == (200, first.text), "\(address), \(known)")
      }
    }
  }

  @Test func whatChangedIsSent() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    let first = try await api.send(.get, address, as: TestAPI.counter)
    let tag = try #require(first.headers[.eTag])
    let given = try await api.command(
      #"{"opdracht":"noteren","grondslag":"beleid","velden":{"tekst":"y"}}"#,
      to: "\(address)/opdrachten",
      as: TestAPI.counter
    )
    #expect(given.status == 200, "\(given.text)")
    let again = try await api.send(.get, address, as: TestAPI.counter, headers: [.ifNoneMatch: tag])
    #expect(again.status == 200)
    #expect(again.headers[.eTag] == given.headers[.eTag])
    // Whoever may not read it learns nothing by asking so.
    let strange = try await api.send(.get, address, as: TestAPI.judge, headers: [.ifNoneMatch: "*"])
    #expect(strange.status == 404)
  }
}
