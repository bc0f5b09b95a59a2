import CaseCore
import OrderedCollections

/// A small process with one of everything that shows in the API: fields of every kind, two grounds, a joint decision, a
/// deadline, states with different audiences, and roles of every access.
enum LoanWorkflow {
  static let workflow = Workflow(
    key: "uitleen",
    version: "1.0.0",
    label: "Uitleen",
    roles: [
      "balie": Role(label: "Balie"), "keurder": Role(label: "Keurder"), "adviseur": Role(label: "Adviseur"),
      "aanvrager": Role(label: "Aanvrager", access: .receipt), "toezicht": Role(label: "Toezicht", access: .oversight),
      "uitvoerder": Role(label: "Uitvoerder", access: .part),
    ],
    grounds: [
      "wet": Ground(label: "De wet", source: "Artikel 1"), "beleid": Ground(label: "Beleid", source: "Beleidsregel"),
      "oud": Ground(label: "Oud", source: "Vervallen", until: CivilDate(year: 2001, month: 1, day: 1)),
    ],
    machines: ["uitleen": machine, "taak": task],
    root: "uitleen"
  )

  private static let machine = Machine(
    label: "Uitleen",
    starts: [
      .init(
        command: "aanvragen",
        transition: Transition(
          target: "ontvangen",
          joins: [
            .init(role: nil, source: .organisations(.sender)), .init(role: "keurder", source: .region),
            .init(role: "toezicht", source: .region), .init(role: nil, source: .organisations(.field("aanvrager"))),
          ]
        )
      )
    ],
    states: [
      "ontvangen": State(
        label: "Ontvangen",
        audience: ["balie", "keurder"],
        on: [
          "noteren": [Transition()], "oordelen": [Transition()],
          "uitzetten": [
            Transition(starts: [.init("taak", role: "uitvoerder", part: .organisations(.field("uitvoerder")))])
          ],
          "loslaten": [Transition(leaves: [.role("keurder")])],
          "inwijden": [
            Transition(joins: [.init(role: nil, source: .organisations(.field("adviseur")), readsHistory: true)])
          ],
          "verlenen": [
            Transition(
              requirements: [.init(.decided("oordeel", option: "ja"), otherwise: "De partijen zijn het niet eens.")],
              target: "verleend",
              joins: [.init(role: nil, source: .organisations(.field("adviseur")))]
            )
          ],
        ]
      ),
      "verleend": State(
        label: "Verleend",
        audience: ["balie", "adviseur"],
        on: ["noteren": [Transition()], "vernietigen": [Transition(target: "vernietigd", erases: true)]]
      ),
      "vernietigd": State(label: "Vernietigd", audience: ["balie"], isFinal: true),
    ],
    commands: [
      "aanvragen": CommandDefinition(
        label: "Aanvragen",
        roles: ["balie"],
        grounds: ["wet"],
        fields: ["tekst": text, "aanvrager": organisation("aanvrager")]
      ),
      "noteren": CommandDefinition(
        label: "Noteren",
        roles: ["balie", "keurder"],
        grounds: ["wet", "beleid", "oud"],
        fields: ["tekst": text, "aantal": number, "dag": day, "labels": labels]
      ),
      "oordelen": CommandDefinition(
        label: "Oordelen",
        roles: ["balie", "keurder"],
        grounds: ["wet"],
        fields: ["stem": vote],
        ballot: Ballot(.vote, in: "oordeel"),
        audience: ["balie", "keurder", "adviseur"]
      ),
      "verlenen": CommandDefinition(
        label: "Verlenen",
        roles: ["balie"],
        grounds: ["wet"],
        fields: ["adviseur": organisation("adviseur")]
      ),
      "vernietigen": CommandDefinition(label: "Vernietigen", roles: ["balie"], grounds: ["wet"]),
      "uitzetten": CommandDefinition(
        label: "Uitzetten",
        roles: ["balie"],
        grounds: ["wet"],
        fields: ["tekst": text, "uitvoerder": organisation("uitvoerder"), "vorige": earlier]
      ),
      "loslaten": CommandDefinition(label: "Loslaten", roles: ["balie"], grounds: ["wet"]),
      "inwijden": CommandDefinition(
        label: "Inwijden",
        roles: ["balie"],
        grounds: ["wet"],
        fields: ["adviseur": organisation("adviseur")]
      ),
    ],
    decisions: [
      "oordeel": JointDecision(label: "Oordeel", voters: ["balie", "keurder"], others: ["uitvoerder"], field: "stem")
    ],
    deadlines: ["beslissen": deadline("Beslissen", in: "ontvangen", roles: ["balie"])]
  )

  /// A part of a case, of its own doer.
  private static let task = Machine(
    label: "Taak",
    initial: "open",
    states: [
      "open": State(
        label: "Open",
        audience: ["balie", "uitvoerder"],
        on: ["melden": [Transition()], "afronden": [Transition(target: "klaar")]]
      ),
      "klaar": State(label: "Klaar", audience: ["keurder", "uitvoerder"], isFinal: true),
    ],
    commands: [
      "melden": CommandDefinition(
        label: "Melden",
        roles: ["uitvoerder", "balie"],
        grounds: ["wet"],
        fields: ["tekst": text]
      ),
      "afronden": CommandDefinition(label: "Afronden", roles: ["uitvoerder"], grounds: ["wet"]),
    ],
    deadlines: ["afspraak": deadline("Afspraak", in: "open", roles: ["uitvoerder"])]
  )

  private static let earlier = Field(
    label: "Vorige",
    kind: .child(machine: "taak", states: ["klaar"]),
    requirement: .never,
    isPersonal: false
  )
  private static let text = Field(
    label: "Tekst",
    kind: .text(maximumLength: 100),
    requirement: .always,
    isPersonal: true
  )
  private static let number = Field(
    label: "Aantal",
    kind: .number(minimum: 1, maximum: 5),
    requirement: .never,
    isPersonal: false
  )
  private static let day = Field(
    label: "Dag",
    kind: .date(within: nil, past: false),
    requirement: .never,
    isPersonal: false
  )
  private static let labels = Field(
    label: "Labels",
    kind: .list(of: .text(maximumLength: 10), minimum: 1, maximum: 3),
    requirement: .never,
    isPersonal: false
  )
  private static let vote = Field(
    label: "Stem",
    kind: .choice(options: [.init(key: "ja", label: "Ja"), .init(key: "nee", label: "Nee")]),
    requirement: .always,
    isPersonal: false
  )

  private static func organisation(_ role: String) -> Field {
    Field(label: "Organisatie", kind: .reference(roles: [role]), requirement: .never, isPersonal: false)
  }

  private static func deadline(_ label: String, in state: String, roles: [String]) -> Deadline {
    guard let length = try? Length(10, .days), let rule = try? DeadlineRule(length: length, kind: .calendar) else {
      preconditionFailure("constants that fit")
    }
    return Deadline(
      label: label,
      term: .length(rule),
      source: "Beleid",
      ground: "wet",
      states: [state],
      expiry: .escalate,
      roles: roles
    )
  }
}
