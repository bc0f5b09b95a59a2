package import CaseCore
import OrderedCollections

extension PermitWorkflow {
  /// The same, whose cases are about a person that other cases may know: only the reviewer is told.
  package static let matching: Workflow = {
    var workflow = PermitWorkflow.workflow
    workflow.machines["hit"] = hit
    workflow.machines["permit"]?.facts = [
      "identified": Fact(label: "Identified", kind: .number(minimum: nil, maximum: nil), initial: .number(0)),
      "restricted": Fact(label: "Restricted", kind: .choice(options: yesAndNo), initial: .choice("no")),
    ]
    workflow.machines["permit"]?.commands["identify"] = command(person, roles: ["clerk"])
    workflow.machines["permit"]?.commands["restrict"] = command([:], roles: ["clerk"])
    workflow.machines["permit"]?.commands["inquire"] = CommandDefinition(
      label: "Inquire",
      roles: ["reviewer"],
      grounds: ["law"],
      fields: [
        "answer": Field(label: "Answer", kind: .choice(options: yesAndNo), requirement: .always, isPersonal: false)
      ],
      ballot: Ballot(.vote, in: "inquiry")
    )
    workflow.machines["permit"]?.decisions["inquiry"] = JointDecision(
      label: "Inquiry",
      voters: ["reviewer"],
      field: "answer",
      rule: .quorum(2),
      apart: .person
    )
    workflow.machines["permit"]?.states["received"]?.on["identify"] = [
      Transition(
        requirements: [.init(.not(.reached(fact: "identified", 3)), otherwise: "Often enough.")],
        counts: ["identified"]
      )
    ]
    workflow.machines["permit"]?.states["received"]?.on["restrict"] = [
      Transition(assign: ["restricted": .choice("yes")])
    ]
    workflow.machines["permit"]?.states["received"]?.on["inquire"] = [Transition()]
    workflow.matches["person"] = IdentityMatch(
      command: "identify",
      surname: "surname",
      prefix: "prefix",
      given: "given",
      initials: "initials",
      born: "born",
      states: ["received"],
      contact: "reviewer",
      found: "hit",
      ground: "law",
      unless: .fact("restricted", oneOf: [.choice("yes")]),
      ask: .init(decision: "inquiry", option: "yes")
    )
    return workflow
  }()

  private static let yesAndNo = [Field.Option(key: "yes", label: "Yes"), Field.Option(key: "no", label: "No")]

  private static let person: [String: Field] = {
    let name = Field.Kind.text(maximumLength: 200)
    return [
      "surname": Field(label: "Surname", kind: name, requirement: .always, isPersonal: true),
      "prefix": Field(label: "Prefix", kind: name, requirement: .never, isPersonal: true),
      "given": Field(label: "Given", kind: name, requirement: .never, isPersonal: true),
      "initials": Field(label: "Initials", kind: name, requirement: .never, isPersonal: true),
      "born": Field(label: "Born", kind: .date(within: nil, past: true), requirement: .never, isPersonal: true),
    ]
  }()

  private static let hit = Machine(
    label: "Hit",
    initial: "found",
    states: [
      "found": State(label: "Found", audience: ["reviewer"], on: ["reject": [Transition(target: "rejected")]]),
      "rejected": State(label: "Rejected", audience: ["reviewer"], isFinal: true),
    ],
    commands: ["reject": command([:], roles: ["reviewer"])],
    facts: ["contact": Fact(label: "Contact", kind: .reference(roles: ["reviewer"]))],
    deadlines: ["look": deadline(days: 5, in: "found", warned: "reviewer", told: "reviewer")]
  )
}
