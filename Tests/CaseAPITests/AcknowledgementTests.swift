import CaseCore
import CaseReading
import Foundation
import HTTPTypes
import OrderedCollections
import Outbox
import Postgres
import StoreBase
import Testing

/// What every organisation that ever could read a case has to acknowledge.
@Suite("What has to be acknowledged") struct AcknowledgementTests {
  /// A note is a correction here: it goes to everyone who ever could read the case.
  private static let workflow = {
    var workflow = LoanWorkflow.workflow
    let notice = Transition.Notice(
      event: "gegevens-gewijzigd",
      roles: [],
      isForEveryone: true,
      asksAcknowledgement: true
    )
    workflow.machines["uitleen"]?.states["ontvangen"]?.on["noteren"] = [Transition(notices: [notice])]
    return workflow
  }()

  private static let note = #"{"opdracht":"noteren","grondslag":"wet","velden":{"tekst":"tekst"}}"#

  private func system(
    _ api: TestAPI,
    _ method: HTTPRequest.Method,
    _ path: String,
    of organisation: String
  ) async throws -> Reply {
    var claims = api.issuer.claims
    (claims.sub, claims.client_id, claims.organisatie) = ("koppeling", "koppeling", organisation)
    return try await api.send(method, path, headers: [.authorization: "Bearer \(try await api.issuer.token(claims))"])
  }

  /// A case that the judge has left, and of which something was corrected then.
  /// - Returns: its address for the desk.
  private func corrected(_ api: TestAPI) async throws -> String {
    let own = try await api.newCase(applicant: true)
    let leave = try await api.command(#"{"opdracht":"loslaten"}"#, to: "\(own)/opdrachten", as: TestAPI.counter)
    #expect(leave.status == 200)
    #expect(try await api.command(Self.note, to: "\(own)/opdrachten", as: TestAPI.counter).status == 200)
    return own
  }

  /// Events of an organisation that ask it, in their order, as they are sent.
  private func asked(_ api: TestAPI, _ organisation: String) async throws -> [(id: String, causation: String?)] {
    let store = RelayStore(api.pool)
    while let lease = try await store.claim() {
      let events = try await store.number(lease, confirmed: lease.confirmed, after: lease.confirmed).events
      try await store.release(lease, confirmed: events.last?.sequence ?? lease.confirmed)
    }
    let all = try await system(api, .get, "/v1/gebeurtenissen", of: organisation)["gebeurtenissen"].items
    return all.filter { $0["ontvangstbevestiging"].value as? Bool == true }
      .map { ($0["id"].text ?? "", $0["causationid"].text) }
  }

  private func list(_ api: TestAPI) async throws -> [String: Bool] {
    let seen = try await api.onlyCase(of: TestAPI.watch)
    let reply = try await api.send(.get, "\(seen)/ontvangstbevestigingen", as: TestAPI.watch)
    #expect(reply.status == 200, "\(reply.text)")
    let ids = reply["ontvangstbevestigingen"].items.compactMap { $0["id"].text }
    let later = try await api.send(.get, "\(seen)/ontvangstbevestigingen?na=\(ids.first ?? "")", as: TestAPI.watch)
    #expect(later["ontvangstbevestigingen"].items.compactMap { $0["id"].text } == Array(ids.dropFirst()))
    #expect(reply["volgende"].isNull && later["volgende"].isNull)
    return Dictionary(
      uniqueKeysWithValues: reply["ontvangstbevestigingen"].items.map {
        ($0["organisatie"].text ?? "", !$0["bevestigdTijdstip"].isNull)
      }
    )
  }

  @Test(
    "Everyone who ever could read the case is asked, also who left; each answers for itself; oversight sees who did not"
  )
  func everyone() async throws {
    let api = try await TestAPI(workflow: Self.workflow)
    let own = try await corrected(api)
    let (desk, judge, watch) = (
      TestAPI.counter.organisation, TestAPI.judge.organisation, TestAPI.watch.organisation
    )
    // Not who has a receipt alone: it never read anything of the case.
    #expect(try await list(api) == [desk: false, judge: false, watch: false])
    let event = try #require(try await asked(api, judge).first).id
    let address = "/v1/gebeurtenissen/\(event)/ontvangstbevestiging"
    // Nobody acknowledges for another, no person does, and there is nothing else to acknowledge.
    for (reply, status, code) in [
      (try await system(api, .put, address, of: desk), 404, "nothing-to-acknowledge"),
      (try await api.send(.put, address, as: TestAPI.judge), 403, "person"),
      (
        try await system(api, .put, "/v1/gebeurtenissen/\(UUID())/ontvangstbevestiging", of: judge), 404,
        "nothing-to-acknowledge"
      ),
      (
        try await system(api, .put, "/v1/gebeurtenissen/x/ontvangstbevestiging", of: judge), 404,
        "nothing-to-acknowledge"
      ),
    ] {
      #expect((reply.status, reply["code"].text) == (status, code))
    }
    for _ in 1...2 { #expect(try await system(api, .put, address, of: judge).status == 200) }
    #expect(try await list(api) == [desk: false, judge: true, watch: false])
    // What was acknowledged stays so, whatever the database is told.
    await #expect(throws: PostgresError.self) {
      try await api.pool.withConnection { connection in
        _ = try connection.query("update acknowledgement set acknowledged_at = null")
      }
    }
    let outstanding = try await AcknowledgementList(api.pool).page()
    #expect(Set(outstanding.map(\.organisation)) == [desk, watch] && outstanding.allSatisfy { $0.reach == .reachable })
    // Only oversight sees it.
    #expect(try await api.send(.get, "\(own)/ontvangstbevestigingen", as: TestAPI.counter).status == 403)
    #expect(try await api.send(.get, "\(own)/ontvangstbevestigingen", as: TestAPI.other).status == 404)
  }

  @Test(
    "It is told again under another id until it was acknowledged, by whichever id, and to nobody who cannot be told"
  )
  func reminders() async throws {
    let api = try await TestAPI(workflow: Self.workflow)
    _ = try await corrected(api)
    let (desk, judge, watch) = (
      TestAPI.counter.organisation, TestAPI.judge.organisation, TestAPI.watch.organisation
    )
    let store = AcknowledgementStore(api.pool)
    #expect(try await store.remind(after: .seconds(86_400)) == 0)
    try await api.pool.withConnection { connection in
      _ = try connection.query("update recipient set suspended_at = now() where organisation = \(watch)")
      _ = try connection.query("update acknowledgement set told_at = told_at - interval '2 days'")
    }
    #expect(try await store.remind(after: .seconds(86_400)) == 2)
    #expect(try await store.remind(after: .seconds(86_400)) == 0)
    let told = try await asked(api, judge)
    #expect(told.count == 2 && Set(told.map(\.id)).count == 2 && told.map(\.causation) == [nil, told.first?.id])
    let last = try #require(told.last).id
    #expect(try await system(api, .put, "/v1/gebeurtenissen/\(last)/ontvangstbevestiging", of: judge).status == 200)
    // Both ids are the same thing to acknowledge, and nobody else's.
    #expect(try await system(api, .put, "/v1/gebeurtenissen/\(last)/ontvangstbevestiging", of: desk).status == 404)
    #expect(try await store.remind(after: .zero) == 1)
    #expect(try await asked(api, judge).count == 2)
    #expect(try await asked(api, desk).count == 3)
    let standing = try await store.standing(overdueAfter: .zero)
    #expect((standing.asked, standing.unreachable, standing.overdue) == (1, 1, 2))
    #expect(try await store.standing(overdueAfter: .seconds(86_400)).overdue == 0)
    let waiting = try await AcknowledgementList(api.pool).page(of: watch)
    #expect(waiting.map(\.reach) == [.suspended] && waiting.first?.reminders == 0)
  }

  /// Under the key of something else: another reason, and the same of a colleague.
  private func refusesTheKeyOfAnother(_ api: TestAPI, _ ending: String, _ body: String) async throws {
    var colleague = TestAPI.watch
    colleague.subject = "iemand anders"
    for (person, reason) in [(TestAPI.watch, #"{"reden":"een andere"}"#), (colleague, body)] {
      let reply = try await api.send(.post, ending, as: person, body: reason, headers: [.idempotencyKey: "a"])
      #expect((reply.status, reply["code"].text) == (409, "reused-key"))
    }
  }

  @Test("Whoever oversees the case ends what is not acknowledged, with a reason, for good and on record") func closed()
    async throws
  {
    let api = try await TestAPI(workflow: Self.workflow)
    let own = try await corrected(api)
    let seen = try await api.onlyCase(of: TestAPI.watch)
    let judge = TestAPI.judge.organisation
    let listed = try await api.send(.get, "\(seen)/ontvangstbevestigingen", as: TestAPI.watch)
    let theirs = try #require(listed["ontvangstbevestigingen"].items.first { $0["organisatie"].text == judge })
    let id = try #require(theirs["id"].text)
    let body = #"{"reden":"telefonisch bevestigd"}"#
    // Not a party, not who knows nothing of the case, not another event, not without a reason.
    for (address, body, actor, status) in [
      ("\(own)/ontvangstbevestigingen/\(id)/afsluiting", body, TestAPI.counter, 403),
      ("\(own)/ontvangstbevestigingen/\(id)/afsluiting", body, TestAPI.other, 404),
      ("\(seen)/ontvangstbevestigingen/\(UUID())/afsluiting", body, TestAPI.watch, 404),
      ("\(seen)/ontvangstbevestigingen/\(id)/afsluiting", #"{"reden":" "}"#, TestAPI.watch, 400),
    ] {
      #expect(try await api.send(.post, address, as: actor, body: body).status == status, "\(address)")
    }
    let store = AcknowledgementStore(api.pool, keyring: api.keyring)
    #expect(try await store.standing(overdueAfter: .zero).overdue == 3)
    var moments: Set<String> = []
    let ending = "\(seen)/ontvangstbevestigingen/\(id)/afsluiting"
    for key in ["a", "a", nil] {
      let headers: HTTPFields = key.map { [.idempotencyKey: $0] } ?? [:]
      let reply = try await api.send(.post, ending, as: TestAPI.watch, body: body, headers: headers)
      #expect(reply.status == 200 && reply["bevestigdTijdstip"].isNull, "\(reply.text)")
      moments.insert(reply["afgeslotenTijdstip"].text ?? "")
    }
    #expect(moments.count == 1)
    try await refusesTheKeyOfAnother(api, ending, body)
    // Nobody is reminded of it, and it raises no alarm.
    #expect(try await store.remind(after: .zero) == 2)
    #expect(try await store.standing(overdueAfter: .zero).overdue == 2)
    let list = AcknowledgementList(api.pool)
    #expect(try await !list.page().map(\.organisation).contains(judge))
    let kept = try #require(try await list.page(of: judge, settled: true).first)
    let account = try #require(try kept.closing(api.keyring))
    #expect(account.reason == "telefonisch bevestigd")
    #expect(account.by == "\(TestAPI.watch.subject) of \(TestAPI.watch.organisation)")
    // It is not taken back, whatever the database is told; its recipient can still say that it has it.
    await #expect(throws: PostgresError.self) {
      try await api.pool.withConnection { connection in
        _ = try connection.query("update acknowledgement set closed_at = null, account = null")
      }
    }
    #expect(try await store.acknowledge(kept.event, by: judge) != nil)
  }

  @Test(
    "It outlives the content of the case: who is asked is still reminded, and oversight still sees who has not answered"
  )
  func destroyed() async throws {
    let api = try await TestAPI(workflow: Self.workflow)
    _ = try await corrected(api)
    let judge = TestAPI.judge.organisation
    let before = try await asked(api, judge)
    try await api.pool.withConnection { connection in _ = try connection.query("delete from keyring.case_key") }
    #expect(try await AcknowledgementStore(api.pool).remind(after: .zero) == 3)
    let after = try await asked(api, judge)
    // The first one says no more than that it was; the reminder says of which case.
    #expect(after.map(\.causation) == [before.first?.id])
    let all = try await system(api, .get, "/v1/gebeurtenissen", of: judge)["gebeurtenissen"].items
    #expect(all.last?["subject"].isNull == false && all.last?["type"].text == "nl.casusregie.casus.gegevens-gewijzigd")
    #expect(try await AcknowledgementList(api.pool).page(of: judge).count == 1)
  }
}
