import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import OrderedCollections
import Postgres
import Testing

/// What someone needs who begins.
@Suite struct BeginningTests {
  @Test func theExampleOfAWorkflowStartsACase() async throws {
    let desk = try await Desk()
    let list = try await desk.send(.get, "/v1/werkstromen", as: Desk.desk)["werkstromen"].items
    #expect(list.compactMap { $0["werkstroom"].text } == ["uitleen"])
    let one = try await desk.send(.get, "/v1/werkstromen/uitleen", as: Desk.desk)
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
    let started = try await desk.command(String(decoding: body, as: UTF8.self), to: "/v1/casussen", as: Desk.desk)
    #expect(started.status == 201, "\(started.text)")
    let judge = try await desk.send(.get, "/v1/werkstromen/uitleen", as: Desk.judge)
    #expect(judge["begin"]["magBeginnen"].value as? Bool == false)
    #expect(try await desk.send(.get, "/v1/werkstromen/anders", as: Desk.desk).status == 404)
    #expect(try await desk.send(.get, "/v1/werkstromen").status == 401)
  }

  @Test func everyKindOfRequiredFieldHasAnExample() throws {
    var workflow = LoanWorkflow.workflow
    var fields = workflow.machines["uitleen"]?.commands["noteren"]?.fields ?? [:]
    fields["keurder"] = Field(
      label: "Keurder",
      kind: .reference(roles: ["keurder"]),
      isRequired: true,
      isPersonal: false
    )
    fields["niemand"] = Field(label: "Niemand", kind: .reference(roles: ["x"]), isRequired: true, isPersonal: false)
    for key in fields.keys { fields[key]?.isRequired = true }
    workflow.machines["uitleen"]?.commands["aanvragen"]?.fields = fields
    let organisations = Desk.all.map {
      Organisation(number: $0.organisation, name: "X", region: "oost", roles: $0.roles)
    }
    let today = try #require(CivilDate(year: 2026, month: 5, day: 4))
    let example = try #require(
      StartExample(workflow, by: Desk.desk.organisation, directory: Directory(organisations), today: today)
    )
    #expect(example.missing == ["niemand"])
    #expect(
      example.text == """
        {"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"Voorbeeld","aantal":1,"dag":"2026-05-04",\
        "labels":["Voorbeeld"],"keurder":"\(Desk.judge.organisation)"}}
        """
    )
  }

  @Test func whatNobodyCanBeNamedForIsSaid() async throws {
    var workflow = LoanWorkflow.workflow
    let nobody = Field(label: "Niemand", kind: .reference(roles: ["x"]), isRequired: true, isPersonal: false)
    workflow.machines["uitleen"]?.commands["aanvragen"]?.fields["niemand"] = nobody
    let desk = try await Desk(workflow: workflow)
    let begin = try await desk.send(.get, "/v1/werkstromen/uitleen", as: Desk.desk)["begin"]
    #expect(begin["nogInTeVullen"].items.map(\.text) == ["niemand"] && begin["voorbeeld"]["velden"]["niemand"].isNull)
  }

  @Test func organisationsAreFoundByRoleAndRegion() async throws {
    let desk = try await Desk()
    func found(_ query: String) async throws -> [String] {
      let reply = try await desk.send(.get, "/v1/organisaties\(query)", as: Desk.desk)
      #expect(reply.status == 200 && reply["volgende"].isNull)
      return reply["organisaties"].items.compactMap { $0["organisatie"].text }
    }
    #expect(try await found("") == Desk.all.map(\.organisation))
    #expect(try await found("?rol=uitvoerder&regio=oost") == [Desk.worker, Desk.other].map(\.organisation))
    #expect(try await found("?rol=uitvoerder&na=\(Desk.worker.organisation)") == [Desk.other.organisation])
    #expect(try await found("?regio=west") == [])
    #expect(try await desk.send(.get, "/v1/organisaties?rol=", as: Desk.desk).faults == ["rol"])
    #expect(try await desk.send(.get, "/v1/organisaties").status == 401)
  }

  @Test func manyOrganisationsAreReadPageByPage() async throws {
    let desk = try await Desk()
    try await desk.pool.withConnection { connection in
      try connection.query(
        """
        insert into organisation (number, name, region, roles)
        select lpad(n::text, 20, '0'), 'X', 'west', '{uitvoerder}' from generate_series(1, 501) as n
        """
      )
      return
    }
    let first = try await desk.send(.get, "/v1/organisaties?rol=uitvoerder&regio=west", as: Desk.desk)
    let rest = try await desk.send(.get, #require(first["volgende"].text), as: Desk.desk)
    let pages = [first, rest].map { $0["organisaties"].items.compactMap { $0["organisatie"].text } }
    #expect(pages.map(\.count) == [500, 1] && Set(pages.joined()).count == 501)
    #expect(rest["volgende"].isNull)
  }

  @Test func aCaseSaysWhoMustActAndWhenTheLastDayIs() async throws {
    let desk = try await Desk()
    let address = try await desk.newCase()
    func awaited() async throws -> [String?] {
      try await desk.send(.get, address, as: Desk.desk)["aanZet"].items.map { $0["organisatie"].text }
    }
    #expect(try await awaited() == [Desk.desk, Desk.judge].map(\.organisation))
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    _ = try await desk.command(vote, to: address + "/opdrachten", as: Desk.desk)
    #expect(try await awaited() == [Desk.judge.organisation])
    let deadline = try await desk.send(.get, address, as: Desk.desk)["termijnen"][0]
    let due = try Instant(rfc3339: #require(deadline["uiterlijkTijdstip"].text))
    let lastDay = Amsterdam.date(at: due.adding(microseconds: -1)).description
    #expect(deadline["laatsteDag"].text == lastDay)
    let listed = try await desk.deadlines(as: Desk.desk)[0]
    #expect(listed["laatsteDag"].text == lastDay)
    #expect(listed["aanZet"].items.compactMap { $0["sleutel"].text } == ["keurder"])
  }

  @Test func aPartShowsWhatWasSaidOfItToWhoMayReadIt() async throws {
    let desk = try await Desk()
    let address = try await desk.newCase()
    _ = try await desk.assign(to: Desk.worker, on: address, "de vraag")
    let part = try await desk.send(.get, address, as: Desk.desk)["onderdelen"][0]
    #expect(part["velden"]["tekst"].text == "de vraag")
    #expect(part["aanZet"].items.map { $0["organisatie"].text } == [Desk.worker.organisation])
    let worker = try await desk.onlyCase(of: Desk.worker)
    let report = #"{"opdracht":"melden","onderdeel":"taak-1","velden":{"tekst":"het antwoord"}}"#
    let answer = try await desk.command(report, to: worker + "/opdrachten", as: Desk.worker)
    // The worker has a part in the task, and the phase of the case is not for it.
    #expect((answer.status, answer["fase"].text, answer["casus"].isNull) == (200, "open", true))
    #expect(try await desk.send(.get, worker, as: Desk.worker)["onderdelen"][0]["velden"]["tekst"].text == "de vraag")
    let mine = try await desk.command(report, to: address + "/opdrachten", as: Desk.desk)
    #expect((mine["fase"].text, mine["casus"]["fase"].text) == ("open", "ontvangen"))
    #expect(mine["casus"]["faseOmschrijving"].text == "Ontvangen")
    // The judge is in the circle of the case, and does not see the task.
    #expect(try await desk.send(.get, desk.onlyCase(of: Desk.judge), as: Desk.judge)["onderdelen"].items.isEmpty)
  }
  @Test func whatWasSaidOfAPartIsForTheCircleOfTheEntry() async throws {
    var workflow = LoanWorkflow.workflow
    workflow.machines["uitleen"]?.commands["uitzetten"]?.audience = ["balie"]
    let desk = try await Desk(workflow: workflow)
    _ = try await desk.assign(to: Desk.worker, on: desk.newCase(), "planted-question")
    let done = #"{"opdracht":"afronden","onderdeel":"taak-1"}"#
    _ = try await desk.command(done, to: desk.onlyCase(of: Desk.worker) + "/opdrachten", as: Desk.worker)
    // The judge sees a task that is done, and was not told what it was about.
    let judged = try await desk.send(.get, desk.onlyCase(of: Desk.judge), as: Desk.judge)
    #expect(judged["onderdelen"][0]["fase"].text == "klaar")
    #expect(judged["onderdelen"][0]["velden"].keys.isEmpty && !judged.text.contains("planted-question"))
    let watched = try await desk.send(.get, desk.onlyCase(of: Desk.watch), as: Desk.watch)
    #expect(watched["onderdelen"][0]["velden"]["tekst"].text == "planted-question")
  }

  @Test func whoCanActInTwoWaysIsNamedOnceAndOnlyToWhoMayKnowThePhase() async throws {
    var workflow = LoanWorkflow.workflow
    workflow.machines["taak"]?.states["open"]?.audience = ["balie"]
    workflow.machines["taak"]?.states["open"]?.on["melden"] = [Transition(target: "klaar")]
    let desk = try await Desk(workflow: workflow)
    let address = try await desk.newCase()
    _ = try await desk.assign(to: Desk.worker, on: address)
    let part = try await desk.send(.get, address, as: Desk.desk)["onderdelen"][0]
    let awaited = part["aanZet"].items.map { $0["organisatie"].text }
    #expect(awaited == [Desk.worker, Desk.desk].map(\.organisation))
    let hidden = try await desk.send(.get, desk.onlyCase(of: Desk.worker), as: Desk.worker)["onderdelen"][0]
    #expect(hidden["onderdeel"].text == "taak-1" && hidden["fase"].isNull && hidden["aanZet"].items.isEmpty)
  }
}
