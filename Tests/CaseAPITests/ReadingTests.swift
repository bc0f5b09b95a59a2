import CaseCore
import Foundation
import HTTPTypes
import Testing

@Suite struct ReadingTests {
  @Test func aPartySeesItsCase() async throws {
    let desk = try await Desk()
    let address = try await desk.newCase()
    let reply = try await desk.send(.get, address, as: Desk.desk)
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
    let desk = try await Desk()
    let mine = try await desk.newCase()
    let theirs = try await desk.onlyCase(of: Desk.judge)
    #expect(mine != theirs)
    #expect(try await desk.send(.get, theirs, as: Desk.judge).status == 200)
  }

  /// Unknown, someone else's, of a receipt role, destroyed, malformed, without a role: nobody can tell which.
  @Test(arguments: ["", "/journaal", "/mogelijkheden", "/opdrachten", "/termijnen"])
  func whatOneMayNotKnowDoesNotExist(part: String) async throws {
    let desk = try await Desk()
    let mine = try await desk.newCase(applicant: true)
    let theirs = try await desk.onlyCase(of: Desk.judge)
    var stranger = Desk.desk
    stranger.roles = ["toezicht"]
    let destroyed = try await destroyedCase(on: desk)
    let asked: [(String, Actor)] = [
      ("/v1/casussen/\(UUID().uuidString.lowercased())", Desk.desk), (theirs, Desk.desk), (mine, Desk.judge),
      (try await desk.onlyCase(of: Desk.applicant), Desk.applicant), (destroyed, Desk.judge),
      ("/v1/casussen/jan-jansen", Desk.desk), ("/v1/casussen/%2e%2e", Desk.desk),
    ]
    var answers = Set<String>()
    for (address, actor) in asked {
      let reply = try await ask(desk, address + part, as: actor)
      #expect(reply.status == 404)
      #expect(reply.isProblem)
      answers.insert(reply.text)
    }
    #expect(answers.count == 1)
    #expect(try await ask(desk, mine + part, as: stranger).text == answers.first)
    let nonsense = try await desk.command(#"{"opdracht":"onzin"}"#, to: mine + "/opdrachten", as: stranger)
    #expect(nonsense.text == answers.first)
  }

  /// Who took part learns that it was destroyed, and what is on record of that; whatever is asked of the case.
  @Test(arguments: ["", "/journaal", "/mogelijkheden", "/opdrachten", "/termijnen"])
  func whatWasDestroyedIsGone(part: String) async throws {
    let desk = try await Desk()
    let address = try await destroyedCase(on: desk)
    let reply = try await ask(desk, address + part, as: Desk.desk)
    #expect(reply.status == 410 && reply.isProblem)
    #expect(reply["type"].text == "urn:casusregie:probleem:casus-vernietigd")
    let record = reply["vernietiging"]
    #expect(record["grondslag"]["omschrijving"].text == "De wet" && record["opdracht"]["sleutel"].text == "vernietigen")
    #expect(record["uitgevoerdDoor"]["organisatie"].text == Desk.desk.organisation)
    #expect(record["uitgevoerdDoor"]["persoon"].text == Desk.desk.subject)
    #expect(record["besloten"].items.compactMap { $0["keuze"].text } == ["ja", "ja"])
    #expect(record["besloten"].items.compactMap { $0["persoon"].text } == [Desk.desk.subject])
    let id = record["id"].text ?? ""
    #expect(try await desk.send(.get, "/v1/vernietigingen/\(id)", as: Desk.desk)["id"].text == id)
    #expect(try await desk.send(.get, "/v1/vernietigingen/\(id)", as: Desk.judge).status == 404)
  }

  /// Everyone with a part in it or the task of oversight finds it in a list, under their own id.
  @Test func whatWasDestroyedIsListed() async throws {
    let desk = try await Desk()
    _ = try await destroyedCase(on: desk)
    for (actor, persons) in [(Desk.desk, 1), (Desk.judge, 1), (Desk.watch, 2), (Desk.adviser, 0)] {
      let list = try await desk.send(.get, "/v1/vernietigingen", as: actor)
      #expect(list.status == 200 && list["volgende"].isNull)
      let found = list["vernietigingen"].items
      #expect(found.count == 1)
      #expect(found.first?["besloten"].items.compactMap { $0["persoon"].text }.count == persons)
    }
    #expect(try await desk.send(.get, "/v1/vernietigingen", as: Desk.applicant)["vernietigingen"].items.isEmpty)
  }

  private func ask(_ desk: Desk, _ path: String, as actor: Actor) async throws -> Reply {
    path.hasSuffix("/opdrachten")
      ? try await desk.command(#"{"opdracht":"noteren","velden":{"tekst":"x"}}"#, to: path, as: actor)
      : try await desk.send(.get, path, as: actor)
  }

  private func destroyedCase(on desk: Desk) async throws -> String {
    let address = try await desk.newCase()
    try await grant(desk, address)
    let gone = try await desk.command(#"{"opdracht":"vernietigen"}"#, to: address + "/opdrachten", as: Desk.desk)
    #expect(gone.status == 200)
    return address
  }

  /// Both vote, and the adviser is brought in.
  private func grant(_ desk: Desk, _ address: String) async throws {
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    _ = try await desk.command(vote, to: address + "/opdrachten", as: Desk.desk)
    let list = try await desk.send(.get, "/v1/casussen", as: Desk.judge)
    for item in list["casussen"].items {
      let theirs = "/v1/casussen/\(item["id"].text ?? "")/opdrachten"
      _ = try await desk.command(vote, to: theirs, as: Desk.judge)
    }
    let granted = try await desk.command(
      #"{"opdracht":"verlenen","velden":{"adviseur":"\#(Desk.adviser.organisation)"}}"#,
      to: address + "/opdrachten",
      as: Desk.desk
    )
    #expect(granted["fase"].text == "verleend")
  }

  @Test func outsideTheAudienceTheStateIsNotShown() async throws {
    let desk = try await Desk()
    try await grant(desk, try await desk.newCase())
    let address = try await desk.onlyCase(of: Desk.judge)
    let reply = try await desk.send(.get, address, as: Desk.judge)
    #expect(reply.status == 200)
    #expect(reply["revisie"].number == 4)
    #expect(reply["fase"].isNull && reply["faseOmschrijving"].isNull && reply["gewijzigdTijdstip"].isNull)
    #expect(reply["partijen"].items.map { $0["organisatie"].text } == [Desk.judge.organisation])
    #expect(reply["termijnen"].items.isEmpty && reply["besluiten"].items.isEmpty && reply["aanZet"].items.isEmpty)
    #expect(!reply.text.contains("erleend"))
    let listed = try await desk.send(.get, "/v1/casussen", as: Desk.judge)
    #expect(listed["casussen"][0]["fase"].isNull)
    #expect(!listed.text.contains("erleend"))
  }

  @Test func theJournalBeginsWhereOneJoined() async throws {
    let desk = try await Desk()
    try await grant(desk, try await desk.newCase("planted-before"))
    let address = try await desk.onlyCase(of: Desk.adviser)
    let reply = try await desk.send(.get, address + "/journaal", as: Desk.adviser)
    #expect(reply["vermeldingen"].items.compactMap { $0["revisie"].number } == [4])
    #expect(reply["vermeldingen"][0]["van"].isNull)
    #expect(reply["vermeldingen"][0]["naar"]["sleutel"].text == "verleend")
    #expect(!reply.text.contains("planted-before"))
  }

  @Test func theJournalShowsFieldsAndNoPersonsOfOthers() async throws {
    let desk = try await Desk()
    let mine = try await desk.newCase("wat er staat")
    let theirs = try await desk.onlyCase(of: Desk.judge)
    let reply = try await desk.send(.get, theirs + "/journaal", as: Desk.judge)
    let entry = reply["vermeldingen"][0]
    #expect(entry["velden"]["tekst"].text == "wat er staat")
    #expect(entry["organisatie"].text == Desk.desk.organisation)
    #expect(entry["rol"]["sleutel"].text == "balie")
    #expect(entry["grondslag"]["bron"].text == "Artikel 1")
    #expect(!reply.text.contains(Desk.desk.subject))
    let own = try await desk.send(.get, mine + "/journaal", as: Desk.desk)
    #expect(own["vermeldingen"][0]["persoon"].text == Desk.desk.subject)
  }

  @Test func oversightReadsEverythingAndGivesNothing() async throws {
    let desk = try await Desk()
    try await grant(desk, try await desk.newCase())
    let address = try await desk.onlyCase(of: Desk.watch)
    let journal = try await desk.send(.get, address + "/journaal", as: Desk.watch)
    #expect(journal["vermeldingen"].items.compactMap { $0["revisie"].number } == [1, 2, 3, 4])
    #expect(try await desk.send(.get, address, as: Desk.watch)["fase"].text == "verleend")
    #expect(try await desk.send(.get, address + "/mogelijkheden", as: Desk.watch)["mogelijkheden"].items.isEmpty)
  }

  @Test func possibilitiesSayWhatIsNeeded() async throws {
    let desk = try await Desk()
    let address = try await desk.newCase()
    let reply = try await desk.send(.get, address + "/mogelijkheden", as: Desk.desk)
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
  }

  @Test func aListIsReadPageByPage() async throws {
    let desk = try await Desk()
    for _ in 0..<3 { _ = try await desk.newCase() }
    let all = try await desk.send(.get, "/v1/casussen", as: Desk.desk)["casussen"].items.compactMap { $0["id"].text }
    #expect(all.count == 3)
    #expect(all == all.sorted())
    // As the service told it before: an id could be one of a case that is not for the reader.
    let old = try await desk.send(.get, "/v1/casussen?na=\(all[0])", as: Desk.desk)
    #expect((old.status, old.faults) == (400, ["na"]))
    let journal = try await desk.send(.get, "/v1/casussen/\(all[0])/journaal?na=1", as: Desk.desk)
    #expect(journal["vermeldingen"].items.isEmpty)
  }

  @Test(arguments: ["/v1/casussen?na=x", "/v1/casussen?naam=x", "/v1/casussen?na="])
  func aParameterOfAnotherFormIsAFault(path: String) async throws {
    let desk = try await Desk()
    let reply = try await desk.send(.get, path, as: Desk.desk)
    #expect(reply.status == 400)
    #expect(reply.isProblem)
  }
}
