import CaseCore
import DutchMessages
import OrderedCollections
import Testing

/// Children: how they begin, run and end.
@Suite struct ChildTests {
  @Test func aChildIsNamedByItsMachineAndANumber() throws {
    var play = try Works.play()
    #expect(try play.must("plan", by: Play.clerk).entry.began == ["job-1"])
    #expect(try play.must("plan", by: Play.clerk).entry.began == ["job-2"])
    #expect(try play.must("copy", by: Play.clerk).entry.began == ["copy-1", "copy-2"])
    #expect(play.instance?.children.keys.elements == ["job-1", "job-2", "copy-1", "copy-2"])
    #expect(play.instance?.children["job-2"]?.state == "planned")
    #expect(play.instance?.children["job-2"]?.visits == ["planned": 1])
  }

  /// What is said when a child is made goes to the facts of that child, and of the case where it has them too.
  @Test func theFieldsOfTheCommandAreTheFactsOfTheChild() throws {
    var play = try Works.play()
    try play.must("order", by: Play.clerk, Works.order("08", title: "Dig"))
    try play.must("order", by: Play.clerk, Works.order("08", title: "Pave"))
    try play.must("plan", by: Play.clerk)
    let titles = play.instance?.children.values.map { $0.facts["title"] }
    #expect(titles == [.text("Dig"), .text("Pave"), .text("Untitled")])
    #expect(play.instance?.children["job-1"]?.facts["calls"] == .number(0))
    #expect(play.instance?.root.facts["title"] == .text("Pave"))
    #expect(play.instance?.children["job-1"]?.facts["who"] == nil)
  }

  /// The case is read and written whole. What it makes for each party is no more than there are parties, and may be what
  /// it has to do to end.
  @Test func aCaseThatIsFullTakesNoMoreChildrenOneByOne() throws {
    var play = try Works.play()
    try play.must("plan", by: Play.clerk)
    var full = try #require(play.instance)
    let job = try #require(full.children["job-1"])
    for number in 2...Case.mostChildren { full.children["job-\(number)"] = job }
    let outcome = play.decider.decide(Command(cause: .command(name: "plan", by: Play.clerk)), on: full)
    guard case .refused(.notNow(let rules, _)) = outcome else {
      Issue.record("a full case took another child")
      return
    }
    #expect(rules.map(\.dutch) == ["De casus heeft 1000 onderdelen; meer kunnen er niet bij."])
    guard
      case .accepted(let decision) = play.decider.decide(
        Command(cause: .command(name: "copy", by: Play.clerk)),
        on: full
      )
    else {
      Issue.record("a full case could not make what each party must have")
      return
    }
    #expect(decision.entry.began.count == 2)
  }

  @Test func aCommandOfAChildMovesThatChildAlone() throws {
    var play = try Works.play()
    for _ in 1...2 { try play.must("plan", by: Play.clerk) }
    let entry = try play.must("begin", by: Play.clerk, child: "job-2").entry
    #expect((entry.child, entry.from, entry.to) == ("job-2", "planned", "running"))
    #expect(entry.audience == ["clerk", "contractor"])
    #expect(play.instance?.children.mapValues(\.state) == ["job-1": "planned", "job-2": "running"])
    #expect(play.instance?.state == "open")
  }

  @Test func whatHappensInAChildCountsThereAndCanRestartADeadlineOfTheCase() throws {
    var play = try Works.play()
    try play.must("order", by: Play.clerk, Works.order("08"))
    try play.must("begin", by: Play.builder, child: "job-1")
    play.pass(days: 4)
    try play.must("call", by: Play.builder, child: "job-1")
    try play.must("call", by: Play.builder, child: "job-1")
    #expect(play.instance?.children["job-1"]?.facts["calls"] == .number(2))
    #expect(play.running("quiet")?.startedAt == play.now)
    #expect(play.running("quiet")?.generation == 3)
    #expect(play.running("job-1/limit")?.generation == 1)
  }

  /// Of what a child leads to in the case, the first that may.
  @Test func theFirstConsequenceThatMayHappensDoes() throws {
    var play = try Works.play()
    for child in ["job-1", "job-2"] {
      try play.must("plan", by: Play.clerk)
      try play.must("begin", by: Play.clerk, child: child)
    }
    let first = try play.must("finish", by: Play.clerk, child: "job-1")
    #expect((play.instance?.state, play.instance?.root.facts["finished"]) == ("open", .number(1)))
    #expect(first.taken.map(\.consequence) == [nil, 1])
    let last = try play.must("finish", by: Play.clerk, child: "job-2")
    #expect((play.instance?.state, play.instance?.root.facts["finished"]) == ("review", .number(1)))
    #expect(last.taken.map(\.consequence) == [nil, 0])
    // The case moved, and its new audience hears so; the clerk hears of the job.
    #expect(last.told == ["02": ["fase-gewijzigd"], "01": ["bijgewerkt"]])
    #expect(play.running("quiet") == nil)
  }

  @Test func aConsequenceThatMayNotHappenHindersNothing() throws {
    var play = try Works.play(job: {
      let never = Transition.Requirement(.party("auditor"), otherwise: "")
      $0.states["planned"]?.on["begin"] = [
        Transition(target: "running", root: [Transition(requirements: [never], target: "closed")])
      ]
    })
    try play.must("plan", by: Play.clerk)
    #expect(try play.must("begin", by: Play.clerk, child: "job-1").taken.map(\.consequence) == [nil])
    #expect(play.instance?.state == "open")
  }

  @Test func aConsequenceCanDestroyTheContent() throws {
    var play = try Works.play(job: {
      $0.states["planned"]?.on["begin"] = [
        Transition(target: "running", root: [Transition(target: "closed", erases: true)])
      ]
    })
    try play.must("plan", by: Play.clerk)
    #expect(try play.must("begin", by: Play.clerk, child: "job-1").erases)
  }

  @Test func theCaseEndsTheChildrenThatAreInTheStatesItNames() throws {
    var play = try Works.play()
    for _ in 1...3 { try play.must("order", by: Play.clerk, Works.order("08")) }
    try play.must("begin", by: Play.builder, child: "job-2")
    try play.must("hide", by: Play.clerk, child: "job-3")
    let stop = try play.must("stop", by: Play.clerk)
    #expect(play.instance?.children.mapValues(\.state) == ["job-1": "stopped", "job-2": "stopped", "job-3": "hidden"])
    #expect(play.running("job-1/limit") == nil)
    // Who had a part in them hears of it once; the rest hear of the case.
    #expect(stop.told == ["01": ["bijgewerkt"], "02": ["bijgewerkt"], "08": ["bijgewerkt"]])
  }

  /// What a transition makes is not among what it ends.
  @Test func oneChildCanMakeWayForAnother() throws {
    var play = try Works.play { root in
      root.states["open"]?.on["stop"]?[0].starts = [.init("job")]
    }
    try play.must("plan", by: Play.clerk)
    try play.must("stop", by: Play.clerk)
    #expect(play.instance?.children.mapValues(\.state) == ["job-1": "stopped", "job-2": "planned"])
  }

  @Test func whenTheCaseEndsItsChildrenStop() throws {
    var play = try Works.play()
    try play.must("order", by: Play.clerk, Works.order("08"))
    let close = try play.must("close", by: Play.clerk)
    #expect(close.entry.changes.contains(.inChild("job-1", .deadlineEnded(name: "limit"))))
    #expect(play.running("job-1/limit") == nil)
    #expect(
      play.rules("begin", by: Play.builder, child: "job-1") == [
        "De casus is afgesloten; in dit onderdeel kan niets meer."
      ]
    )
    #expect(play.decider.availableCommands(for: Play.builder, in: try #require(play.instance)) == [])
  }

  @Test func oneForEachPartyThatMayReadTheCase() throws {
    var play = try Works.play()
    try play.must("copy", by: Play.clerk)
    // The citizen only gets a receipt.
    #expect(play.instance?.children.values.map { $0.parties.map(\.organisation) } == [["01"], ["02"]])
  }

  @Test func oneForEachThatEverCouldExceptWhoTakesPartInSomeRole() throws {
    var play = try Works.play()
    try play.must("dismiss", by: Play.clerk)
    try play.must("copy", by: Play.clerk)
    #expect(play.instance?.children.values.map { $0.parties.map(\.organisation) } == [["01"]])
    let recall = try play.must("recall", by: Play.clerk)
    #expect(recall.entry.began == ["copy-2"])
    #expect(play.instance?.children["copy-2"]?.parties.map(\.organisation) == ["02"])
    // The case is closed to it, so that what it gets is new to it.
    #expect(recall.told["02"] == ["aangemaakt"])
  }
}
