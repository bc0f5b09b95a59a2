import CaseCore
import OrderedCollections
import Testing

/// Who may know of a child, and what someone can do who has a part in one and nothing else of the case.
@Suite struct PartTests {
  /// Two jobs: the first of the builder, the second of the firm.
  private func ordered() throws -> Play {
    var play = try Works.play()
    try play.must("order", by: Play.clerk, Works.order("08"))
    try play.must("order", by: Play.clerk, Works.order("04"))
    return play
  }

  @Test func theHolderIsToldThatThereIsACase() throws {
    var play = try Works.play()
    let order = try play.must("order", by: Play.clerk, Works.order("08", "04", "01"))
    // The clerk reads the case already, so to it this is one more thing that happened.
    #expect(
      order.told == ["08": ["aangemaakt"], "04": ["aangemaakt"], "01": ["bijgewerkt"], "02": ["bijgewerkt"]]
    )
    let child = try #require(play.instance?.children["job-1"])
    #expect(child.parties.map(\.organisation) == ["08", "04", "01"])
    #expect(child.parties[1] == Party(organisation: "04", roles: ["contractor"], since: 2, through: firm))
    #expect(play.instance?.party("08") == nil)
  }

  private let firm: Set = ["adviser", "chief-of-firm", "auditor"]

  @Test func theHolderSeesItsOwnChildAndNoOther() throws {
    let play = try ordered()
    let (decider, instance) = (play.decider, try #require(play.instance))
    for (actor, own, other) in [(Play.builder, "job-1", "job-2"), (Play.adviser, "job-2", "job-1")] {
      #expect(decider.knows(actor, of: instance))
      #expect(decider.canSee(child: own, of: instance, actor))
      #expect(!decider.canSee(child: other, of: instance, actor))
      #expect(decider.roles(of: actor, in: instance) == [])
      #expect(decider.roles(of: actor, in: instance, child: own) == ["contractor"])
      #expect(decider.roles(of: actor, in: instance, child: other) == [])
    }
    // Someone of the same organisation who acts in none of its roles is a stranger.
    let outsider = Actor(subject: "x", organisation: "08", roles: ["clerk"])
    #expect(!decider.knows(outsider, of: instance))
  }

  @Test func theHolderKeepsSeeingItsChildWhateverTheState() throws {
    var play = try ordered()
    try play.must("hide", by: Play.clerk, child: "job-1")
    let (decider, instance) = (play.decider, try #require(play.instance))
    #expect(decider.canSee(child: "job-1", of: instance, Play.builder))
  }

  @Test func aPartySeesTheChildrenInWhoseAudienceItIs() throws {
    var play = try ordered()
    var instance = try #require(play.instance)
    #expect(play.decider.canSee(child: "job-1", of: instance, Play.clerk))
    #expect(!play.decider.canSee(child: "job-1", of: instance, Play.chief))
    #expect(!play.decider.canSee(child: "job-1", of: instance, Play.citizen))
    #expect(!play.decider.canSee(child: "job-9", of: instance, Play.clerk))
    try play.must("hide", by: Play.clerk, child: "job-1")
    instance = try #require(play.instance)
    #expect(!play.decider.canSee(child: "job-1", of: instance, Play.clerk))
    #expect(play.decider.canSee(child: "job-1", of: instance, Play.chief))
  }

  @Test func oversightSeesEveryChild() throws {
    var play = try Works.play { root in
      root.starts[0].transition.joins.append(.init(role: "auditor", source: .region))
    }
    try play.must("plan", by: Play.clerk)
    let auditor = Actor(subject: "x", organisation: "04", roles: ["auditor"])
    #expect(play.decider.canSee(child: "job-1", of: try #require(play.instance), auditor))
  }

  @Test func whatTheHolderCanDoIsInItsChild() throws {
    let play = try ordered()
    let possible = play.decider.availableCommands(for: Play.builder, in: try #require(play.instance))
    #expect(possible.map(\.command) == ["begin"])
    #expect(possible.map(\.child) == ["job-1"])
    let clerks = play.decider.availableCommands(for: Play.clerk, in: try #require(play.instance))
    #expect(clerks.filter { $0.child != nil }.map(\.command) == ["begin", "hide", "begin", "hide"])
    #expect(clerks.filter { $0.child != nil }.map(\.child) == ["job-1", "job-1", "job-2", "job-2"])
  }

  /// A child of others, one that is not there and one of another machine are the same fault.
  @Test(arguments: ["job-2", "job-9", "copy-1", ""]) func aChildThatIsNotForTheSenderIsUnknown(_ child: String) throws {
    var play = try ordered()
    try play.must("copy", by: Play.clerk)
    #expect(play.refusal("begin", by: Play.builder, child: child) == unknown("Begin"))
  }

  @Test func aCommandOfTheCaseIsNotForAChild() throws {
    let play = try ordered()
    let message = "«Plain» gaat over de casus zelf: noem geen onderdeel."
    let refusal = Told.invalid([.init(field: "onderdeel", message: message)])
    #expect(play.refusal("stop", by: Play.clerk, child: "job-1") == refusal)
    #expect(play.refusal("stop", by: Play.clerk, child: "job-9") == refusal)
  }

  /// Whoever names no child is told so, with the children that are for it and no other.
  @Test func aCommandOfAChildNamesTheChild() throws {
    let play = try ordered()
    #expect(
      play.refusal("begin", by: Play.builder)
        == .invalid([.init(field: "onderdeel", message: "Noem het onderdeel waarover «Begin» gaat: job-1.")])
    )
  }

  private func unknown(_ label: String) -> Told {
    .invalid([.init(field: "onderdeel", message: "«\(label)» kent dit onderdeel niet.")])
  }

  @Test func theHolderCannotActInTheCase() throws {
    let play = try ordered()
    let rule = "«Plain» is voorbehouden aan: Clerk, Chief."
    #expect(play.refusal("stop", by: Play.builder) == .notEntitled(rule: rule))
  }

  @Test func theRoleOfTheEntryIsThatOfThePart() throws {
    var play = try ordered()
    let entry = try play.must("begin", by: Play.builder, child: "job-1").entry
    #expect(entry.role == "contractor")
    #expect(entry.actor == Play.builder)
  }

  /// Someone who has no part in the case is told the same about any child.
  @Test func aStrangerLearnsNothing() throws {
    let play = try ordered()
    let stranger = Actor(subject: "x", organisation: "05", roles: ["adviser"])
    for child in ["job-1", "job-9", nil] {
      #expect(play.refusal("begin", by: stranger, child: child) == .unknownCase)
    }
  }

  @Test func aFieldCanNameAChildInTheRightState() throws {
    var play = try ordered()
    try play.must("hide", by: Play.clerk, child: "job-2")
    try play.must("copy", by: Play.clerk)
    let pick = try play.must("pick", by: Play.clerk, ["jobs": .list([.string("job-1")])])
    #expect(pick.entry.fields == ["jobs": .list([.child("job-1")])])
    let faults = [
      (Input.string("job-2"), "It onderdeel 1 moet een onderdeel zijn in de fase planned of running."),
      (.string("job-9"), "It onderdeel 1 moet een bestaand onderdeel zijn, zoals job-1."),
      (.string("copy-1"), "It onderdeel 1 moet een bestaand onderdeel zijn, zoals job-1."),
      (.number(1), "It onderdeel 1 moet een bestaand onderdeel zijn, zoals job-1."),
    ]
    for (input, message) in faults {
      let fault = Told.invalid([.init(field: "jobs", message: message)])
      #expect(play.refusal("pick", by: Play.clerk, ["jobs": .list([input])]) == fault)
    }
  }
}
