import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import Identity
import OrderedCollections
import Postgres
import Requests
import StoreBase
import StrictJSON
import Testing

/// What people call a case, and the cases that refer to one, over REST.
///
/// They must fail when `CaseView.name` goes to whoever has a part or oversees nothing of the case, when a list or an answer over a queue has it, when
/// `CaseReader.alias(ofCaseNamed:for:)` finds cases of others, when the answer to a slip is another than that to a name of others, and when
/// `CaseReader.references(to:for:after:limit:)` does not ask whether the reader may read that a case refers.
@Suite("A case is named and referred to") struct CaseNameTests {
  private static let workflow = {
    var workflow = LoanWorkflow.workflow.namingCases()
    var field = workflow.machines["uitleen"]?.commands["noteren"]?.fields["eerder"]
    field?.isListed = false
    workflow.machines["uitleen"]?.commands["noteren"]?.fields["broer"] = field
    return workflow
  }()

  private static func name(_ api: TestAPI, _ address: String, as actor: Actor) async throws -> String? {
    try await api.send(.get, address, as: actor)["kenmerk"].text
  }

  private static func search(_ api: TestAPI, _ text: String, as actor: Actor) async throws -> Reply {
    try await api.send(.post, "/v1/casussen/zoeken", as: actor, body: #"{"kenmerk":"\#(text)"}"#)
  }

  @Test("whoever reads the case as a whole is shown the same name, and finds by it") func name() async throws {
    let api = try await TestAPI(workflow: Self.workflow)
    let address = try await api.newCase()
    let own = try #require(try await Self.name(api, address, as: TestAPI.counter))
    let (judges, watched) = (try await api.onlyCase(of: TestAPI.judge), try await api.onlyCase(of: TestAPI.watch))
    #expect(CaseName.read(own) == own)
    #expect(try await Self.name(api, judges, as: TestAPI.judge) == own)
    #expect(try await Self.name(api, watched, as: TestAPI.watch) == own)
    let order =
      #"{"opdracht":"uitzetten","velden":{"tekst":"tekst","uitvoerder":"\#(TestAPI.worker.organisation)"}}"#
    #expect(try await api.command(order, to: "\(address)/opdrachten", as: TestAPI.counter).status == 200)
    let part = try await api.onlyCase(of: TestAPI.worker)
    #expect(try await api.send(.get, part, as: TestAPI.worker).status == 200)
    #expect(try await Self.name(api, part, as: TestAPI.worker) == nil)

    // Each finds it by the id of its own organisation.
    for (actor, known) in [(TestAPI.counter, address), (TestAPI.judge, judges), (TestAPI.watch, watched)] {
      let found = try await Self.search(api, own.lowercased().replacing("-", with: ""), as: actor)
      #expect(found.status == 200 && found["id"].text == String(known.suffix(36)))
    }
    let slip = try await Self.search(api, "K7FQ-3XR2", as: TestAPI.counter)
    #expect(slip.status == 404)
    for actor in [TestAPI.worker, TestAPI.other, TestAPI.adviser] {
      let none = try await Self.search(api, own, as: actor)
      #expect(none.status == 404 && none.text == slip.text)
    }
    #expect(try await api.send(.get, "/v1/casussen/zoeken?kenmerk=\(own)", as: TestAPI.counter).status != 200)
  }

  @Test("it is in the case over REST, and nowhere else") func nowhere() async throws {
    let api = try await TestAPI(workflow: Self.workflow)
    let address = try await api.newCase()
    let own = try #require(try await Self.name(api, address, as: TestAPI.counter))
    for part in ["/journaal", "/mogelijkheden", "/termijnen", "/verwijzingen"] {
      let reply = try await api.send(.get, address + part, as: TestAPI.counter)
      #expect(reply.status == 200 && !reply.text.contains(own), "\(part)")
    }
    for list in ["/v1/casussen", "/v1/termijnen", "/v1/organisaties"] {
      let reply = try await api.send(.get, list, as: TestAPI.counter)
      #expect(reply.status == 200 && !reply.text.contains(own), "\(list)")
    }
    let router = QuestionRouter(api.services)
    let asker = Asker(TestAPI.counter, isSystem: false)
    let answer = try #require(await router.answer(address, to: asker))
    #expect(answer.status == 200 && !answer.body.text.contains(own) && !answer.body.text.contains("kenmerk"))
    #expect(!api.records.text.contains(own))
  }

  @Test("a case lists those that refer to it, where the field says so and the reader may read it") func inverse()
    async throws
  {
    let api = try await TestAPI(workflow: Self.workflow)
    let target = try await api.newCase()
    let (first, second) = (try await api.newCase(), try await api.newCase())
    for (source, field) in [(first, "eerder"), (second, "broer")] {
      let note =
        #"{"opdracht":"noteren","grondslag":"wet","velden":{"tekst":"tekst","\#(field)":"\#(target.suffix(36))"}}"#
      #expect(try await api.command(note, to: "\(source)/opdrachten", as: TestAPI.counter).status == 200)
    }
    func listed(_ actor: Actor, _ address: String) async throws -> [String] {
      let reply = try await api.send(.get, "\(address)/verwijzingen", as: actor)
      #expect(reply.status == 200)
      return reply["verwijzingen"].items.compactMap { $0["id"].text }
    }
    #expect(try await listed(TestAPI.counter, target) == [String(first.suffix(36))])
    // The judge has ids of its own; and has left the case that refers.
    let ids = try await api.pool.withConnection { connection in
      try connection.query(
        """
        select o.alias from case_party c join case_party o using (case_id)
        where c.organisation = \(TestAPI.counter.organisation) and o.organisation = \(TestAPI.judge.organisation)
          and c.alias = any (\([target, first].compactMap { UUID(uuidString: String($0.suffix(36))) }))
        order by c.alias = \(UUID(uuidString: String(first.suffix(36))) ?? UUID())
        """
      ).map { try $0[0, as: UUID.self].uuidString.lowercased() }
    }
    let judges = "/v1/casussen/\(ids[0])"
    #expect(try await listed(TestAPI.judge, judges) == [ids[1]])
    let left = #"{"opdracht":"loslaten"}"#
    #expect(try await api.command(left, to: "\(first)/opdrachten", as: TestAPI.counter).status == 200)
    #expect(try await listed(TestAPI.judge, judges) == [])
    #expect(try await listed(TestAPI.counter, target) == [String(first.suffix(36))])
    let unknown = try await api.send(.get, "/v1/casussen/\(UUID())/verwijzingen", as: TestAPI.counter)
    let others = try await api.send(.get, "\(target)/verwijzingen", as: TestAPI.other)
    #expect(unknown.status == 404 && others.status == 404 && unknown.text == others.text)

    // With the key of the one that refers, what finds it goes.
    try await api.pool.withConnection { connection in _ = try connection.query("delete from keyring.case_key") }
    let rows = try await api.pool.withConnection { connection in
      try connection.row("select (select count(*) from case_reference) + (select count(*) from case_name)")[
        0,
        as: Int.self
      ]
    }
    #expect(rows == 0)
  }
}
