import CaseCore
import HTTPTypes
import Postgres
import Testing

@Suite struct CommandTests {
  @Test func aCaseIsStartedAndAdvanced() async throws {
    let api = try await TestAPI()
    let started = try await api.command(
      #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"x"}}"#,
      to: "/v1/casussen",
      as: TestAPI.counter
    )
    #expect(started.status == 201)
    #expect(started["revisie"].number == 1)
    #expect(started["fase"].text == "ontvangen")
    #expect(started.headers[.eTag] == "\"1\"")
    let address = try #require(started.headers[.location])
    #expect(address == "/v1/casussen/\(started["id"].text ?? "")")

    let noted = try await api.command(
      #"{"opdracht":"noteren","grondslag":"beleid","velden":{"tekst":"y","aantal":3,"labels":["a","b"]}}"#,
      to: address + "/opdrachten",
      as: TestAPI.counter,
      ifMatch: "\"1\""
    )
    #expect(noted.status == 200)
    #expect(noted["revisie"].number == 2)
    #expect(noted.headers[.eTag] == "\"2\"")
  }

  @Test func theSameKeyHasOneEffectAndOneAnswer() async throws {
    let api = try await TestAPI()
    let body = #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"x"}}"#
    let first = try await api.command(body, to: "/v1/casussen", as: TestAPI.counter, key: "k1")
    let again = try await api.command(body, to: "/v1/casussen", as: TestAPI.counter, key: "k1")
    #expect(first.status == 201)
    #expect((first.status, first.text) == (again.status, again.text))
    #expect(first.headers[.location] == again.headers[.location])
    let other = try await api.command(
      #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"z"}}"#,
      to: "/v1/casussen",
      as: TestAPI.counter,
      key: "k1"
    )
    #expect(other.status == 409)
    #expect(other["type"].text == "urn:casusregie:probleem:sleutel-al-gebruikt")
    #expect(try await api.send(.get, "/v1/casussen", as: TestAPI.counter)["casussen"].items.count == 1)
  }

  @Test func anOldRevisionIsToldTheCurrentOne() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    let body = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    _ = try await api.command(body, to: address + "/opdrachten", as: TestAPI.counter, ifMatch: "\"1\"")
    let late = try await api.command(body, to: address + "/opdrachten", as: TestAPI.counter, ifMatch: "\"1\"")
    #expect(late.status == 412)
    #expect(late.isProblem)
    #expect(late["revisie"].number == 2)
    #expect(late["code"].text == "stale")
  }

  @Test func whatCannotBeNowSaysWhyAndWhatCan() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    let reply = try await api.command(#"{"opdracht":"verlenen"}"#, to: address + "/opdrachten", as: TestAPI.counter)
    #expect(reply.status == 409)
    #expect(reply.isProblem)
    #expect(reply["regels"][0].text == "De partijen zijn het niet eens.")
    #expect(reply["code"].text == "not-now")
    #expect(reply["codes"].items.compactMap(\.text) == ["guard:uitleen/verlenen/1/1"])
    #expect(reply["mogelijk"].items.compactMap(\.text) == ["noteren", "oordelen", "uitzetten", "loslaten", "inwijden"])
  }

  @Test func whoMayNotIsToldTheRule() async throws {
    let api = try await TestAPI()
    _ = try await api.newCase()
    let address = try await api.onlyCase(of: TestAPI.judge)
    let reply = try await api.command(#"{"opdracht":"verlenen"}"#, to: address + "/opdrachten", as: TestAPI.judge)
    #expect(reply.status == 403)
    #expect(reply.isProblem)
    #expect(reply["regels"][0].text?.contains("Balie") == true)
    #expect(reply["code"].text == "not-entitled")
  }

  @Test func allThatIsWrongIsSaidAtOnce() async throws {
    let api = try await TestAPI()
    let reply = try await api.send(
      .post,
      "/v1/casussen",
      as: TestAPI.counter,
      body: #"{"opdracht":7,"velden":[],"Jan":1}"#,
      headers: [.ifMatch: "W/1"]
    )
    #expect(reply.status == 400)
    #expect(reply.isProblem)
    #expect(reply.faults.sorted() == ["Idempotency-Key", "If-Match", "opdracht", "velden", "verzoek", "werkstroom"])
    #expect(!reply.text.contains("Jan"))
    #expect(reply["code"].text == "invalid")
    #expect(reply.codes["verzoek"] == "unknown-member")
    #expect(reply.codes["opdracht"] == "malformed")
  }

  @Test func allFaultsOfFieldsAreSaidAtOnce() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    let reply = try await api.command(
      #"{"opdracht":"noteren","grondslag":"wet","velden":{"aantal":1.5,"dag":"morgen","labels":[true],"vreemd":1}}"#,
      to: address + "/opdrachten",
      as: TestAPI.counter
    )
    #expect(reply.status == 400)
    #expect(
      reply.codes == [
        "aantal": "not-number", "dag": "not-date", "labels": "not-text", "tekst": "required", "vreemd": "unknown-field",
      ]
    )
  }

  @Test(arguments: [String(repeating: "x", count: 65), "é", "a b", ""])
  func whatIsNoNameOfAFieldIsNotRepeated(name: String) async throws {
    let api = try await TestAPI()
    let reply = try await api.command(
      #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"x","\#(name)":1}}"#,
      to: "/v1/casussen",
      as: TestAPI.counter
    )
    #expect((reply.status, reply.faults) == (400, ["velden"]))
  }

  @Test(arguments: [
    (#"{"werkstroom":"nergens","opdracht":"aanvragen"}"#, "werkstroom", "unknown-workflow"),
    (#"{"werkstroom":"uitleen","opdracht":"noteren"}"#, "werkstroom", "unknown-workflow"),
    (#"{"werkstroom":"uitleen","opdracht":"onzin"}"#, "opdracht", "unknown-command"),
  ])
  func anUnknownWorkflowOrCommandIsAFault(body: String, field: String, code: String) async throws {
    let api = try await TestAPI()
    let reply = try await api.command(body, to: "/v1/casussen", as: TestAPI.counter)
    #expect(reply.status == 400)
    #expect(reply.codes == [field: code])
  }

  @Test func aDroppedDatabaseIsAPassingFault() async throws {
    let api = try await TestAPI()
    await api.pool.close()
    let reply = try await api.command(
      #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"x"}}"#,
      to: "/v1/casussen",
      as: TestAPI.counter
    )
    #expect(reply.status == 503)
    #expect(reply.isProblem)
    #expect(reply.headers[.retryAfter] != nil)
    #expect(reply["detail"].text?.contains("Idempotency-Key") == true)
    let settings = try await api.send(.get, "/v1/termijninstellingen", as: TestAPI.counter)
    #expect((settings.status, settings.isProblem) == (503, true))
    #expect(settings.headers[.retryAfter] != nil)
  }
}
