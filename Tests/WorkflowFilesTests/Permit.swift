/// A small workflow that is in order: what the tests spoil.
enum Permit {
  static let text = """
    workflow: vergunning
    version: 1.2.0
    label: Vergunning voor een evenement
    root: aanvraag

    roles:
      gemeente: Gemeente
      aanvrager: { label: Aanvrager, access: receipt }
      politie: { label: Politie }
      toezicht: { label: Toezichthouder, access: oversight }
    grounds:
      apv: { label: Vergunningplicht, source: "APV artikel 2:25", from: 2020-01-01 }
      awb: { label: Beslistermijn, source: "Awb artikel 4:13", from: 1998-01-01, until: 2099-12-31 }

    machines:
      aanvraag:
        label: Aanvraag
        facts:
          soort: { label: Soort, type: choice, options: { klein: Klein, groot: Groot }, initial: klein }
          bezoekers: { label: Bezoekers, type: number, min: 0 }
          loopt-tot: { label: Loopt tot, type: date }
        commands:
          indienen:
            label: Indienen
            roles: [gemeente, aanvrager]
            ground: apv
            fields:
              plan: { label: Plan, type: text, required: true, personal: true, max: 4000 }
              soort: { label: Soort, type: choice, required: true, options: { klein: Klein, groot: Groot } }
              bezoekers: { label: Bezoekers, type: number, min: 1, max: 100000 }
              adviseurs:
                label: Adviseurs
                type: list
                of: { type: reference, roles: [politie] }
                max: 3
              datum: { label: Datum, type: date, past: true }
          beoordelen:
            label: Beoordelen
            roles: [gemeente, politie]
            ground: [apv, awb]
            vote: oordeel
            audience: [gemeente, politie]
            fields:
              uitkomst: { label: Uitkomst, type: choice, required: true, options: { goed: Goed, slecht: Slecht } }
          verlenen:
            label: Verlenen
            roles: [gemeente]
            ground: apv
            fields:
              loopt-tot: { label: Loopt tot, type: date, within: P1Y, required: true }
          sluiten: { label: Sluiten, roles: [gemeente], ground: awb }
        decisions:
          oordeel: { label: Oordeel, voters: [gemeente, politie], field: uitkomst }
        start:
          command: indienen
          target: beoordeling
          join:
            - { from: sender }
            - { role: politie, from: region }
            - { from: adviseurs }
          notify: [ { event: ontvangen, to: [aanvrager] } ]
        on:
          sluiten:
            guard: { not: { fact: soort, is: groot }, otherwise: "Een groot evenement wordt niet gesloten." }
            target: klaar
            erase: true
        after:
          beslistermijn:
            label: Beslistermijn
            length: P8W
            kind: atw
            source: "Awb artikel 4:13"
            ground: awb
            while: [beoordeling, overleg]
            warn:
              - { before: P1D, to: [gemeente] }
              - { before: P2W, to: [gemeente, politie] }
            notify: [gemeente]
        states:
          beoordeling:
            label: Beoordeling
            audience: [gemeente, politie]
            on:
              beoordelen:
                - guard: { decision: oordeel, is: goed, otherwise: "Nog niet iedereen is akkoord." }
                  target: besluit
                - guard: { decision: oordeel, divided: true, otherwise: "Het oordeel is niet verdeeld." }
                  target: overleg
                - {}
          overleg:
            label: Overleg
            audience: [gemeente, politie]
            review: true
            on:
              verlenen: verleend
          besluit:
            label: Besluit
            audience: [gemeente]
            on:
              verlenen:
                guard:
                  - any:
                      - { field: loopt-tot, in: [2026-05-04, 2026-05-05] }
                      - { fact: bezoekers, is: 100 }
                      - { visited: beoordeling, at-least: 2 }
                      - { party: politie }
                    otherwise: "Dit kan nu niet worden verleend."
                target: verleend
                assign: { soort: klein }
                restart: [besluiten]
            after:
              besluiten:
                label: Besluiten
                length: P5D
                kind: werkdagen
                source: "Werkafspraak"
                ground: awb
                target: overleg
                notify: gemeente
          verleend:
            label: Verleend
            audience: [gemeente, politie]
            after:
              geldig:
                label: Geldig
                until: loopt-tot
                source: "APV artikel 2:25"
                ground: apv
                notify: [gemeente]
          klaar:
            label: Klaar
            audience: [gemeente]
            final: true
    """
}
