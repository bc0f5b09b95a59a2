import Testing
import Timers

@Suite("What a watchdog makes of what it sees") struct DiagnosisTests {
  private static let start = ContinuousClock.now

  /// One observation: so many seconds after the start, with the loop silent and the first timer late for so many.
  private struct Observation {
    var at: Int
    var silent = 0
    var late: Int? = 0
  }

  private func diagnose(_ observations: Observation..., outageBefore: Int? = nil) -> Set<Diagnosis.Trouble> {
    var diagnosis = Diagnosis(silence: .seconds(30), lateness: .seconds(60))
    var troubles: Set<Diagnosis.Trouble> = []
    for one in observations {
      if one.at == outageBefore { diagnosis.reset() }
      troubles = diagnosis.saw(
        late: one.late.map { .seconds($0) },
        heartbeat: .seconds(one.silent),
        at: Self.start + .seconds(one.at)
      )
    }
    return troubles
  }

  @Test("a loop that looks, and nothing late: well") func well() {
    #expect(
      diagnose(Observation(at: 0), Observation(at: 20, silent: 2), Observation(at: 40, silent: 30, late: 60)).isEmpty
    )
  }

  @Test("a loop that was silent for as long as it was watched") func silent() {
    #expect(
      diagnose(Observation(at: 0, silent: 1), Observation(at: 16, silent: 17), Observation(at: 31, silent: 32)) == [
        .silent
      ]
    )
    #expect(
      diagnose(Observation(at: 0, silent: 1), Observation(at: 16, silent: 17), Observation(at: 30, silent: 31)).isEmpty
    )
  }

  @Test("silence from before it was watched does not count: a start, an outage, a freeze") func unseen() {
    #expect(diagnose(Observation(at: 0, silent: 500)).isEmpty)
    #expect(
      diagnose(Observation(at: 0), Observation(at: 20, silent: 20), Observation(at: 40, silent: 40), outageBefore: 40)
        .isEmpty
    )
    #expect(diagnose(Observation(at: 0), Observation(at: 500, silent: 500)).isEmpty)
  }

  @Test("what is late, and stays so") func behind() {
    #expect(
      diagnose(Observation(at: 0, late: 61), Observation(at: 16, late: 77), Observation(at: 31, late: 92)) == [.behind]
    )
    #expect(
      diagnose(Observation(at: 0, late: 61), Observation(at: 16, late: 77), Observation(at: 30, late: 91)).isEmpty
    )
  }

  @Test("what was caught up with meanwhile, or when the clock jumped, is no trouble") func caughtUp() {
    #expect(
      diagnose(Observation(at: 0, late: 7_000), Observation(at: 16, late: 0), Observation(at: 31, late: 61)).isEmpty
    )
    #expect(
      diagnose(
        Observation(at: 0, late: 90),
        Observation(at: 16, late: 106),
        Observation(at: 31, late: 121),
        outageBefore: 16
      ).isEmpty
    )
  }

  @Test("timers that cannot be counted are as late as they were") func uncounted() {
    #expect(
      diagnose(Observation(at: 0, late: 61), Observation(at: 16, late: nil), Observation(at: 31, late: nil)) == [
        .behind
      ]
    )
    #expect(
      diagnose(
        Observation(at: 0),
        Observation(at: 16, silent: 16, late: nil),
        Observation(at: 31, silent: 31, late: nil)
      ) == [.silent]
    )
  }
}
