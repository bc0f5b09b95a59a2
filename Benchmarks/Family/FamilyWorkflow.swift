import CaseCore
import CaseDoor
import Foundation
import WorkflowFiles

/// A process of which a case has children, each with a deadline of its own.
enum FamilyWorkflow {
  static let key = "bench-family"
  static let clerk = Actor(subject: "measuring clerk", organisation: "00000099000000000001", roles: ["behandelaar"])
  static let organisation = Organisation(
    number: clerk.organisation,
    name: "Clerk",
    region: "measured",
    roles: clerk.roles
  )

  static func file() throws -> WorkflowFile { try WorkflowFile(text, name: key) }

  static var opening: Submission { submission("openen", on: .newCase(workflow: key)) }

  static func adding(to alias: UUID) -> Submission { submission("toevoegen", on: .alias(alias)) }

  /// The command that is measured.
  static func update(child: Int, of alias: UUID) -> Submission {
    submission("bijwerken", on: .alias(alias), child: "deel-\(child)")
  }

  private static func submission(_ command: String, on target: Submission.Target, child: String? = nil) -> Submission {
    let fields: [String: Input] = command == "openen" ? [:] : ["tekst": .string(BenchmarkWorkflow.text)]
    let command = Command(cause: .command(name: command, by: clerk), child: child, fields: fields)
    return Submission(target: target, command: command, id: UUID().uuidString)
  }

  private static let text = """
    workflow: \(key)
    version: 1.0.0
    label: Meting van onderdelen
    root: zaak
    roles: { behandelaar: Behandelaar }
    grounds: { wet: { label: Wet, source: "Wet artikel 1" } }
    machines:
      zaak:
        label: Zaak
        commands:
          openen: { label: Openen, roles: [behandelaar], ground: wet }
          toevoegen:
            label: Toevoegen
            roles: [behandelaar]
            ground: wet
            fields: { tekst: { label: Tekst, type: text, required: true, personal: true, max: 2000 } }
          sluiten: { label: Sluiten, roles: [behandelaar], ground: wet }
        start: { command: openen, target: open, join: [{ from: sender }] }
        after:
          termijn: { label: Termijn, length: P1Y, kind: kalender, source: "Wet artikel 1", ground: wet, while: [open], notify: [behandelaar] }
        states:
          open:
            label: Open
            audience: [behandelaar]
            review: true
            on: { toevoegen: { start: { machine: deel } }, sluiten: gesloten }
          gesloten: { label: Gesloten, audience: [behandelaar], final: true }
      deel:
        label: Deel
        initial: lopend
        commands:
          bijwerken:
            label: Bijwerken
            roles: [behandelaar]
            ground: wet
            fields: { tekst: { label: Tekst, type: text, required: true, personal: true, max: 2000 } }
          afronden: { label: Afronden, roles: [behandelaar], ground: wet }
        after:
          nakijken: { label: Nakijken, length: P90D, kind: kalender, source: "Wet artikel 1", ground: wet, while: [lopend], notify: [behandelaar] }
        states:
          lopend:
            label: Lopend
            audience: [behandelaar]
            review: true
            on: { bijwerken: {}, afronden: klaar }
          klaar: { label: Klaar, audience: [behandelaar], final: true }
    """
}
