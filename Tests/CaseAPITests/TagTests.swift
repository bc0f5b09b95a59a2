import CaseCore
import HTTPTypes
import StoreBase
import Testing

/// Who has something asks whether it is still so.
@Suite struct TagTests {
  @Test func whatIsReadAsOneResourceIsNotSentAgain() async throws {
    let api = try await TestAPI()
    let addresses = [
      "/v1/werkstromen/uitleen", "/v1/werkstromen/uitleen/1.0.0/opdrachten.json",
      "/v1/werkstromen/uitleen/1.0.0/openapi.json", "/v1/openapi.json", "/v1/asyncapi.json",
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

  /// Its revision is not all that it depends on: who else must act is what organisations may by now, and what somebody is shown goes by
  /// their roles.
  @Test func aCaseIsAlwaysSent() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    let first = try await api.send(.get, address, as: TestAPI.counter)
    let tag = try #require(first.headers[.eTag])
    // No step in the case, so the revision stays.
    try await OrganisationStore(api.pool).register(
      Organisation(number: TestAPI.judge.organisation, name: "Een andere naam", region: "oost", roles: ["adviseur"]),
      queue: "q.\(TestAPI.judge.organisation)"
    )
    for known in [tag, "*"] {
      let again = try await api.send(.get, address, as: TestAPI.counter, headers: [.ifNoneMatch: known])
      #expect((again.status, again.headers[.eTag]) == (200, tag), "\(known)")
      #expect(again.text != first.text && again["aanZet"].items.count == 1, "\(again.text)")
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
