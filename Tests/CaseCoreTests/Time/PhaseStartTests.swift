import CaseCore
import Testing

@Suite("Since when a case is in its phase") struct PhaseStartTests {
  private static let evening = Amsterdam.startOfDay(day(4)).adding(microseconds: 23 * 3_600_000_000)

  private static func day(_ day: Int) -> CivilDate { CivilDate(year: 2026, month: 5, day: day) ?? .min }

  /// Folds entries, one on each day from the fourth of May on.
  private static func start(_ entries: [Change]...) -> PhaseStart {
    var phase = PhaseStart()
    for (number, changes) in entries.enumerated() {
      phase.add(changes, at: evening.adding(microseconds: Int64(number) * 86_400_000_000))
    }
    return phase
  }

  @Test("it is the day in the Netherlands on which another state was entered") func moved() {
    #expect(Self.start() == PhaseStart())
    #expect(Self.start([.entered(state: "a")]).day == Self.day(4))
    #expect(Self.start([.entered(state: "a")], [], [.entered(state: "b")], []).day == Self.day(6))
    #expect(Self.start([.entered(state: "a")], [.entered(state: "b")], [.entered(state: "a")]).day == Self.day(6))
  }

  @Test("a state that is entered again, left and entered in one step, or gets another name, goes on") func kept() {
    #expect(Self.start([.entered(state: "a")], [.entered(state: "a")]).day == Self.day(4))
    #expect(Self.start([.entered(state: "a")], [.entered(state: "b"), .entered(state: "a")]).day == Self.day(4))
    let renamed = Self.start([.entered(state: "a")], [.renamed(states: ["a": "c"])])
    #expect(renamed.day == Self.day(4) && renamed.state == "c")
    #expect(
      Self.start([.entered(state: "a")], [.renamed(states: ["a": "c"]), .entered(state: "d")]).day == Self.day(5)
    )
  }

  @Test("what happens in a part is of that part") func part() {
    let phase = Self.start([.entered(state: "a")], [.inChild("task-1", .entered(state: "b"))])
    #expect(phase.day == Self.day(4) && phase.state == "a")
  }

  @Test("of a case that is in a state already it has no day until it goes to another") func unknown() {
    var phase = PhaseStart(state: "a")
    phase.add([.entered(state: "a")], at: Self.evening)
    #expect(phase.day == nil)
    phase.add([.entered(state: "b")], at: Self.evening)
    #expect(phase.day == Self.day(4))
  }
}
