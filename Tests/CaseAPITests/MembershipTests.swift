import CaseCore
import Foundation
import HTTPTypes
import Testing

/// Who leaves a case and who joins it, over HTTP.
@Suite struct MembershipTests {
  /// The same answer as for a case that never was, whatever is asked.
  @Test(arguments: ["", "/journaal", "/mogelijkheden", "/opdrachten"])
  func whoLeftIsAStranger(_ part: String) async throws {
    let desk = try await Desk()
    let mine = try await desk.newCase()
    let theirs = try await desk.onlyCase(of: Desk.judge)
    #expect(try await ask(desk, theirs + part).status == 200)
    let left = try await desk.command(#"{"opdracht":"loslaten"}"#, to: mine + "/opdrachten", as: Desk.desk)
    #expect(left.status == 200)
    let never = try await ask(desk, "/v1/casussen/\(UUID().uuidString.lowercased())" + part)
    let reply = try await ask(desk, theirs + part)
    #expect((reply.status, reply.text) == (404, never.text))
    #expect(try await desk.send(.get, "/v1/casussen", as: Desk.judge)["casussen"].items.isEmpty)
    let parties = try await desk.send(.get, mine, as: Desk.desk)["partijen"].items.compactMap { $0["organisatie"].text }
    #expect(parties == [Desk.desk.organisation, Desk.watch.organisation])
  }

  private func ask(_ desk: Desk, _ path: String) async throws -> Reply {
    path.hasSuffix("/opdrachten")
      ? try await desk.command(
        #"{"opdracht":"noteren","grondslag":"wet","velden":{"tekst":"x"}}"#,
        to: path,
        as: Desk.judge
      )
      : try await desk.send(.get, path, as: Desk.judge)
  }

  /// Votes are for the adviser too, so an adviser with the history of the case reads those that were given before it came.
  @Test(arguments: [("inwijden", [2, 3]), ("verlenen", [4])])
  func whoJoinsReadsFromThenOnOrWithItsHistory(_ command: String, _ revisions: [Int]) async throws {
    let desk = try await Desk()
    let mine = try await desk.newCase("planted-before")
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    _ = try await desk.command(vote, to: mine + "/opdrachten", as: Desk.desk)
    _ = try await desk.command(vote, to: desk.onlyCase(of: Desk.judge) + "/opdrachten", as: Desk.judge)
    let votes = try await desk.send(.get, mine, as: Desk.desk)["besluiten"][0]["stemmen"].items
    #expect(votes.compactMap { $0["organisatie"].text } == [Desk.desk.organisation, Desk.judge.organisation])
    let joined = try await desk.command(
      #"{"opdracht":"\#(command)","velden":{"adviseur":"\#(Desk.adviser.organisation)"}}"#,
      to: mine + "/opdrachten",
      as: Desk.desk
    )
    #expect(joined.status == 200)
    let journal = try await desk.send(.get, desk.onlyCase(of: Desk.adviser) + "/journaal", as: Desk.adviser)
    #expect(journal["vermeldingen"].items.compactMap { $0["revisie"].number } == revisions)
    #expect(!journal.text.contains("planted-before"))
  }
}
