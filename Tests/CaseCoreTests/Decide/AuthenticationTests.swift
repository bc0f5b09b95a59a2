import CaseCore
import OrderedCollections
import Testing

/// A command can ask at which level its sender signed in.
@Suite("Levels of authentication") struct AuthenticationTests {
  private static let refusal = Told.insufficientAuthentication(
    rule: "«Submit» vraagt een sterkere aanmelding, op het niveau high of substantial."
  )

  private static func play(_ change: (inout CommandDefinition) -> Void = { _ in }) throws -> Play {
    try Play.lamp { machine in
      guard var submit = machine.commands["submit"] else { return }
      submit.authentication = ["high", "substantial"]
      change(&submit)
      machine.commands["submit"] = submit
    }
  }

  private static func clerk(_ levels: Set<String>) -> Actor {
    var clerk = Play.clerk
    clerk.authentication = levels
    return clerk
  }

  @Test(
    "one of them is enough, and any other is not",
    arguments: [[], ["low"], ["High"], ["high substantial"]] as [Set<String>]
  )
  func refused(levels: Set<String>) throws {
    #expect(try Self.play().refusal("submit", by: Self.clerk(levels)) == Self.refusal)
  }

  @Test("who acted is kept without", arguments: [["high"], ["low", "substantial"]] as [Set<String>])
  func accepted(levels: Set<String>) throws {
    var play = try Self.play()
    #expect(try play.must("submit", by: Self.clerk(levels)).entry.actor == Play.clerk)
  }

  @Test("for programs it has a code and the levels, the preferred one first") func code() throws {
    guard case .refused(let refusal) = try Self.play().outcome("submit", by: Play.clerk) else {
      Issue.record("not refused")
      return
    }
    #expect(refusal == .insufficientAuthentication(command: "Submit", levels: ["high", "substantial"]))
    #expect(refusal.code == .insufficientAuthentication)
  }

  @Test("the command that begins a case can ask it too") func beginning() throws {
    let play = Play(try Lamp.workflow { $0.commands["report"]?.authentication = ["high"] })
    let fields: [String: Input] = ["lamp": .string("12")]
    #expect(
      play.refusal("report", by: Play.clerk, fields)
        == .insufficientAuthentication(rule: "«Report» vraagt een sterkere aanmelding, op het niveau high.")
    )
    #expect(play.refusal("report", by: Self.clerk(["high"]), fields) == nil)
  }

  @Test("whoever may not know of the case, or may not give the command, hears that") func order() throws {
    let play = try Self.play()
    var stranger = Play.clerk
    stranger.organisation = "06"
    #expect(play.refusal("submit", by: stranger) == .unknownCase)
    let reviewed = try Play.lamp(in: "review") { $0.commands["invite"]?.authentication = ["high"] }
    let refusal = reviewed.refusal("invite", by: Play.chief)
    #expect(refusal == .notEntitled(rule: "«Invite» is voorbehouden aan: Clerk."))
    // How it has to be given comes before what is wrong with it.
    #expect(
      reviewed.refusal("invite", by: Play.clerk)
        == .insufficientAuthentication(rule: "«Invite» vraagt een sterkere aanmelding, op het niveau high.")
    )
  }

  @Test("a person for whom the organisation vouches has no level, whatever the workflow accepts") func vouched() throws
  {
    let play = try Self.play { $0.acceptsVouched = true }
    var person = Play.clerk
    person.isVouched = true
    #expect(play.refusal("submit", by: person) == Self.refusal)
  }

  @Test("it is offered to whoever can sign in once more") func offered() throws {
    let play = try Self.play()
    let open = play.decider.availableCommands(for: Play.clerk, in: try #require(play.instance))
    let submit = try #require(open.first { $0.command == "submit" })
    #expect(submit.obstacles.isEmpty && submit.definition.authentication == ["high", "substantial"])
  }

  @Test(
    "a level fits in a list that spaces divide, between quotation marks",
    arguments: [
      ("hoog", true), ("https://refeds.org/profile/mfa", true), ("urn:x:1", true), ("", false), ("a b", false),
      ("a\"", false), ("a\\", false), ("é", false), ("a\n", false), (String(repeating: "x", count: 201), false),
    ]
  )
  func level(text: String, isOne: Bool) { #expect(CommandDefinition.isLevel(text) == isOne) }
}
