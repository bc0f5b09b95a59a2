import CaseCore
import Foundation
import HTTPTypes
import Testing

/// Children over HTTP: to make one, to work on it, and to see it.
@Suite struct ChildTests {
  /// A new case with a task for the worker and one for another: the desk's address.
  private func assigned(_ api: TestAPI) async throws -> String {
    let address = try await api.newCase("planted-before")
    let first = try await api.assign(to: TestAPI.worker, on: address, "planted-question")
    #expect(first["begonnenOnderdelen"].items.compactMap(\.text) == ["taak-1"])
    #expect(first["fase"].text == "ontvangen")
    _ = try await api.assign(to: TestAPI.other, on: address, "planted-other")
    return address
  }

  private let report = #"{"opdracht":"melden","onderdeel":"taak-1","velden":{"tekst":"gedaan"}}"#

  @Test func aCommandWithoutChildrenSaysSo() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    let reply = try await api.command(
      #"{"opdracht":"noteren","onderdeel":null,"grondslag":"wet","velden":{"tekst":"x"}}"#,
      to: address + "/opdrachten",
      as: TestAPI.counter
    )
    #expect(reply.status == 200)
    #expect(reply["begonnenOnderdelen"].items.isEmpty && !reply["begonnenOnderdelen"].isNull)
  }

  @Test func itsHolderSeesItAndNothingElse() async throws {
    let api = try await TestAPI()
    _ = try await assigned(api)
    let address = try await api.onlyCase(of: TestAPI.worker)
    let reply = try await api.send(.get, address, as: TestAPI.worker)
    #expect(reply.status == 200)
    #expect(reply["fase"].isNull)
    #expect(reply["partijen"].items.isEmpty && reply["termijnen"].items.isEmpty && reply["besluiten"].items.isEmpty)
    #expect(reply["onderdelen"].items.count == 1)
    let child = reply["onderdelen"][0]
    #expect(
      child.keys == [
        "aanZet", "besluiten", "fase", "faseOmschrijving", "onderdeel", "partijen", "soort", "tellingen", "termijnen",
        "velden",
      ]
    )
    #expect(child["onderdeel"].text == "taak-1")
    #expect(child["soort"]["omschrijving"].text == "Taak")
    #expect((child["fase"].text, child["faseOmschrijving"].text) == ("open", "Open"))
    #expect(child["partijen"].items.compactMap { $0["organisatie"].text } == [TestAPI.worker.organisation])
    #expect(child["termijnen"][0]["sleutel"].text == "afspraak")
    #expect(child["termijnen"][0]["opgeschort"].value as? Bool == false)
    #expect(child["termijnen"][0]["verlopen"].number == 0)
    let journal = try await api.send(.get, address + "/journaal", as: TestAPI.worker)
    #expect(journal["vermeldingen"].items.compactMap { $0["revisie"].number } == [1])
    // The question, and not the phase in which it was asked.
    #expect(journal["vermeldingen"][0]["velden"]["tekst"].text == "planted-question")
    #expect(journal["vermeldingen"][0]["van"].isNull && journal["vermeldingen"][0]["naar"].isNull)
    #expect(!(reply.text + journal.text).contains("ntvangen"))
    #expect(!journal.text.contains("planted-before") && !journal.text.contains("planted-other"))
  }

  @Test func itsHolderWorksOnIt() async throws {
    let api = try await TestAPI()
    let mine = try await assigned(api)
    let address = try await api.onlyCase(of: TestAPI.worker)
    let possible = try await api.send(.get, address + "/mogelijkheden", as: TestAPI.worker)
    #expect(possible["mogelijkheden"].items.compactMap { $0["opdracht"].text } == ["melden", "afronden"])
    #expect(possible["mogelijkheden"].items.compactMap { $0["onderdeel"].text } == ["taak-1", "taak-1"])
    let done = try await api.command(report, to: address + "/opdrachten", as: TestAPI.worker, ifMatch: "\"1\"")
    #expect((done.status, done["revisie"].number, done["fase"].text) == (200, 2, "open"))
    let journal = try await api.send(.get, mine + "/journaal?na=3", as: TestAPI.counter)
    let entry = journal["vermeldingen"][0]
    #expect((entry["onderdeel"].text, entry["naam"]["omschrijving"].text) == ("taak-1", "Melden"))
    #expect((entry["van"]["sleutel"].text, entry["rol"]["sleutel"].text) == ("open", "uitvoerder"))
    let other = try await api.send(.get, try await api.onlyCase(of: TestAPI.other) + "/journaal", as: TestAPI.other)
    #expect(other["vermeldingen"].items.compactMap { $0["revisie"].number } == [1])
  }

  @Test func aPartySeesItWhereItIsInTheAudienceOfItsState() async throws {
    let api = try await TestAPI()
    let mine = try await assigned(api)
    let theirs = try await api.onlyCase(of: TestAPI.judge)
    #expect(try await api.children(mine, as: TestAPI.counter) == ["taak-1 open", "taak-2 open"])
    #expect(try await api.children(theirs, as: TestAPI.judge) == [])
    #expect(
      try await api.children(api.onlyCase(of: TestAPI.watch), as: TestAPI.watch) == ["taak-1 open", "taak-2 open"]
    )
    let done = try await api.command(
      #"{"opdracht":"afronden","onderdeel":"taak-1"}"#,
      to: api.onlyCase(of: TestAPI.worker) + "/opdrachten",
      as: TestAPI.worker
    )
    #expect(done["fase"].text == "klaar")
    #expect(try await api.children(mine, as: TestAPI.counter) == ["taak-2 open"])
    #expect(try await api.children(theirs, as: TestAPI.judge) == ["taak-1 klaar"])
    #expect(try await api.children(api.onlyCase(of: TestAPI.worker), as: TestAPI.worker) == ["taak-1 klaar"])
  }

  @Test(arguments: [
    #"{"opdracht":"melden","velden":{"tekst":"x"}}"#,
    #"{"opdracht":"melden","onderdeel":"taak-2","velden":{"tekst":"x"}}"#,
    #"{"opdracht":"melden","onderdeel":"taak-9","velden":{"tekst":"x"}}"#,
    #"{"opdracht":"melden","onderdeel":"","velden":{"tekst":"x"}}"#,
    #"{"opdracht":"melden","onderdeel":7,"velden":{"tekst":"x"}}"#,
  ])
  func aChildThatIsNotTheirsIsAFaultOfThatMember(_ body: String) async throws {
    let api = try await TestAPI()
    _ = try await assigned(api)
    let reply = try await api.command(body, to: api.onlyCase(of: TestAPI.worker) + "/opdrachten", as: TestAPI.worker)
    #expect(reply.status == 400)
    #expect(reply.isProblem)
    #expect(reply.faults == ["onderdeel"])
  }

  @Test func aCommandOfTheCaseHasNoChild() async throws {
    let api = try await TestAPI()
    let mine = try await assigned(api)
    let reply = try await api.command(
      #"{"opdracht":"loslaten","onderdeel":"taak-1"}"#,
      to: mine + "/opdrachten",
      as: TestAPI.counter
    )
    #expect((reply.status, reply.faults) == (400, ["onderdeel"]))
    let start = try await api.command(
      #"{"werkstroom":"uitleen","opdracht":"aanvragen","onderdeel":"taak-1","velden":{"tekst":"x"}}"#,
      to: "/v1/casussen",
      as: TestAPI.counter
    )
    #expect((start.status, start.faults) == (400, ["verzoek"]))
  }

  @Test func aFieldNamesAChildByItsKind() async throws {
    let api = try await TestAPI()
    let mine = try await assigned(api)
    let possible = try await api.send(.get, mine + "/mogelijkheden", as: TestAPI.counter)
    let assign = try #require(possible["mogelijkheden"].items.first { $0["opdracht"].text == "uitzetten" })
    let field = try #require(assign["velden"].items.first { $0["sleutel"].text == "vorige" })
    #expect((field["soort"].text, field["machine"].text, field["fasen"][0].text) == ("onderdeel", "taak", "klaar"))
    let early = try await api.assign(to: TestAPI.worker, on: mine, previous: "taak-1")
    #expect((early.status, early.faults) == (400, ["vorige"]))
    _ = try await api.command(
      #"{"opdracht":"afronden","onderdeel":"taak-1"}"#,
      to: api.onlyCase(of: TestAPI.worker) + "/opdrachten",
      as: TestAPI.worker
    )
    #expect(try await api.assign(to: TestAPI.worker, on: mine, previous: "taak-1").status == 200)
    let journal = try await api.send(.get, mine + "/journaal?na=3", as: TestAPI.counter)
    #expect(journal["vermeldingen"][0]["velden"]["vorige"].text == "taak-1")
  }

  /// The same words about another child are another command.
  @Test func aKeyIsForOneChild() async throws {
    let api = try await TestAPI()
    let mine = try await assigned(api) + "/opdrachten"
    let first = try await api.command(report, to: mine, as: TestAPI.counter, key: "k")
    #expect(first.status == 200)
    #expect(try await api.command(report, to: mine, as: TestAPI.counter, key: "k").text == first.text)
    let second = report.replacing("taak-1", with: "taak-2")
    let other = try await api.command(second, to: mine, as: TestAPI.counter, key: "k")
    #expect(other.status == 409)
    #expect(other["type"].text == "urn:casusregie:probleem:sleutel-al-gebruikt")
    #expect(try await api.command(second, to: mine, as: TestAPI.counter, key: "l").status == 200)
  }
}

extension TestAPI {
  /// A task for someone, in a case of the desk's.
  func assign(to worker: Actor, on address: String, _ text: String = "x", previous: String? = nil) async throws -> Reply
  {
    let more = previous.map { #","vorige":"\#($0)""# } ?? ""
    return try await command(
      #"{"opdracht":"uitzetten","velden":{"tekst":"\#(text)","uitvoerder":"\#(worker.organisation)"\#(more)}}"#,
      to: address + "/opdrachten",
      as: Self.counter
    )
  }

  /// The children that the reader sees, each with its state.
  func children(_ address: String, as actor: Actor) async throws -> [String] {
    try await send(.get, address, as: actor)["onderdelen"].items.map {
      "\($0["onderdeel"].text ?? "") \($0["fase"].text ?? "-")"
    }
  }
}
