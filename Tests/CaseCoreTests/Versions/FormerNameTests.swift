import CaseCore
import OrderedCollections
import Testing

/// Parts that have another name in another version (`was`): the case goes on, and nothing of it is lost.
@Suite("Moves to a version with other names") struct FormerNameTests {
  private func works() throws -> Play {
    var play = try Works.play()
    try play.must("plan", by: Play.clerk)
    play.pass(days: 2)
    return play
  }

  /// The machine «job» is «task», with a state, a fact and a deadline under other names.
  private func renamed(_ workflow: inout Workflow) throws {
    var task = try #require(workflow.machines["job"])
    workflow.machines["job"] = nil
    task.was = "job"
    task.states = Self.moved("planned", to: "prepared", in: task.states) { $0.was = "planned" }
    task.facts = Self.moved("title", to: "name", in: task.facts) { $0.was = "title" }
    task.deadlines = Self.moved("limit", to: "end", in: task.deadlines) {
      $0.was = "limit"
      $0.states = ["prepared", "running"]
    }
    task.initial = "prepared"
    workflow.machines["task"] = task
  }

  private static func moved<Part>(
    _ old: String,
    to new: String,
    in parts: OrderedDictionary<String, Part>,
    _ change: (inout Part) -> Void
  ) -> OrderedDictionary<String, Part> {
    var moved = parts
    guard var part = moved.removeValue(forKey: old) else { return parts }
    change(&part)
    moved[new] = part
    return moved
  }

  @Test("a part, its state, its facts and its deadlines keep what they had") func everything() throws {
    let play = try works()
    let instance = try #require(play.instance)
    let job = try #require(instance.children["job-1"])
    let order = try MoveTests.order(play, renamed)
    let landing = try #require(order.outcome(for: instance, at: play.now).landing)
    #expect(landing.deadlines.allSatisfy { $0.effect == .kept })
    let result = order.decision(landing, of: instance, plan: "", at: play.now).result
    let task = try #require(result.children["job-1"])
    #expect((task.machine, task.state, task.visits) == ("task", "prepared", ["prepared": 1]))
    #expect(task.facts == ["name": job.facts["title"], "calls": job.facts["calls"]].compactMapValues(\.self))
    #expect(task.deadlines == ["end": job.deadlines["limit"]].compactMapValues(\.self))
    #expect(task.generations == ["end": 1])
  }

  @Test("the next part has the new name") func next() throws {
    var play = try works()
    let instance = try #require(play.instance)
    let order = try MoveTests.order(play) { workflow in
      try renamed(&workflow)
      workflow.machines["works"]?.states["open"]?.on["plan"] = [Transition(starts: [.init("task")])]
    }
    let landing = try #require(order.outcome(for: instance, at: play.now).landing)
    play.workflow = order.to
    play.restore(order.decision(landing, of: instance, plan: "", at: play.now).result)
    try play.must("plan", by: Play.clerk)
    #expect(play.instance?.children.keys.sorted() == ["job-1", "task-2"])
  }

  @Test("a setting for the former name holds for the new one, unless that has its own") func settings() throws {
    var workflow = try Works.workflow()
    try renamed(&workflow)
    func days(_ changes: SettingsChange...) -> Length? {
      let rows = DeadlineSettings().applied(changes).overview(of: workflow)
      return rows.first { $0.deadline.name == "end" }?.rows.first?.value.length
    }
    func set(_ name: String, of machine: String, _ days: Int) throws -> SettingsChange {
      .set(SettingPlace(workflow: "works", deadline: .init(name, of: machine)), try Settings.days(days))
    }
    let (former, own) = (try set("limit", of: "job", 4), try set("end", of: "task", 6))
    let (four, six) = try (Length(4, .days), Length(6, .days))
    #expect(days(former) == four)
    #expect(days(former, own) == six && days(own, former) == six)
  }

  @Test("a version that has neither name, or both, is not moved from") func unknown() throws {
    let play = try works()
    #expect(throws: VersionMoveFault.unknownFormerName("gone", of: "new", machine: "works", version: "1.0.0")) {
      try MoveTests.order(play) {
        $0.machines["works"]?.facts["new"] = Fact(label: "New", kind: .text(maximumLength: 9), was: "gone")
      }
    }
    #expect(throws: VersionMoveFault.formerNameTaken("title", of: "finished", machine: "works", version: "1.0.0")) {
      try MoveTests.order(play) {
        $0.machines["works"]?.facts["title"] = nil
        $0.machines["works"]?.facts["finished"]?.was = "title"
      }
    }
  }

  @Test("a version that has the new name already moves on without it") func again() throws {
    var play = try works()
    try renamed(&play.workflow)
    let order = try MoveTests.order(play) { _ in }
    #expect(order.from.machines["task"]?.was == "job")
  }
}
