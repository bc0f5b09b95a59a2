import CaseCore
import OrderedCollections

/// A small workflow that is sound: what the tests of the checks spoil.
enum Permit {
  static func workflow() throws -> Workflow {
    let date = Field(
      label: "Tot",
      kind: .date(within: try Length(6, .months), past: false),
      requirement: .always,
      isPersonal: false
    )
    return Workflow(
      key: "vergunning",
      version: "1.0.0",
      label: "Vergunning",
      roles: [
        "gemeente": Role(label: "Gemeente"), "politie": Role(label: "Politie"),
        "aanvrager": Role(label: "Aanvrager", access: .receipt),
        "toezicht": Role(label: "Toezicht", access: .oversight),
      ],
      grounds: ["apv": Ground(label: "Vergunningplicht", source: "APV")],
      machines: ["aanvraag": machine(date: date)],
      root: "aanvraag"
    )
  }

  private static func machine(date: Field) -> Machine {
    Machine(
      label: "Aanvraag",
      starts: [
        .init(
          command: "indienen",
          transition: Transition(target: "wacht", joins: [join("gemeente"), join("politie"), join("aanvrager")])
        )
      ],
      states: [
        "wacht": State(
          label: "Wacht",
          audience: ["gemeente", "politie"],
          isReview: true,
          on: ["beoordelen": [Transition(requirements: [agreed], target: "klaar"), Transition()]]
        ),
        "klaar": State(label: "Klaar", audience: ["gemeente"], isFinal: true),
      ],
      commands: [
        "indienen": CommandDefinition(label: "Indienen", roles: ["gemeente"], grounds: ["apv"], fields: ["tot": date]),
        "beoordelen": CommandDefinition(
          label: "Beoordelen",
          roles: ["gemeente", "politie"],
          grounds: ["apv"],
          fields: ["uitkomst": choice],
          ballot: Ballot(.vote, in: "oordeel")
        ),
      ],
      facts: ["tot": Fact(label: "Tot", kind: date.kind)],
      decisions: ["oordeel": JointDecision(label: "Oordeel", voters: ["gemeente", "politie"], field: "uitkomst")],
      deadlines: ["wachten": deadline]
    )
  }

  static let agreed = Transition.Requirement(
    .decided("oordeel", option: "goed"),
    otherwise: "Niet iedereen is akkoord."
  )

  private static let choice = Field(
    label: "Uitkomst",
    kind: .choice(options: [.init(key: "goed", label: "Goed"), .init(key: "slecht", label: "Slecht")]),
    requirement: .always,
    isPersonal: false
  )

  private static let deadline = Deadline(
    label: "Wachten",
    term: .fact("tot"),
    source: "APV",
    ground: "apv",
    states: ["wacht"],
    expiry: .escalate,
    roles: ["gemeente"]
  )

  static func join(_ role: String) -> Transition.Join { .init(role: role, source: .region) }
}
