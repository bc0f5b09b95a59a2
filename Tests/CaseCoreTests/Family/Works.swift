import CaseCore
import OrderedCollections
import Testing

/// A small workflow with child machines: works on a street, each job of it with a course of its own. Tests change the part
/// they are about.
enum Works {
  static func workflow(
    root change: (inout Machine) -> Void = { _ in },
    job changeJob: (inout Machine) -> Void = { _ in }
  ) throws -> Workflow {
    var (works, job) = (try self.works(), try self.job())
    change(&works)
    changeJob(&job)
    var workflow = try Lamp.workflow()
    workflow.key = "works"
    workflow.roles["contractor"] = Role(label: "Contractor", access: .part)
    workflow.machines = ["works": works, "job": job, "copy": copy]
    workflow.root = "works"
    return workflow
  }

  /// An open case, of the clerk and the chief.
  static func play(
    root change: (inout Machine) -> Void = { _ in },
    job changeJob: (inout Machine) -> Void = { _ in }
  ) throws -> Play {
    var play = Play(try workflow(root: change, job: changeJob))
    try play.must("open", by: Play.clerk)
    return play
  }

  static func order(_ organisations: String..., title: String = "Dig") -> [String: Input] {
    ["who": .list(organisations.map { .string($0) }), "title": .string(title)]
  }

  private static func works() throws -> Machine {
    Machine(
      label: "Works",
      starts: [
        .init(
          command: "open",
          transition: Transition(
            target: "open",
            joins: [
              .init(role: nil, source: .organisations(.sender)), .init(role: "chief", source: .region),
              .init(role: "citizen", source: .region),
            ]
          )
        )
      ],
      states: states,
      commands: try commands(),
      facts: [
        "finished": Fact(label: "Finished", kind: .number(minimum: nil, maximum: nil), initial: .number(0)),
        "title": Fact(label: "Title", kind: .text(maximumLength: 20)),
      ],
      deadlines: ["quiet": try Lamp.deadline(20, ["open"], roles: ["clerk"])]
    )
  }

  private static let states: OrderedDictionary<String, State> = [
    "open": State(
      label: "Open",
      audience: ["clerk", "chief"],
      on: [
        "order": [
          Transition(starts: [.init("job", role: "contractor", part: .organisations(.field("who")))])
        ],
        "plan": [Transition(starts: [.init("job")])],
        "copy": [Transition(starts: [.init("copy", role: "contractor", part: .eachParty)])],
        "recall": [Transition(starts: [.init("copy", role: "contractor", part: .eachRecipient, except: ["clerk"])])],
        "dismiss": [Transition(leaves: [.role("chief")])],
        "invite": [Transition(joins: [.init(role: nil, source: .organisations(.field("advisers")))])],
        "stop": [Transition(ends: [.init("job", in: ["planned", "running"], target: "stopped")])],
        "pick": [Transition()],
        "close": [
          Transition(
            requirements: [.init(.children(.init("job", .none, in: ["running"])), otherwise: "A job is running.")],
            target: "closed"
          )
        ],
      ]
    ),
    "review": State(
      label: "Review",
      audience: ["chief"],
      isReview: true,
      on: ["close": [Transition(target: "closed")]]
    ),
    "closed": State(label: "Closed", audience: ["clerk"], isFinal: true),
  ]

  private static func commands() throws -> OrderedDictionary<String, CommandDefinition> {
    let who = Lamp.field(.list(of: .reference(roles: []), minimum: 0, maximum: 3))
    let child = Field.Kind.child(machine: "job", states: ["planned", "running"])
    let plain = CommandDefinition(label: "Plain", roles: ["clerk", "chief"], grounds: [Lamp.law])
    var order = plain
    order.label = "Order"
    order.fields = ["who": who, "title": Lamp.field(.text(maximumLength: 20))]
    var pick = plain
    pick.fields = ["jobs": Lamp.field(.list(of: child, minimum: 1, maximum: 2), required: true)]
    var invite = plain
    invite.fields = [
      "advisers": Lamp.field(.list(of: .reference(roles: ["adviser"]), minimum: 1, maximum: 3), required: true)
    ]
    return [
      "open": plain, "order": order, "plan": plain, "copy": plain, "recall": plain, "dismiss": plain,
      "invite": invite, "stop": plain, "pick": pick, "close": plain,
    ]
  }

  private static func job() throws -> Machine {
    Machine(
      label: "Job",
      initial: "planned",
      states: [
        "planned": State(
          label: "Planned",
          audience: ["clerk", "contractor"],
          on: ["begin": [Transition(target: "running")], "hide": [Transition(target: "hidden")]]
        ),
        "running": State(
          label: "Running",
          audience: ["clerk", "contractor"],
          on: [
            "call": [Transition(counts: ["calls"], root: [Transition(restarts: ["quiet"])])],
            "finish": [Transition(target: "done", root: finished)],
          ]
        ),
        "hidden": State(label: "Hidden", audience: ["chief"]),
        "done": State(label: "Done", audience: ["clerk", "contractor"], isFinal: true),
        "stopped": State(label: "Stopped", audience: ["clerk", "contractor"], isFinal: true),
      ],
      commands: [
        "begin": .init(label: "Begin", roles: ["contractor", "clerk"], grounds: [Lamp.law]),
        "hide": .init(label: "Hide", roles: ["clerk"], grounds: [Lamp.law]),
        "call": .init(label: "Call", roles: ["contractor"], grounds: [Lamp.law]),
        "finish": .init(label: "Finish", roles: ["contractor", "clerk"], grounds: [Lamp.law]),
      ],
      facts: [
        "title": Fact(label: "Title", kind: .text(maximumLength: 20), initial: .text("Untitled")),
        "calls": Fact(label: "Calls", kind: .number(minimum: nil, maximum: nil), initial: .number(0)),
      ],
      deadlines: [
        "limit": try Lamp.deadline(
          10,
          ["planned", "running"],
          warnings: [.init(before: try Length(3, .days), roles: ["contractor"])],
          roles: ["clerk", "contractor"]
        )
      ]
    )
  }

  /// When the last job is done, people look at the whole; until then it is counted.
  private static let finished = [
    Transition(
      requirements: [.init(.children(.init("job", .every, in: ["done", "stopped"])), otherwise: "")],
      target: "review"
    ),
    Transition(counts: ["finished"]),
  ]

  private static let copy = Machine(
    label: "Copy",
    initial: "sent",
    states: ["sent": State(label: "Sent", audience: ["clerk", "contractor"])],
    commands: [:]
  )
}
