import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import OrderedCollections
import Postgres
import StoreBase
import StrictJSON
import Testing

/// What someone needs who begins.
@Suite struct BeginningTests {
  @Test func theExampleOfAWorkflowStartsACase() async throws {
    let api = try await TestAPI()
    let list = try await api.send(.get, "/v1/werkstromen", as: TestAPI.counter)["werkstromen"].items
    #expect(list.compactMap { $0["werkstroom"].text } == ["uitleen"])
    let one = try await api.send(.get, "/v1/werkstromen/uitleen", as: TestAPI.counter)
    #expect((one["versie"].text, one["omschrijving"].text) == ("1.0.0", "Uitleen"))
    #expect(one["rollen"].items.compactMap { $0["sleutel"].text } == Array(LoanWorkflow.workflow.roles.keys))
    #expect(one["fasen"].items.compactMap { $0["sleutel"].text }.first == "ontvangen")
    let begin = one["begin"]
    #expect((begin["opdracht"].text, begin["omschrijving"].text) == ("aanvragen", "Aanvragen"))
    #expect(begin["rollen"].items.compactMap { $0["sleutel"].text } == ["balie"])
    #expect(begin["velden"].items.compactMap { $0["sleutel"].text } == ["tekst", "aanvrager"])
    #expect(begin["nogInTeVullen"].items.isEmpty && begin["grondslagen"].items.map { $0["sleutel"].text } == ["wet"])
    #expect(begin["magBeginnen"].value as? Bool == true)
    let body = try JSONSerialization.data(withJSONObject: begin["voorbeeld"].value)
    let started = try await api.command(String(decoding: body, as: UTF8.self), to: "/v1/casussen", as: TestAPI.counter)
    #expect(started.status == 201, "\(started.text)")
    let judge = try await api.send(.get, "/v1/werkstromen/uitleen", as: TestAPI.judge)
    #expect(judge["begin"]["magBeginnen"].value as? Bool == false)
    #expect(try await api.send(.get, "/v1/werkstromen/anders", as: TestAPI.counter).status == 404)
    #expect(try await api.send(.get, "/v1/werkstromen").status == 401)
  }

  @Test func everyKindOfRequiredFieldHasAnExample() throws {
    var workflow = LoanWorkflow.workflow
    var fields = workflow.machines["uitleen"]?.commands["noteren"]?.fields ?? [:]
    fields["keurder"] = Field(
      label: "Keurder",
      kind: .reference(roles: ["keurder"]),
      requirement: .always,
      isPersonal: false
    )
    fields["niemand"] = Field(label: "Niemand", kind: .reference(roles: ["x"]), requirement: .always, isPersonal: false)
    for key in fields.keys { fields[key]?.requirement = .always }
    workflow.machines["uitleen"]?.commands["aanvragen"]?.fields = fields
    let organisations = TestAPI.all.map {
      Organisation(number: $0.organisation, name: "X", region: "oost", roles: $0.roles)
    }
    let today = try #require(CivilDate(year: 2026, month: 5, day: 4))
    let example = try #require(
      StartExample(
        workflow,
        with: "aanvragen",
        by: TestAPI.counter.organisation,
        directory: Directory(organisations),
        today: today
      )
    )
    #expect(example.missing == ["niemand"])
    #expect(
      example.text == """
        {"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"Voorbeeld","aantal":1,"dag":"2026-05-04",\
        "labels":["Voorbeeld"],"keurder":"\(TestAPI.judge.organisation)"}}
        """
    )
  }

  /// It must fail when only the usual start is listed or taken, when a case takes a start as a step later, and when an address with the name of a
  /// command takes another one.
  @Test func aCaseBeginsWithAnyOfItsStarts() async throws {
    let workflow = Self.workflowWithTwoStarts
    let api = try await TestAPI(workflow: workflow)
    let one = try await api.send(.get, "/v1/werkstromen/uitleen", as: TestAPI.judge)
    let starts = one["beginopdrachten"].items
    #expect(starts.compactMap { $0["opdracht"].text } == ["aanvragen", "overnemen"])
    #expect(starts.map { $0["magBeginnen"].value as? Bool } == [false, true])
    #expect(one["begin"]["opdracht"].text == "aanvragen")

    let body = try String(decoding: JSONSerialization.data(withJSONObject: starts[1]["voorbeeld"].value), as: UTF8.self)
    func begin(at address: String, _ body: String) async throws -> Reply {
      try await api.command(body, to: address, as: TestAPI.judge)
    }
    #expect(try await begin(at: "/v1/beginopdrachten/aanvragen", body).faults == ["opdracht"])
    #expect(try await begin(at: "/v1/beginopdrachten/noteren", #"{"werkstroom":"uitleen"}"#).faults == ["werkstroom"])
    let begun = try await begin(at: "/v1/beginopdrachten/overnemen", body)
    #expect(begun.status == 201, "\(begun.text)")
    let address = try await api.onlyCase(of: TestAPI.counter)
    #expect(try await api.send(.get, address, as: TestAPI.counter)["fase"].text == "verleend")
    #expect(try await begin(at: "/v1/casussen", body).status == 201)
    let later = #"{"opdracht":"overnemen","velden":{"tekst":"x"}}"#
    let refused = try await api.command(later, to: "\(address)/opdrachten", as: TestAPI.counter)
    #expect(refused.status == 400 && refused["code"].text == "unknown-command")

    // Each is an operation of a typed client.
    let today = try #require(CivilDate(year: 2026, month: 5, day: 4))
    let paths = try WorkflowDescription(workflow, today: today).json["paths"]
    #expect(paths?["/casussen"]?["post"]?["operationId"] == "aanvragen")
    #expect(paths?["/beginopdrachten/overnemen"]?["post"]?["operationId"] == "overnemen")
  }

  private static let workflowWithTwoStarts = {
    var workflow = LoanWorkflow.workflow
    let text = Field(label: "Tekst", kind: .text(maximumLength: 100), requirement: .always, isPersonal: false)
    workflow.machines["uitleen"]?.commands["overnemen"] = CommandDefinition(
      label: "Overnemen",
      roles: ["keurder"],
      grounds: ["wet"],
      fields: ["tekst": text]
    )
    let joins = ["keurder", "balie"].map { Transition.Join(role: $0, source: .region) }
    workflow.machines["uitleen"]?.starts.append(
      .init(command: "overnemen", transition: Transition(target: "verleend", joins: joins))
    )
    return workflow
  }()

  @Test func whatNobodyCanBeNamedForIsSaid() async throws {
    var workflow = LoanWorkflow.workflow
    let nobody = Field(label: "Niemand", kind: .reference(roles: ["x"]), requirement: .always, isPersonal: false)
    workflow.machines["uitleen"]?.commands["aanvragen"]?.fields["niemand"] = nobody
    let api = try await TestAPI(workflow: workflow)
    let begin = try await api.send(.get, "/v1/werkstromen/uitleen", as: TestAPI.counter)["begin"]
    #expect(begin["nogInTeVullen"].items.map(\.text) == ["niemand"] && begin["voorbeeld"]["velden"]["niemand"].isNull)
  }

  @Test func organisationsAreFoundByRoleAndRegion() async throws {
    let api = try await TestAPI()
    func found(_ query: String) async throws -> [String] {
      let reply = try await api.send(.get, "/v1/organisaties\(query)", as: TestAPI.counter)
      #expect(reply.status == 200 && reply["volgende"].isNull)
      return reply["organisaties"].items.compactMap { $0["organisatie"].text }
    }
    #expect(try await found("") == TestAPI.all.map(\.organisation))
    #expect(try await found("?rol=uitvoerder&regio=oost") == [TestAPI.worker, TestAPI.other].map(\.organisation))
    #expect(try await found("?rol=uitvoerder&na=\(TestAPI.worker.organisation)") == [TestAPI.other.organisation])
    #expect(try await found("?regio=west") == [])
    #expect(try await api.send(.get, "/v1/organisaties?rol=", as: TestAPI.counter).faults == ["rol"])
    #expect(try await api.send(.get, "/v1/organisaties").status == 401)
    // One that was removed takes part in nothing.
    let store = OrganisationStore(api.pool, keyring: try Keyring(text: Keyring.newText(keyName: "test")))
    #expect(try await store.remove(TestAPI.other.organisation, by: "J. Jansen", reason: "samengevoegd"))
    #expect(try await found("?rol=uitvoerder") == [TestAPI.worker.organisation])
    #expect(try await !found("").contains(TestAPI.other.organisation))
  }

  @Test func manyOrganisationsAreReadPageByPage() async throws {
    let api = try await TestAPI()
    try await api.pool.withConnection { connection in
      try connection.query(
        """
        insert into organisation (number, name, region, roles)
        select lpad(n::text, 20, '0'), 'X', 'west', '{uitvoerder}' from generate_series(1, 501) as n
        """
      )
      return
    }
    let first = try await api.send(.get, "/v1/organisaties?rol=uitvoerder&regio=west", as: TestAPI.counter)
    let rest = try await api.send(.get, #require(first["volgende"].text), as: TestAPI.counter)
    let pages = [first, rest].map { $0["organisaties"].items.compactMap { $0["organisatie"].text } }
    #expect(pages.map(\.count) == [500, 1] && Set(pages.joined()).count == 501)
    #expect(rest["volgende"].isNull)
  }

  @Test func aCaseSaysWhoMustActAndWhenTheLastDayIs() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    func awaited() async throws -> [String?] {
      try await api.send(.get, address, as: TestAPI.counter)["aanZet"].items.map { $0["organisatie"].text }
    }
    #expect(try await awaited() == [TestAPI.counter, TestAPI.judge].map(\.organisation))
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    _ = try await api.command(vote, to: address + "/opdrachten", as: TestAPI.counter)
    #expect(try await awaited() == [TestAPI.judge.organisation])
    let deadline = try await api.send(.get, address, as: TestAPI.counter)["termijnen"][0]
    let due = try Instant(rfc3339: #require(deadline["uiterlijkTijdstip"].text))
    let lastDay = Amsterdam.date(at: due.adding(microseconds: -1)).description
    #expect(deadline["laatsteDag"].text == lastDay)
    let listed = try await api.deadlines(as: TestAPI.counter)[0]
    #expect(listed["laatsteDag"].text == lastDay)
    #expect(listed["aanZet"].items.compactMap { $0["sleutel"].text } == ["keurder"])
  }

  @Test func aPartShowsWhatWasSaidOfItToWhoMayReadIt() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    _ = try await api.assign(to: TestAPI.worker, on: address, "de vraag")
    let part = try await api.send(.get, address, as: TestAPI.counter)["onderdelen"][0]
    #expect(part["velden"]["tekst"].text == "de vraag")
    #expect(part["aanZet"].items.map { $0["organisatie"].text } == [TestAPI.worker.organisation])
    let worker = try await api.onlyCase(of: TestAPI.worker)
    let report = #"{"opdracht":"melden","onderdeel":"taak-1","velden":{"tekst":"het antwoord"}}"#
    let answer = try await api.command(report, to: worker + "/opdrachten", as: TestAPI.worker)
    // The worker has a part in the task, and the phase of the case is not for it.
    #expect((answer.status, answer["fase"].text, answer["casus"].isNull) == (200, "open", true))
    #expect(try await api.send(.get, worker, as: TestAPI.worker)["onderdelen"][0]["velden"]["tekst"].text == "de vraag")
    let mine = try await api.command(report, to: address + "/opdrachten", as: TestAPI.counter)
    #expect((mine["fase"].text, mine["casus"]["fase"].text) == ("open", "ontvangen"))
    #expect(mine["casus"]["faseOmschrijving"].text == "Ontvangen")
    // The judge is in the circle of the case, and does not see the task.
    #expect(try await api.send(.get, api.onlyCase(of: TestAPI.judge), as: TestAPI.judge)["onderdelen"].items.isEmpty)
  }
  @Test func whatWasSaidOfAPartIsForTheCircleOfTheEntry() async throws {
    var workflow = LoanWorkflow.workflow
    workflow.machines["uitleen"]?.commands["uitzetten"]?.audience = ["balie"]
    let api = try await TestAPI(workflow: workflow)
    _ = try await api.assign(to: TestAPI.worker, on: api.newCase(), "planted-question")
    let done = #"{"opdracht":"afronden","onderdeel":"taak-1"}"#
    _ = try await api.command(done, to: api.onlyCase(of: TestAPI.worker) + "/opdrachten", as: TestAPI.worker)
    // The judge sees a task that is done, and was not told what it was about.
    let judged = try await api.send(.get, api.onlyCase(of: TestAPI.judge), as: TestAPI.judge)
    #expect(judged["onderdelen"][0]["fase"].text == "klaar")
    #expect(judged["onderdelen"][0]["velden"].keys.isEmpty && !judged.text.contains("planted-question"))
    let watched = try await api.send(.get, api.onlyCase(of: TestAPI.watch), as: TestAPI.watch)
    #expect(watched["onderdelen"][0]["velden"]["tekst"].text == "planted-question")
  }

  @Test func whoCanActInTwoWaysIsNamedOnceAndOnlyToWhoMayKnowThePhase() async throws {
    var workflow = LoanWorkflow.workflow
    workflow.machines["taak"]?.states["open"]?.audience = ["balie"]
    workflow.machines["taak"]?.states["open"]?.on["melden"] = [Transition(target: "klaar")]
    let api = try await TestAPI(workflow: workflow)
    let address = try await api.newCase()
    _ = try await api.assign(to: TestAPI.worker, on: address)
    let part = try await api.send(.get, address, as: TestAPI.counter)["onderdelen"][0]
    let awaited = part["aanZet"].items.map { $0["organisatie"].text }
    #expect(awaited == [TestAPI.worker, TestAPI.counter].map(\.organisation))
    let hidden = try await api.send(.get, api.onlyCase(of: TestAPI.worker), as: TestAPI.worker)["onderdelen"][0]
    #expect(hidden["onderdeel"].text == "taak-1" && hidden["fase"].isNull && hidden["aanZet"].items.isEmpty)
  }
}
