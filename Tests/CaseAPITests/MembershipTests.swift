import CaseCore
import Foundation
import HTTPTypes
import OrderedCollections
import Postgres
import StoreBase
import Testing

/// Who leaves a case and who joins it, over HTTP.
@Suite struct MembershipTests {
  /// The same answer as for a case that never was, whatever is asked.
  @Test(arguments: ["", "/journaal", "/mogelijkheden", "/opdrachten"])
  func whoLeftIsAStranger(_ part: String) async throws {
    let api = try await TestAPI()
    let mine = try await api.newCase()
    let theirs = try await api.onlyCase(of: TestAPI.judge)
    #expect(try await ask(api, theirs + part).status == 200)
    let left = try await api.command(#"{"opdracht":"loslaten"}"#, to: mine + "/opdrachten", as: TestAPI.counter)
    #expect(left.status == 200)
    let never = try await ask(api, "/v1/casussen/\(UUID().uuidString.lowercased())" + part)
    let reply = try await ask(api, theirs + part)
    #expect((reply.status, reply.text) == (404, never.text))
    #expect(try await api.send(.get, "/v1/casussen", as: TestAPI.judge)["casussen"].items.isEmpty)
    let parties = try await api.send(.get, mine, as: TestAPI.counter)["partijen"].items.compactMap {
      $0["organisatie"].text
    }
    #expect(parties == [TestAPI.counter.organisation, TestAPI.watch.organisation])
  }

  /// Who acts for another says so to everyone who reads the case; when its mandate has ended it is a stranger, and the journal keeps it. It must
  /// fail when a party, a vote or an entry leaves out for whom, when that is not stored, or when the directory is read without mandates.
  @Test func whoActsForAnotherSaysForWhom() async throws {
    var workflow = LoanWorkflow.workflow
    workflow.roles["keurder"]?.isMandated = true
    let api = try await TestAPI(workflow: workflow)
    let (principal, counter) = (TestAPI.judge.organisation, TestAPI.counter)
    var agent = TestAPI.adviser
    agent.roles = ["keurder"]
    let mandate = Mandate(
      number: 5,
      principal: principal,
      agent: agent.organisation,
      workflow: workflow.key,
      roles: ["keurder"],
      from: .min,
      until: .max
    )
    let store = OrganisationStore(api.pool, keyring: api.keyring, on: Approval(proposal: 5) { _ in })
    #expect(try await store.enter(mandate))
    let mine = try await api.newCase()
    let theirs = try await api.onlyCase(of: agent)
    #expect(try await api.send(.get, "/v1/casussen", as: TestAPI.judge)["casussen"].items.isEmpty)
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    #expect(try await api.command(vote, to: theirs + "/opdrachten", as: agent).status == 200)
    let read = try await api.send(.get, mine, as: counter)
    let party = try #require(read["partijen"].items.first { $0["organisatie"].text == agent.organisation })
    #expect(party["namens"][0]["organisatie"].text == principal, "\(read.text)")
    #expect(read["besluiten"][0]["stemmen"][0]["namens"][0]["organisatie"].text == principal, "\(read.text)")
    #expect(try await store.end(mandate: 5) == mandate)
    #expect(try await api.send(.get, theirs, as: agent).status == 404)
    let journal = try await api.send(.get, mine + "/journaal", as: counter)
    let entries = journal["vermeldingen"].items.filter { $0["organisatie"].text == agent.organisation }
    #expect(entries.map { $0["namens"][0]["organisatie"].text } == [principal], "\(journal.text)")
  }

  private func ask(_ api: TestAPI, _ path: String) async throws -> Reply {
    path.hasSuffix("/opdrachten")
      ? try await api.command(
        #"{"opdracht":"noteren","grondslag":"wet","velden":{"tekst":"x"}}"#,
        to: path,
        as: TestAPI.judge
      )
      : try await api.send(.get, path, as: TestAPI.judge)
  }

  /// Votes are for the adviser too, so an adviser with the history of the case reads those that were given before it came.
  @Test(arguments: [("inwijden", [1, 2]), ("verlenen", [1])])
  func whoJoinsReadsFromThenOnOrWithItsHistory(_ command: String, _ revisions: [Int]) async throws {
    let api = try await TestAPI()
    let mine = try await api.newCase("planted-before")
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    _ = try await api.command(vote, to: mine + "/opdrachten", as: TestAPI.counter)
    _ = try await api.command(vote, to: api.onlyCase(of: TestAPI.judge) + "/opdrachten", as: TestAPI.judge)
    let votes = try await api.send(.get, mine, as: TestAPI.counter)["besluiten"][0]["stemmen"].items
    #expect(votes.compactMap { $0["organisatie"].text } == [TestAPI.counter.organisation, TestAPI.judge.organisation])
    let joined = try await api.command(
      #"{"opdracht":"\#(command)","velden":{"adviseur":"\#(TestAPI.adviser.organisation)"}}"#,
      to: mine + "/opdrachten",
      as: TestAPI.counter
    )
    #expect(joined.status == 200)
    let journal = try await api.send(.get, api.onlyCase(of: TestAPI.adviser) + "/journaal", as: TestAPI.adviser)
    #expect(journal["vermeldingen"].items.compactMap { $0["revisie"].number } == revisions)
    #expect(!journal.text.contains("planted-before"))
  }
}
