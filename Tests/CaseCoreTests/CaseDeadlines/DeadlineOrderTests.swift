import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// Guards that ask whether another deadline has passed: the order in which the two are written makes no difference.
@Suite("Deadlines that depend on each other") struct DeadlineOrderTests {
  /// `late` runs once `first` has passed; a note begins `first` again.
  private func play(_ names: [String]) throws -> Play {
    let all = [
      "first": try Lamp.deadline(3, ["repair"], roles: ["clerk"]),
      "late": try Lamp.deadline(9, ["repair"], guard: .expired("first", times: 1), roles: ["clerk"]),
      "later": try Lamp.deadline(9, ["repair"], guard: .not(.expired("late", times: 1)), roles: ["clerk"]),
    ]
    return try Play.lamp(in: "repair") {
      $0.deadlines = [:]
      for name in names { $0.deadlines[name] = all[name] }
      $0.on["note"] = [Transition(restarts: ["first"])]
    }
  }

  static let orders = [["first", "late", "later"], ["later", "late", "first"], ["late", "first", "later"]]

  @Test("what one begins or ends, the others see in the same entry", arguments: orders) func sameEntry(
    _ names: [String]
  )
    throws
  {
    var play = try play(names)
    #expect(play.running("late") == nil)
    play.pass(days: 4)
    try play.mustFire("first", timer: 0)
    #expect(play.running("late")?.startedAt == play.now)
    // It begins again, so it has not passed, so the other ends.
    try play.must("note", by: Play.clerk)
    #expect(play.running("first")?.passed == 0 && play.running("late") == nil)
    #expect(play.running("later") != nil)
  }

  @Test("a ring is refused when it is loaded", arguments: [["a"], ["a", "b"], ["a", "b", "c"]])
  func ring(_ names: [String]) throws {
    let workflow = try Lamp.workflow { machine in
      for (index, name) in names.enumerated() {
        let next = names[(index + 1) % names.count]
        machine.deadlines[name] = try? Lamp.deadline(
          3,
          ["repair"],
          guard: .all([.not(.expired(next, times: 1)), .visited("repair", atLeast: 1)]),
          roles: ["clerk"]
        )
      }
    }
    let rings = workflow.faults().filter { $0.message.contains("verlopen") && $0.path.last == "guard" }
    #expect(rings.count == 1 && rings.first?.path == ["machines", "lamp", "after", "a", "guard"])
  }

  @Test("a ring over a case and its children is refused too") func family() throws {
    let workflow = try Works.workflow(
      root: { works in
        let slow = Guard.children(.init("job", .some, where: .expired("slow", times: 1)))
        works.deadlines["busy"] = try? Lamp.deadline(3, ["open"], guard: slow, roles: ["clerk"])
      },
      job: { job in
        let busy = Guard.root(.expired("busy", times: 1))
        job.deadlines["slow"] = try? Lamp.deadline(3, ["planned"], guard: busy, roles: ["clerk"])
      }
    )
    let rings = workflow.faults().filter { $0.message.contains("in een kring") }
    #expect(rings.map(\.path) == [["machines", "works", "after", "busy", "guard"]])
  }

  @Test("a chain is none") func chain() throws {
    #expect(try play(Self.orders[1]).workflow.faults().allSatisfy { !$0.message.contains("hangt") })
  }

  @Test("an extension that makes a term too long to count is refused, and changes nothing") func tooLong() throws {
    let extra = try Length(36_525, .days)
    let play = try Play.lamp(in: "repair") {
      $0.on["note"] = [Transition(extensions: [.init("repair-limit", by: extra, most: 3)])]
    }
    #expect(
      play.rules("note", by: Play.clerk) == ["De termijn «Limit» is dan niet te tellen. \(DeadlineError.tooLong.dutch)"]
    )
  }
}
