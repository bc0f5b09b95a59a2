import Foundation

/// A small workflow with a child that is in order: what the tests spoil.
enum Errand {
  static let text = """
    workflow: boodschap
    version: 1.0.0
    label: Boodschap
    root: zaak
    roles:
      gemeente: Gemeente
      politie: Politie
      uitvoerder: { label: Uitvoerder, access: part }
    grounds:
      wet: { label: Wet, source: "Wet, artikel 1" }
    machines:
      zaak:
        label: Zaak
        facts:
          soort: { label: Soort, type: choice, options: { klein: Klein, groot: Groot } }
          haast: { label: Haast, type: choice, options: { nee: Nee, ja: Ja }, initial: nee }
        commands:
          openen:
            label: Openen
            roles: [gemeente]
            ground: wet
            fields:
              soort: { label: Soort, type: choice, required: true, options: { klein: Klein, groot: Groot } }
          haasten: { label: Haasten, roles: [gemeente], ground: wet }
          verdelen: { label: Verdelen, roles: [gemeente], ground: wet }
          stemmen:
            label: Stemmen
            roles: [gemeente, politie]
            ground: wet
            vote: klaar
            fields:
              oordeel: { label: Oordeel, type: choice, required: true, options: { ja: Ja, nee: Nee } }
          geven:
            label: Taak geven
            roles: [gemeente]
            ground: wet
            fields:
              wie: { label: Wie, type: reference, roles: [uitvoerder], required: true }
        decisions:
          klaar: { label: Klaar, field: oordeel, voters: [gemeente, politie] }
        start:
          command: openen
          target: nieuw
          join: [ { from: sender }, { role: politie, from: region } ]
        states:
          nieuw:
            label: Nieuw
            audience: [gemeente, politie]
            on:
              haasten: { guard: { fact: haast, is: nee, otherwise: Er is al haast. }, assign: { haast: ja } }
              verdelen:
                - guard: { fact: soort, is: groot, otherwise: De zaak is niet groot. }
                  target: overleg
                - target: bezig
            after:
              wachten: { label: Wachten, length: P5D, kind: kalender, source: Beleid, ground: wet, notify: [gemeente] }
          overleg:
            label: Overleg
            audience: [gemeente, politie]
            review: true
            on:
              verdelen: bezig
            after:
              overleggen: { label: Overleggen, length: P5D, kind: kalender, source: Beleid, ground: wet, notify: [gemeente] }
          bezig:
            label: Bezig
            audience: [gemeente, politie]
            review: true
            on:
              geven:
                guard: { children: taak, none: [open, af], otherwise: Er is al een taak. }
                start: { machine: taak, join: { role: uitvoerder, from: wie } }
              stemmen:
                - guard:
                    - { decision: klaar, is: ja, otherwise: Nog niet iedereen vindt het klaar. }
                    - { children: taak, none: [open], otherwise: De taak is nog open. }
                  target: klaar
                - {}
            after:
              bezig-zijn: { label: Bezig zijn, length: P5W, kind: kalender, source: Beleid, ground: wet, notify: [gemeente] }
          klaar: { label: Klaar, audience: [gemeente, politie], final: true }
      taak:
        label: Taak
        initial: open
        commands:
          afmelden: { label: Afmelden, roles: [uitvoerder], ground: wet }
        states:
          open:
            label: Open
            audience: [gemeente, uitvoerder]
            on:
              afmelden: af
            after:
              uitvoeren: { label: Uitvoeren, length: P2W, kind: kalender, source: Beleid, ground: wet, notify: [uitvoerder] }
          af: { label: Af, audience: [gemeente, uitvoerder], final: true }
    """

  /// The text with something else in the place of a part that it has exactly once.
  static func with(_ part: String, _ other: String) -> String {
    precondition(text.components(separatedBy: part).count == 2, part)
    return text.replacingOccurrences(of: part, with: other)
  }
}
