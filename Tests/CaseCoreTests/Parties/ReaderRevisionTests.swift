import CaseCore
import OrderedCollections
import Testing

/// The revision that each organisation is shown: it moves when that organisation was told of a step, and with nothing else.
@Suite struct ReaderRevisionTests {
  @Test func aStepThatIsHiddenDoesNotMoveIt() throws {
    var play = try Play.lamp(in: "review")
    let before = try #require(play.instance)
    // The chief hears of the review; a note in it is the clerk's alone.
    let decision = try play.must("note", by: Play.clerk)
    let told = decision.told.keys.sorted()
    let hidden = before.readerRevisions.keys.filter { !told.contains($0) }
    #expect(told == ["01"] && hidden.contains("02"))
    #expect(decision.result.revision(for: "02") == before.revision(for: "02"))
    #expect(decision.result.changedAt(for: "02") == before.changedAt(for: "02"))
    #expect(decision.result.revision(for: "01") == before.revision(for: "01") + 1)
    #expect(decision.entry.revision(for: "02") == nil)
    #expect(decision.entry.revision(for: "01") == decision.result.revision(for: "01"))
  }

  @Test func whoJoinsBeginsToCount() throws {
    var play = try Play.lamp(in: "intake")
    for _ in 1...3 { try play.must("note", by: Play.clerk) }
    let decision = try play.must("submit", by: Play.clerk)
    #expect(decision.told["02"] == ["deelname-begonnen"])
    #expect(decision.result.revision == 5)
    #expect(decision.result.revision(for: "02") == 1)
  }

  /// What a case of an earlier release showed goes on to hold until something happens, and is then kept for whoever is not told.
  @Test func aCaseOfBeforeKeepsWhatItShowed() throws {
    var play = try Play.lamp(in: "review")
    var former = try #require(play.instance)
    former.readerRevisions = [:]
    #expect(["01", "02"].map(former.revision) == [2, 2])
    play.restore(former)
    let decision = try play.must("note", by: Play.clerk)
    #expect(["01", "02"].map(decision.result.revision) == [3, 2])
    #expect(decision.result.changedAt(for: "02") == former.changedAt)
    play.pass(days: 1)
    let next = try play.must("note", by: Play.clerk)
    #expect(["01", "02"].map(next.result.revision) == [4, 2])
  }

  @Test func aCommandExpectsWhatItsSenderWasShown() throws {
    var play = try Play.lamp(in: "review")
    let seen = try #require(play.instance?.revision(for: "02"))
    try play.must("note", by: Play.clerk)
    let vote = ["verdict": Input.string("repair")]
    #expect(play.refusal("vote", by: Play.chief, vote, revision: seen) == nil)
    let other = play.refusal("vote", by: Play.chief, vote, revision: seen + 1)
    guard case .stale(let current)? = other else { Issue.record("\(String(describing: other))"); return }
    #expect(current == seen)
  }

  /// A part in a child, or a receipt, comes first; then the organisation is let in with what was there before.
  @Test func whoIsLetInWithItsHistoryGetsRoomForIt() throws {
    var play = try Play.lamp(in: "review") {
      $0.on["note"] = [
        Transition(joins: [.init(role: "adviser", source: .organisations(.field("anyone")), readsHistory: true)])
      ]
    }
    let invited = try play.must("invite", by: Play.clerk, ["advisers": .list([.string("05")])])
    #expect(invited.result.revision(for: "05") == 1)
    let decision = try play.must("note", by: Play.clerk, ["anyone": .string("05")])
    #expect(decision.result.revision(for: "05") == 1_001)
    #expect(decision.result.revision(for: "01") == invited.result.revision(for: "01") + 1)
  }
}
