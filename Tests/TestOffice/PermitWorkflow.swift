package import CaseCore
import OrderedCollections

/// A small process that has one of everything: a joint decision, a guard, a deadline that leads to a review, an invited
/// party, a role that is only told, a child with a worker of its own, parties that leave, and an end that erases.
package enum PermitWorkflow {
  package static let workflow = Workflow(
    key: "permit",
    version: "1.0.0",
    label: "Permit",
    roles: [
      "clerk": Role(label: "Clerk"), "reviewer": Role(label: "Reviewer"), "adviser": Role(label: "Adviser"),
      "applicant": Role(label: "Applicant", access: .receipt), "worker": Role(label: "Worker", access: .part),
    ],
    grounds: ["law": Ground(label: "Law", source: "Act 1")],
    machines: ["permit": machine, "task": task],
    root: "permit"
  )

  private static let machine = Machine(
    label: "Permit",
    starts: [
      .init(
        command: "apply",
        transition: Transition(
          target: "received",
          joins: [
            .init(role: nil, source: .organisations(.sender)), .init(role: "reviewer", source: .region),
            .init(role: nil, source: .organisations(.field("applicant"))),
          ],
          notices: [.init(event: "ontvangen", roles: ["applicant"])]
        )
      )
    ],
    states: [
      "received": State(
        label: "Received",
        audience: ["clerk", "reviewer"],
        isReview: true,
        on: [
          "note": [Transition(restarts: ["stalled"])],
          "assign": [Transition(starts: [.init("task", role: "worker", part: .organisations(.field("worker")))])],
          "dismiss": [Transition(leaves: [.role("reviewer")])],
          "initiate": [
            Transition(joins: [.init(role: nil, source: .organisations(.field("adviser")), readsHistory: true)])
          ],
          "consult": [Transition(joins: [.init(role: nil, source: .organisations(.field("adviser")))])],
          "judge": [
            Transition(
              requirements: [.init(.decided("judgement", option: "yes"), otherwise: "Not agreed.")],
              target: "granted"
            ),
            Transition(),
          ],
        ]
      ),
      "granted": State(
        label: "Granted",
        audience: ["clerk", "reviewer", "adviser"],
        on: [
          "invite": [Transition(joins: [.init(role: nil, source: .organisations(.field("adviser")))])],
          "destroy": [Transition(target: "destroyed", erases: true)],
        ]
      ),
      "destroyed": State(label: "Destroyed", audience: ["clerk"], isFinal: true),
    ],
    commands: [
      "apply": command(["text": text, "applicant": reference("applicant")], roles: ["clerk"]),
      "note": command(["text": text], roles: ["clerk", "reviewer"]),
      "judge": CommandDefinition(
        label: "Judge",
        roles: ["clerk", "reviewer"],
        grounds: ["law"],
        fields: [
          "vote": Field(
            label: "Vote",
            kind: .choice(options: [.init(key: "yes", label: "Yes"), .init(key: "no", label: "No")]),
            requirement: .always,
            isPersonal: false
          )
        ],
        ballot: Ballot(.vote, in: "judgement")
      ),
      "invite": command(["adviser": reference("adviser")], roles: ["clerk"]),
      "destroy": command([:], roles: ["clerk"]),
      "assign": command(["text": text, "worker": reference("worker")], roles: ["clerk"]),
      "dismiss": command([:], roles: ["clerk"]),
      "initiate": command(["adviser": reference("adviser")], roles: ["clerk"]),
      "consult": command(["adviser": reference("adviser")], roles: ["clerk"]),
    ],
    decisions: ["judgement": JointDecision(label: "Judgement", voters: ["clerk", "reviewer"], field: "vote")],
    deadlines: [
      "stalled": deadline(days: 10, in: "received"), "keep": deadline(days: 30, in: "granted"),
    ]
  )

  private static let task = Machine(
    label: "Task",
    initial: "open",
    states: [
      "open": State(
        label: "Open",
        audience: ["clerk", "worker"],
        on: ["work": [Transition()], "finish": [Transition(target: "finished")]]
      ),
      "finished": State(label: "Finished", audience: ["reviewer", "worker"]),
    ],
    commands: [
      "work": command(["text": text], roles: ["worker", "clerk"]), "finish": command([:], roles: ["worker"]),
    ],
    deadlines: ["promise": deadline(days: 5, in: "open", warned: "worker", told: "clerk")]
  )

  private static let text = Field(
    label: "Text",
    kind: .text(maximumLength: 2_000),
    requirement: .always,
    isPersonal: true
  )

  private static func reference(_ role: String) -> Field {
    Field(label: "Organisation", kind: .reference(roles: [role]), requirement: .never, isPersonal: false)
  }

  static func command(
    _ fields: [String: Field],
    roles: [String]
  ) -> CommandDefinition {
    CommandDefinition(
      label: "Command",
      roles: roles,
      grounds: ["law"],
      fields: .init(uniqueKeysWithValues: fields.sorted { $0.key < $1.key })
    )
  }

  static func deadline(
    days: Int,
    in state: String,
    warned: String = "clerk",
    told: String = "reviewer"
  ) -> Deadline {
    guard let length = try? Length(days, .days), let day = try? Length(1, .days),
      let rule = try? DeadlineRule(length: length, kind: .calendar)
    else { preconditionFailure("constants that fit") }
    return Deadline(
      label: "Deadline",
      term: .length(rule),
      source: "policy",
      ground: "law",
      states: [state],
      warnings: [.init(before: day, roles: [warned])],
      expiry: state == "received" ? .review(state: "received") : .escalate,
      roles: [told]
    )
  }
}
