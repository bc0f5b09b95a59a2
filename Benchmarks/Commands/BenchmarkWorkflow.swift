import CaseCore
import CaseDoor
import Foundation
import OrderedCollections

/// The smallest process in which a command does all that a command can cost: two organisations are told of it, it carries
/// text, and it begins a deadline anew.
enum BenchmarkWorkflow {
  static let key = "benchmark"
  static let version = "1.0.0"
  static let state = "open"
  static let deadline = "stalled"
  static let ground = "law"
  static let region = "measured"

  static let clerk = Actor(subject: "measuring clerk", organisation: "00000099000000000001", roles: ["clerk"])
  static let partner = Organisation(
    number: "00000099000000000002",
    name: "Partner",
    region: region,
    roles: ["partner"]
  )

  /// About as much as a clerk writes in a note, in characters.
  static let text = String(repeating: "Eén zin van een notitie met veertig tekens. ", count: 5).prefix(200).description

  static let workflow = Workflow(
    key: key,
    version: version,
    label: "Benchmark",
    roles: ["clerk": Role(label: "Clerk"), "partner": Role(label: "Partner")],
    grounds: [ground: Ground(label: "Law", source: "Act 1")],
    machines: ["case": machine],
    root: "case"
  )

  static var opening: Submission { opening(by: clerk) }

  static func opening(by actor: Actor) -> Submission {
    Submission(
      target: .newCase(workflow: key),
      command: Command(cause: .command(name: "open", by: actor)),
      id: UUID().uuidString
    )
  }

  /// The command that is measured.
  static func note(on alias: UUID) -> Submission {
    Submission(
      target: .alias(alias),
      command: Command(cause: .command(name: "note", by: clerk), fields: ["text": .string(text)]),
      id: UUID().uuidString
    )
  }

  private static let machine = Machine(
    label: "Case",
    starts: [
      .init(
        command: "open",
        transition: Transition(
          target: state,
          joins: [.init(role: nil, source: .organisations(.sender)), .init(role: "partner", source: .region)]
        )
      )
    ],
    states: [
      state: State(
        label: "Open",
        audience: ["clerk", "partner"],
        isReview: true,
        on: ["note": [Transition(restarts: [deadline])], "close": [Transition(target: "closed")]]
      ),
      "closed": State(label: "Closed", audience: ["clerk", "partner"], isFinal: true),
    ],
    commands: ["open": command(), "note": command(["text": note]), "close": command()],
    deadlines: [deadline: stalled]
  )

  private static let note = Field(
    label: "Text",
    kind: .text(maximumLength: 2_000),
    requirement: .always,
    isPersonal: true
  )

  private static func command(_ fields: OrderedDictionary<String, Field> = [:]) -> CommandDefinition {
    CommandDefinition(label: "Command", roles: ["clerk"], grounds: [ground], fields: fields)
  }

  private static let stalled: Deadline = {
    // Both are refused only for a length out of range and a unit that the kind does not count.
    guard let length = try? Length(10, .days), let rule = try? DeadlineRule(length: length, kind: .calendar) else {
      preconditionFailure("ten days of the calendar are a term")
    }
    return Deadline(
      label: "Stalled",
      term: .length(rule),
      source: "policy",
      ground: ground,
      states: [state],
      expiry: .review(state: state),
      roles: ["clerk"]
    )
  }()
}
