import CaseCore
import Foundation
import HTTPTypes
import OrderedCollections
import Testing

@Suite struct ReadingTests {
  @Test func aPartySeesItsCase() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    let reply = try await api.send(.get, address, as: TestAPI.counter)
    #expect(reply.status == 200)
    #expect(reply.headers[.eTag] == "\"1\"")
    #expect(reply["fase"].text == "ontvangen")
    #expect(reply["faseOmschrijving"].text == "Ontvangen")
    #expect(reply["partijen"].items.count == 3)
    #expect(reply["termijnen"][0]["sleutel"].text == "beslissen")
    #expect(reply["termijnen"][0]["uiterlijkTijdstip"].text?.hasSuffix("Z") == true)
    #expect(reply["besluiten"][0]["stand"].text == "open")
    #expect(reply["besluiten"][0]["stemmers"].items.compactMap { $0["sleutel"].text } == ["balie", "keurder"])
    #expect(reply["besluiten"][0]["stemmen"].items.isEmpty)
    #expect(reply["onderdelen"].items.isEmpty)
  }

  @Test func everyOrganisationHasItsOwnId() async throws {
    let api = try await TestAPI()
    let mine = try await api.newCase()
    let theirs = try await api.onlyCase(of: TestAPI.judge)
    #expect(mine != theirs)
    #expect(try await api.send(.get, theirs, as: TestAPI.judge).status == 200)
  }

  /// Unknown, someone else's, of a receipt role, destroyed, malformed, without a role: nobody can tell which.
  @Test(arguments: ["", "/journaal", "/mogelijkheden", "/opdrachten", "/termijnen"])
  func whatOneMayNotKnowDoesNotExist(part: String) async throws {
    let api = try await TestAPI()
    let mine = try await api.newCase(applicant: true)
    let theirs = try await api.onlyCase(of: TestAPI.judge)
    var stranger = TestAPI.counter
    stranger.roles = ["toezicht"]
    let destroyed = try await destroyedCase(on: api)
    let asked: [(String, Actor)] = [
      ("/v1/casussen/\(UUID().uuidString.lowercased())", TestAPI.counter), (theirs, TestAPI.counter),
      (mine, TestAPI.judge),
      (try await api.onlyCase(of: TestAPI.applicant), TestAPI.applicant), (destroyed, TestAPI.judge),
      ("/v1/casussen/jan-jansen", TestAPI.counter), ("/v1/casussen/%2e%2e", TestAPI.counter),
    ]
    var answers = Set<String>()
    for (address, actor) in asked {
      let reply = try await ask(api, address + part, as: actor)
      #expect(reply.status == 404)
      #expect(reply.isProblem)
      answers.insert(reply.text)
    }
    #expect(answers.count == 1)
    #expect(try await ask(api, mine + part, as: stranger).text == answers.first)
    let nonsense = try await api.command(#"{"opdracht":"onzin"}"#, to: mine + "/opdrachten", as: stranger)
    #expect(nonsense.text == answers.first)
  }

  /// Who took part learns that it was destroyed, and what is on record of that; whatever is asked of the case.
  @Test(arguments: ["", "/journaal", "/mogelijkheden", "/opdrachten", "/termijnen"])
  func whatWasDestroyedIsGone(part: String) async throws {
    let api = try await TestAPI()
    let address = try await destroyedCase(on: api)
    let reply = try await ask(api, address + part, as: TestAPI.counter)
    #expect(reply.status == 410 && reply.isProblem)
    #expect(reply["type"].text == "urn:casusregie:probleem:casus-vernietigd")
    let record = reply["vernietiging"]
    #expect(record["grondslag"]["omschrijving"].text == "De wet" && record["opdracht"]["sleutel"].text == "vernietigen")
    #expect(record["uitgevoerdDoor"]["organisatie"].text == TestAPI.counter.organisation)
    #expect(record["uitgevoerdDoor"]["persoon"].text == TestAPI.counter.subject)
    #expect(record["besloten"].items.compactMap { $0["keuze"].text } == ["ja", "ja"])
    #expect(record["besloten"].items.compactMap { $0["persoon"].text } == [TestAPI.counter.subject])
    let id = record["id"].text ?? ""
    #expect(try await api.send(.get, "/v1/vernietigingen/\(id)", as: TestAPI.counter)["id"].text == id)
    #expect(try await api.send(.get, "/v1/vernietigingen/\(id)", as: TestAPI.judge).status == 404)
  }

  /// Everyone with a part in it or the task of oversight finds it in a list, under their own id.
  @Test func whatWasDestroyedIsListed() async throws {
    let api = try await TestAPI()
    _ = try await destroyedCase(on: api)
    for (actor, persons) in [(TestAPI.counter, 1), (TestAPI.judge, 1), (TestAPI.watch, 2), (TestAPI.adviser, 0)] {
      let list = try await api.send(.get, "/v1/vernietigingen", as: actor)
      #expect(list.status == 200 && list["volgende"].isNull)
      let found = list["vernietigingen"].items
      #expect(found.count == 1)
      #expect(found.first?["besloten"].items.compactMap { $0["persoon"].text }.count == persons)
    }
    #expect(try await api.send(.get, "/v1/vernietigingen", as: TestAPI.applicant)["vernietigingen"].items.isEmpty)
  }

  private func ask(_ api: TestAPI, _ path: String, as actor: Actor) async throws -> Reply {
    path.hasSuffix("/opdrachten")
      ? try await api.command(#"{"opdracht":"noteren","velden":{"tekst":"x"}}"#, to: path, as: actor)
      : try await api.send(.get, path, as: actor)
  }

  private func destroyedCase(on api: TestAPI) async throws -> String {
    let address = try await api.newCase()
    try await grant(api, address)
    let gone = try await api.command(#"{"opdracht":"vernietigen"}"#, to: address + "/opdrachten", as: TestAPI.counter)
    #expect(gone.status == 200)
    return address
  }

  /// Both vote, and the adviser is brought in.
  private func grant(_ api: TestAPI, _ address: String) async throws {
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    _ = try await api.command(vote, to: address + "/opdrachten", as: TestAPI.counter)
    let list = try await api.send(.get, "/v1/casussen", as: TestAPI.judge)
    for item in list["casussen"].items {
      let theirs = "/v1/casussen/\(item["id"].text ?? "")/opdrachten"
      _ = try await api.command(vote, to: theirs, as: TestAPI.judge)
    }
    let granted = try await api.command(
      #"{"opdracht":"verlenen","velden":{"adviseur":"\#(TestAPI.adviser.organisation)"}}"#,
      to: address + "/opdrachten",
      as: TestAPI.counter
    )
    #expect(granted["fase"].text == "verleend")
  }

  @Test func outsideTheAudienceTheStateIsNotShown() async throws {
    let api = try await TestAPI()
    try await grant(api, try await api.newCase())
    let address = try await api.onlyCase(of: TestAPI.judge)
    let reply = try await api.send(.get, address, as: TestAPI.judge)
    #expect(reply.status == 200)
    #expect(reply["revisie"].number == 4)
    #expect(
      reply["fase"].isNull && reply["faseOmschrijving"].isNull && reply["faseSinds"].isNull
        && reply["gewijzigdTijdstip"].isNull
    )
    #expect(reply["partijen"].items.map { $0["organisatie"].text } == [TestAPI.judge.organisation])
    #expect(reply["termijnen"].items.isEmpty && reply["besluiten"].items.isEmpty && reply["aanZet"].items.isEmpty)
    #expect(!reply.text.contains("erleend"))
    let listed = try await api.send(.get, "/v1/casussen", as: TestAPI.judge)
    #expect(listed["casussen"][0]["fase"].isNull)
    #expect(!listed.text.contains("erleend"))
  }

  @Test func theJournalBeginsWhereOneJoined() async throws {
    let api = try await TestAPI()
    try await grant(api, try await api.newCase("planted-before"))
    let address = try await api.onlyCase(of: TestAPI.adviser)
    let reply = try await api.send(.get, address + "/journaal", as: TestAPI.adviser)
    #expect(reply["vermeldingen"].items.compactMap { $0["revisie"].number } == [1])
    #expect(reply["vermeldingen"][0]["van"].isNull)
    #expect(reply["vermeldingen"][0]["naar"]["sleutel"].text == "verleend")
    #expect(!reply.text.contains("planted-before"))
  }

  @Test func theJournalShowsFieldsAndNoPersonsOfOthers() async throws {
    let api = try await TestAPI()
    let mine = try await api.newCase("wat er staat")
    let theirs = try await api.onlyCase(of: TestAPI.judge)
    let reply = try await api.send(.get, theirs + "/journaal", as: TestAPI.judge)
    let entry = reply["vermeldingen"][0]
    #expect(entry["velden"]["tekst"].text == "wat er staat")
    #expect(entry["organisatie"].text == TestAPI.counter.organisation)
    #expect(entry["rol"]["sleutel"].text == "balie")
    #expect(entry["grondslag"]["bron"].text == "Artikel 1")
    #expect(!reply.text.contains(TestAPI.counter.subject))
    let own = try await api.send(.get, mine + "/journaal", as: TestAPI.counter)
    #expect(own["vermeldingen"][0]["persoon"].text == TestAPI.counter.subject)
  }

  @Test func oversightReadsEverythingAndGivesNothing() async throws {
    let api = try await TestAPI()
    try await grant(api, try await api.newCase())
    let address = try await api.onlyCase(of: TestAPI.watch)
    let journal = try await api.send(.get, address + "/journaal", as: TestAPI.watch)
    #expect(journal["vermeldingen"].items.compactMap { $0["revisie"].number } == [1, 2, 3, 4])
    #expect(try await api.send(.get, address, as: TestAPI.watch)["fase"].text == "verleend")
    #expect(try await api.send(.get, address + "/mogelijkheden", as: TestAPI.watch)["mogelijkheden"].items.isEmpty)
  }

  /// Where five asks labels, and the last number is proposed again. It must fail when `verplichtAls` or `voorstel` is not in the answer, or is
  /// not what a command is held to.
  private static var counting: Workflow {
    var workflow = LoanWorkflow.workflow
    let number = Field.Kind.number(minimum: nil, maximum: nil)
    workflow.machines["uitleen"]?.facts["aantal"] = Fact(label: "Aantal", kind: number)
    workflow.machines["uitleen"]?.commands["noteren"]?.fields["aantal"]?.offer = .init(fact: "aantal")
    let isFive = Guard.field("aantal", oneOf: [.number(5)])
    workflow.machines["uitleen"]?.commands["noteren"]?.fields["labels"]?.requirement = .when(isFive)
    return workflow
  }

  @Test func availableCommandsSayWhatIsNeeded() async throws {
    let api = try await TestAPI(workflow: Self.counting)
    let address = try await api.newCase()
    let reply = try await api.send(.get, address + "/mogelijkheden", as: TestAPI.counter)
    #expect(
      reply["mogelijkheden"].items.compactMap { $0["opdracht"].text } == [
        "noteren", "oordelen", "verlenen", "uitzetten", "loslaten", "inwijden",
      ]
    )
    let note = reply["mogelijkheden"][0]
    // A ground whose time is over is not offered.
    #expect(note["grondslagen"].items.compactMap { $0["sleutel"].text } == ["wet", "beleid"])
    #expect(note["velden"].items.compactMap { $0["soort"].text } == ["tekst", "getal", "datum", "lijst"])
    #expect(note["velden"][3]["onderdeel"]["maximaleLengte"].number == 10)
    #expect(reply["mogelijkheden"][2]["belemmeringen"][0].text == "De partijen zijn het niet eens.")
    #expect(reply["mogelijkheden"][2]["codes"].items.compactMap(\.text) == ["guard:uitleen/verlenen/1/1"])
    #expect(note["velden"][3]["verplicht"].value as? Bool == false)
    let condition = note["velden"][3]["verplichtAls"]
    #expect(condition["omschrijving"].text == "Aantal: 5")
    let schema = condition["voorwaarde"]["properties"]["velden"]["properties"]["aantal"]["enum"]
    #expect(schema.items.compactMap(\.number) == [5])
    #expect(note["velden"][1]["voorstel"].isNull)
    func count(_ number: Int) async throws -> Reply {
      let body = #"{"opdracht":"noteren","grondslag":"wet","velden":{"tekst":"x","aantal":\#(number)}}"#
      return try await api.command(body, to: address + "/opdrachten", as: TestAPI.counter)
    }
    #expect(try await count(5).codes == ["labels": "required-here"])
    #expect(try await count(4).status == 200)
    let after = try await api.send(.get, address + "/mogelijkheden", as: TestAPI.counter)["mogelijkheden"][0]
    #expect(after["velden"][1]["voorstel"].number == 4)
  }

  @Test func aListIsReadPageByPage() async throws {
    let api = try await TestAPI()
    for _ in 0..<3 { _ = try await api.newCase() }
    let all = try await api.send(.get, "/v1/casussen", as: TestAPI.counter)["casussen"].items.compactMap {
      $0["id"].text
    }
    #expect(all.count == 3)
    #expect(all == all.sorted())
    // As the service told it before: an id could be one of a case that is not for the reader.
    let old = try await api.send(.get, "/v1/casussen?na=\(all[0])", as: TestAPI.counter)
    #expect((old.status, old.faults) == (400, ["na"]))
    let journal = try await api.send(.get, "/v1/casussen/\(all[0])/journaal?na=1", as: TestAPI.counter)
    #expect(journal["vermeldingen"].items.isEmpty)
  }

  @Test(arguments: ["/v1/casussen?na=x", "/v1/casussen?naam=x", "/v1/casussen?na="])
  func aParameterOfAnotherFormIsAFault(path: String) async throws {
    let api = try await TestAPI()
    let reply = try await api.send(.get, path, as: TestAPI.counter)
    #expect(reply.status == 400)
    #expect(reply.isProblem)
  }
}
