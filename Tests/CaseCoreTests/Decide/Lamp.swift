import CaseCore
import OrderedCollections

/// A small workflow that uses every word of the language: the repair of a street lamp. Tests change the part they are about.
enum Lamp {
  static let law = "law"

  static func workflow(_ change: (inout Machine) -> Void = { _ in }) throws -> Workflow {
    var machine = try self.machine()
    change(&machine)
    return Workflow(
      key: "lamp",
      version: "1.0.0",
      label: "Lamp",
      roles: [
        "clerk": Role(label: "Clerk"), "chief": Role(label: "Chief"), "adviser": Role(label: "Adviser"),
        "citizen": Role(label: "Citizen", access: .receipt), "auditor": Role(label: "Auditor", access: .oversight),
      ],
      grounds: [
        law: Ground(label: "Law", source: "Act 1"),
        "policy": Ground(label: "Policy", source: "Policy", from: day(2020, 1, 1), until: day(2026, 3, 31)),
        "plan": Ground(label: "Plan", source: "Plan", from: day(2026, 4, 1)),
      ],
      machines: ["lamp": machine],
      root: "lamp"
    )
  }

  private static func machine() throws -> Machine {
    Machine(
      label: "Lamp",
      starts: [
        .init(
          command: "report",
          transition: Transition(
            target: "intake",
            joins: [.init(role: nil, source: .organisations(.sender)), .init(role: "clerk", source: .region)],
            notices: [.init(event: "ontvangen", roles: ["citizen"])]
          )
        )
      ],
      states: states,
      commands: try commands(),
      on: ["note": [Transition()]],
      facts: [
        "urgency": Fact(label: "Urgency", kind: .choice(options: options("low", "high")), initial: .choice("low")),
        "until": Fact(label: "Until", kind: .date(within: nil, past: false)),
      ],
      decisions: ["verdict": JointDecision(label: "Verdict", voters: ["clerk", "chief"], field: "verdict")],
      deadlines: try deadlines()
    )
  }

  private static let states: OrderedDictionary<String, State> = [
    "intake": State(
      label: "Intake",
      audience: ["clerk", "chief"],
      on: ["submit": [Transition(target: "review", joins: [.init(role: "chief", source: .region)])]]
    ),
    "review": State(
      label: "Review",
      audience: ["clerk", "chief", "adviser"],
      isReview: true,
      on: [
        "invite": [Transition(joins: [.init(role: nil, source: .organisations(.field("advisers")))])],
        "postpone": [Transition(assign: ["urgency": .choice("low")])],
        "vote": [
          Transition(
            requirements: [.init(.decided("verdict", option: "repair"), otherwise: "No agreement to repair.")],
            target: "repair"
          ),
          Transition(
            requirements: [.init(.decided("verdict", option: "leave"), otherwise: "No agreement to leave it.")],
            target: "closed",
            notices: [.init(event: "afgehandeld", roles: ["citizen"])]
          ),
          Transition(),
        ],
      ]
    ),
    "repair": State(
      label: "Repair",
      audience: ["clerk"],
      on: [
        "submit": [Transition(target: "review")],
        "progress": [Transition(restarts: ["repair-limit"])],
        "close": [
          Transition(
            requirements: [
              .init(.fact("urgency", oneOf: [.choice("low")]), otherwise: "An urgent lamp stays open."),
              .init(.field("sure", oneOf: [.choice("yes")]), otherwise: "Be sure."),
            ],
            target: "closed",
            erases: true
          )
        ],
      ]
    ),
    "closed": State(label: "Closed", audience: ["clerk"], isFinal: true),
  ]

  private static func commands() throws -> OrderedDictionary<String, CommandDefinition> {
    [
      "report": .init(
        label: "Report",
        roles: ["citizen", "clerk"],
        grounds: [law],
        fields: ["lamp": field(.text(maximumLength: 20), required: true)]
      ),
      "submit": .init(label: "Submit", roles: ["clerk"], grounds: [law]),
      "note": .init(
        label: "Note",
        roles: ["clerk", "adviser"],
        grounds: [law],
        fields: try noteFields(),
        audience: ["clerk"]
      ),
      "invite": .init(
        label: "Invite",
        roles: ["clerk"],
        grounds: [law],
        fields: [
          "advisers": field(.list(of: .reference(roles: ["adviser"]), minimum: 1, maximum: 3), required: true)
        ]
      ),
      "postpone": .init(
        label: "Postpone",
        roles: ["clerk"],
        grounds: [law, "policy", "plan"],
        fields: ["until": field(.date(within: try Length(1, .months), past: false), required: true)]
      ),
      "vote": .init(
        label: "Vote",
        roles: ["clerk", "chief"],
        grounds: [law],
        fields: ["verdict": field(.choice(options: options("repair", "leave")), required: true)],
        ballot: Ballot(.vote, in: "verdict")
      ),
      "progress": .init(label: "Progress", roles: ["clerk"], grounds: [law]),
      "close": .init(
        label: "Close",
        roles: ["chief", "clerk"],
        grounds: [law],
        fields: ["sure": field(.choice(options: options("yes", "no")), required: true)]
      ),
    ]
  }

  private static func noteFields() throws -> OrderedDictionary<String, Field> {
    [
      "text": field(.text(maximumLength: 5)),
      "seen": field(.date(within: nil, past: true)),
      "by": field(.date(within: try Length(1, .months), past: false)),
      "count": field(.number(minimum: 1, maximum: 3)),
      "urgency": field(.choice(options: options("low", "high"))),
      "adviser": field(.reference(roles: ["adviser"])),
      "anyone": field(.reference(roles: [])),
      "days": field(.list(of: .date(within: nil, past: false), minimum: 1, maximum: 2)),
    ]
  }

  private static func deadlines() throws -> OrderedDictionary<String, Deadline> {
    let warnings = [
      Deadline.Warning(before: try Length(3, .days), roles: ["clerk"]),
      Deadline.Warning(before: try Length(1, .days), roles: ["clerk"]),
    ]
    return [
      "intake-limit": try deadline(
        5,
        ["intake"],
        warnings: warnings,
        expiry: .review(state: "review"),
        roles: ["clerk"]
      ),
      "review-limit": try deadline(10, ["review"], roles: ["clerk", "chief"]),
      "split": try deadline(2, ["review"], guard: .divided("verdict"), roles: ["clerk", "chief"]),
      "urgent": try deadline(
        3,
        ["intake", "review"],
        guard: .fact("urgency", oneOf: [.choice("high")]),
        roles: ["clerk"]
      ),
      "repair-limit": try deadline(20, ["repair"], roles: ["clerk"]),
      "whole": try deadline(60, ["intake", "review", "repair"], roles: ["chief"]),
      "postponed": Deadline(
        label: "Postponed",
        term: .fact("until"),
        source: "Policy",
        ground: law,
        states: ["review"],
        guard: .any([.visited("repair", atLeast: 1), .not(.party("adviser"))]),
        expiry: .escalate,
        roles: ["clerk"]
      ),
    ]
  }

  static func deadline(
    _ days: Int,
    _ states: [String],
    guard: Guard? = nil,
    warnings: [Deadline.Warning] = [],
    expiry: Deadline.Expiry = .escalate,
    roles: [String]
  ) throws -> Deadline {
    Deadline(
      label: "Limit",
      term: .length(try DeadlineRule(length: Length(days, .days), kind: .calendar)),
      source: "Policy",
      ground: law,
      states: states,
      guard: `guard`,
      warnings: warnings,
      expiry: expiry,
      roles: roles
    )
  }

  static func field(_ kind: Field.Kind, required: Bool = false) -> Field {
    Field(label: "It", kind: kind, requirement: required ? .always : .never, isPersonal: false)
  }

  static func options(_ keys: String...) -> [Field.Option] { keys.map { .init(key: $0, label: $0) } }

  static func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    CivilDate(year: year, month: month, day: day) ?? .min
  }
}
