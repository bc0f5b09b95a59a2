import CaseCore
import WorkflowFiles

/// A small workflow with one of everything that is drawn in its own way.
enum Permit {
  static var workflow: Workflow {
    get throws { try WorkflowFile.load(text, name: "vergunning.yaml") }
  }

  static let text = """
    workflow: vergunning
    version: 1.2.0
    label: Vergunning
    root: aanvraag

    roles:
      gemeente: Gemeente
      vth: { label: Toezicht en handhaving }
    grounds:
      apv: { label: Vergunningplicht, source: "APV artikel 2:25" }

    machines:
      aanvraag:
        label: Aanvraag
        facts:
          soort: { label: Soort, type: choice, options: { klein: Klein, groot: Groot }, initial: klein }
        commands:
          indienen: { label: Indienen, roles: [gemeente], ground: apv }
          advies-vragen: { label: Advies vragen, roles: [gemeente], ground: apv }
          aanvullen: { label: Aanvullen, roles: [gemeente, vth], ground: apv }
          verlenen: { label: Verlenen, roles: [gemeente], ground: apv }
          weigeren: { label: Weigeren, roles: [gemeente], ground: apv }
          terugnemen: { label: Terugnemen, roles: [gemeente], ground: apv }
        start:
          command: indienen
          target: nieuw
          join: [ { from: sender }, { role: vth, from: region } ]
        on:
          aanvullen: { restart: [beslistermijn] }
        after:
          beslistermijn:
            label: Beslistermijn
            length: P8W
            kind: atw
            source: Awb
            ground: apv
            while: [nieuw, overleg]
            notify: [gemeente]
        states:
          nieuw:
            label: Nieuwe aanvraag
            audience: [gemeente, vth]
            on:
              advies-vragen: { start: { machine: advies } }
              verlenen:
                guard: { fact: soort, is: klein, otherwise: Te groot. }
                target: verleend
                end: [ { machine: advies, from: [open], target: vervallen } ]
              weigeren: geweigerd
            after:
              stil:
                label: Geen reactie
                length: P5D
                kind: werkdagen
                source: Werkafspraak
                ground: apv
                warn: [ { before: P1D, to: [gemeente] } ]
                target: overleg
                notify: [gemeente]
          overleg:
            label: Overleg
            audience: [gemeente, vth]
            review: true
            on:
              verlenen: verleend
              weigeren: geweigerd
              terugnemen: nieuw
          verleend: { label: Verleend, audience: [gemeente], final: true }
          geweigerd: { label: Geweigerd, audience: [gemeente], final: true }
      advies:
        label: Advies
        initial: open
        commands:
          adviseren: { label: Adviseren, roles: [vth], ground: apv }
        states:
          open:
            label: Open
            audience: [gemeente, vth]
            on:
              adviseren: { target: gegeven, case: { guard: { state: [nieuw] }, target: overleg } }
            after:
              adviestermijn:
                label: Adviestermijn
                length: P3W
                kind: kalender
                source: Werkafspraak
                ground: apv
                notify: [vth]
          gegeven: { label: Gegeven, audience: [gemeente], final: true }
          vervallen: { label: Vervallen, audience: [gemeente], final: true }
    """
}
