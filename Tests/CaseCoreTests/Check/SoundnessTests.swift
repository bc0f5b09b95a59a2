import CaseCore
import OrderedCollections
import Testing

/// Each spoils a sound workflow in one way, and expects one fault, there.
@Suite struct SoundnessTests {
  @Test func aSoundWorkflowHasNoFaults() throws {
    #expect(try Permit.workflow().faults() == [])
  }

  @Test func aTransitionAfterOneThatRequiresNothing() throws {
    try expect("states.wacht.on.beoordelen.1", "komt het nooit van") {
      $0.states["wacht"]?.on["beoordelen"] = [Transition(), Transition(requirements: [Permit.agreed], target: "klaar")]
    }
  }

  @Test func theStartCommandLaterOn() throws {
    try expect("on.indienen", "Met deze opdracht begint een zaak") { $0.on["indienen"] = [Transition()] }
  }

  @Test func aStateNobodyHearsOf() throws {
    try expect("states.rust.audience", "hoort niemand") {
      $0.states["rust"] = State(label: "Rust", audience: [], on: ["sluiten": [Transition(target: "klaar")]])
      $0.commands["sluiten"] = CommandDefinition(label: "Sluiten", roles: ["gemeente"], grounds: ["apv"])
      $0.states["wacht"]?.on["sluiten"] = [Transition(target: "rust")]
      $0.deadlines["wachten"]?.states.append("rust")
    }
  }

  @Test func aFinalStateMayGoUnheard() throws {
    var workflow = try Permit.workflow()
    workflow.machines["aanvraag"]?.states["klaar"]?.audience = []
    #expect(workflow.faults() == [])
  }

  @Test func aRoleThatNeverJoins() throws {
    try expect("states.wacht.audience.2", "Niemand neemt ooit deel in de rol «toezicht»") {
      $0.states["wacht"]?.audience.append("toezicht")
      $0.deadlines["wachten"]?.roles.append("toezicht")
    }
    try expect("start.0.notify.0.to.0", "Niemand neemt ooit deel in de rol «aanvrager»") {
      $0.starts[0].transition.joins.removeLast()
      $0.starts[0].transition.notices = [.init(event: "ontvangen", roles: ["aanvrager"])]
    }
  }

  @Test func theSenderJoinsInItsRoleOnlyAtTheStart() throws {
    try expect("commands.beoordelen.roles.0", "«gemeente»") {
      $0.starts[0].transition.joins[0] = Permit.join("politie")
      $0.states["wacht"]?.on["beoordelen"]?[0].joins = [.init(role: nil, source: .organisations(.sender))]
    }
    var workflow = try Permit.workflow()
    workflow.machines["aanvraag"]?.starts[0].transition.joins[0] = .init(role: nil, source: .organisations(.sender))
    #expect(workflow.faults() == [])
  }

  @Test func whoIsNamedInAFieldJoinsInTheRolesThatItAsksFor() throws {
    for asked in [["politie"], []] {
      var workflow = try Permit.workflow()
      let field = Field(label: "Wie", kind: .reference(roles: asked), requirement: .always, isPersonal: false)
      workflow.machines["aanvraag"]?.commands["indienen"]?.fields["wie"] = field
      workflow.machines["aanvraag"]?.starts[0].transition.joins[1] = .init(
        role: nil,
        source: .organisations(.field("wie"))
      )
      #expect(workflow.faults() == [], "asked for \(asked)")
    }
    try expect("commands.beoordelen.roles.1", "«politie»", besides: "brandweer") {
      let kind = Field.Kind.list(of: .reference(roles: ["brandweer"]), minimum: 0, maximum: 2)
      $0.commands["indienen"]?.fields["wie"] = Field(label: "Wie", kind: kind, requirement: .always, isPersonal: false)
      $0.starts[0].transition.joins[1] = .init(role: nil, source: .organisations(.field("wie")))
    }
  }

  @Test func aRoleThatMayGiveNoCommand() throws {
    try expect("commands.indienen.roles.1", "ziet toe en geeft geen opdrachten") {
      $0.commands["indienen"]?.roles.append("toezicht")
    }
    try expect("commands.sluiten.roles.0", "ziet de zaak niet") {
      $0.commands["sluiten"] = CommandDefinition(label: "Sluiten", roles: ["aanvrager"], grounds: ["apv"])
      $0.on["sluiten"] = [Transition(target: "klaar")]
    }
  }

  @Test func aDecisionThatNoCommandVotesOn() throws {
    try expect("decisions.ander", "Met geen enkele opdracht") {
      $0.decisions["ander"] = JointDecision(label: "Ander", voters: ["gemeente", "politie"], field: "uitkomst")
    }
  }

  @Test func aVoterWithoutAVote() throws {
    try expect("decisions.oordeel.voters.1", "kan over dit besluit niet stemmen") {
      $0.commands["beoordelen"]?.roles = ["gemeente"]
    }
  }

  @Test func aVoteThatDoesNotCount() throws {
    try expect("commands.beoordelen.roles.2", "telt in het besluit niet mee", besides: "brandweer") {
      $0.commands["beoordelen"]?.roles.append("brandweer")
      $0.starts[0].transition.joins.append(Permit.join("brandweer"))
    }
  }

  @Test func aVoterWhoDoesNotHearOfIt() throws {
    try expect("states.wacht.audience", "«politie» stemt in deze toestand, maar hoort er niet van") {
      $0.states["wacht"]?.audience = ["gemeente"]
    }
  }

  @Test func aFactThatNothingSets() throws {
    try expect("facts.maat", "Niets geeft het gegeven «maat» een waarde") {
      $0.facts["maat"] = Fact(label: "Maat", kind: .number(minimum: nil, maximum: nil))
    }
  }

  @Test func aDateThatBoundsAWaitAndIsItselfUnbounded() throws {
    try expect("commands.indienen.fields.tot", "begrens met «within»") {
      $0.commands["indienen"]?.fields["tot"]?.kind = .date(within: nil, past: false)
    }
  }

  @Test func aDeadlineThatRunsNowhere() throws {
    try expect("after.nergens.while", "in geen enkele toestand") {
      $0.deadlines["nergens"] = $0.deadlines["wachten"]
      $0.deadlines["nergens"]?.states = []
    }
  }

  @Test func aReviewWithoutACommand() throws {
    try expect("states.overleg", "besluiten mensen") {
      $0.states["overleg"] = State(label: "Overleg", audience: ["gemeente"], isReview: true)
      $0.states["wacht"]?.on["beoordelen"]?[1].target = "overleg"
      $0.deadlines["wachten"]?.states.append("overleg")
      $0.deadlines["overleg"] = $0.deadlines["wachten"]
      $0.deadlines["overleg"]?.states = ["overleg"]
      $0.deadlines["overleg"]?.expiry = .review(state: "wacht")
    }
  }

  /// - Parameters:
  ///   - place: the path in the machine.
  ///   - message: part of what is said.
  ///   - role: one that the spoilt workflow has besides.
  private func expect(
    _ place: String,
    _ message: String,
    besides role: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation,
    spoil: (inout Machine) -> Void
  ) throws {
    var workflow = try Permit.workflow()
    if let role { workflow.roles[role] = Role(label: role) }
    var machine = try #require(workflow.rootMachine)
    spoil(&machine)
    workflow.machines["aanvraag"] = machine
    let faults = workflow.faults()
    let fault = try #require(faults.count == 1 ? faults.first : nil, "\(faults)", sourceLocation: sourceLocation)
    #expect(fault.path.joined(separator: ".") == "machines.aanvraag." + place, sourceLocation: sourceLocation)
    #expect(fault.message.contains(message), "\(fault.message)", sourceLocation: sourceLocation)
  }
}
