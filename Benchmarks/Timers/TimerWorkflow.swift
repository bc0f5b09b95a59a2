import CaseCore
import CaseDoor
import Foundation
import WorkflowFiles

/// A process whose every case has one deadline with ten timers, an exact day apart. The first comes a day after the case began.
enum TimerWorkflow {
  static let key = "bench-timers"
  static let timers = 10
  static let firstTimer = Duration.seconds(86_400)
  static let clerk = Actor(subject: "measuring clerk", organisation: "00000099000000000001", roles: ["behandelaar"])

  static let organisation = Organisation(
    number: clerk.organisation,
    name: "Clerk",
    region: "measured",
    roles: clerk.roles
  )

  static func file() throws -> WorkflowFile { try WorkflowFile(text, name: "bench-timers") }

  /// Writes it where a service finds it.
  static func write(to folder: URL) throws {
    let own = folder.appending(path: key)
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    try text.write(to: own.appending(path: WorkflowFolder.fileName), atomically: true, encoding: .utf8)
  }

  private static let warnings = (1..<timers).reversed().map {
    "          - { before: PT\($0 * 24)H, to: [behandelaar] }"
  }.joined(separator: "\n")

  private static let text = """
    workflow: \(key)
    version: 1.0.0
    label: Meting van termijnen
    root: zaak
    roles: { behandelaar: Behandelaar }
    grounds: { wet: { label: Wet, source: "Wet artikel 1" } }
    machines:
      zaak:
        label: Zaak
        commands:
          openen:
            label: Openen
            roles: [behandelaar]
            ground: wet
            fields: { tekst: { label: Tekst, type: text, required: true, personal: true, max: 2000 } }
          sluiten: { label: Sluiten, roles: [behandelaar], ground: wet }
        start: { command: openen, target: open, join: [{ from: sender }] }
        after:
          termijn:
            label: Termijn
            length: PT\(timers * 24)H
            kind: uren
            source: "Wet artikel 1"
            ground: wet
            while: [open]
            warn:
    \(warnings)
            notify: [behandelaar]
        states:
          open:
            label: Open
            audience: [behandelaar]
            review: true
            on: { sluiten: gesloten }
          gesloten: { label: Gesloten, audience: [behandelaar], final: true }
    """

  static var opening: Submission {
    Submission(
      target: .newCase(workflow: key),
      command: Command(
        cause: .command(name: "openen", by: clerk),
        fields: ["tekst": .string(BenchmarkWorkflow.text)]
      ),
      id: UUID().uuidString
    )
  }
}
