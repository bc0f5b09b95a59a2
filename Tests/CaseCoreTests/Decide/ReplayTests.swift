import CaseCore
import Testing

/// A case is the fold of its journal.
@Suite struct ReplayTests {
  private func played() throws -> Play {
    var play = try Play.lamp(in: "review")
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    try play.must("vote", by: Play.clerk, JointDecisionTests.repair)
    try play.must("vote", by: Play.chief, JointDecisionTests.leave)
    play.pass(days: 4)
    try play.mustFire("split", timer: 0)
    try play.must("vote", by: Play.chief, JointDecisionTests.repair)
    try play.must("progress", by: Play.clerk)
    return play
  }

  @Test func replayingTheJournalGivesTheCase() throws {
    let play = try played()
    let empty = Case(workflow: "lamp", version: "1.0.0", machine: "lamp", region: "here", at: Play.monday)
    #expect(Case.replay(play.journal, from: empty) == play.instance)
    #expect(play.journal.map(\.revision) == Array(1...8))
    #expect(play.instance?.openedAt == Play.monday)
    #expect(play.instance?.changedAt == play.now)
  }

  @Test func theSameCommandGivesTheSameOutcome() throws {
    let play = try played()
    for actor in [Play.clerk, Play.chief, Play.citizen] {
      for name in ["close", "submit", "note", "nonsense"] {
        #expect(play.outcome(name, by: actor) == play.outcome(name, by: actor))
      }
    }
  }
}
