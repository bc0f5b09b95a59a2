import Testing
import WorkflowFiles

/// Every edit gives its one fault, at its place, and nothing that only follows from it.
@Suite struct SpellingFaultTests {
  @Test(arguments: words + keys + lists) func theWordsOfTheFile(_ spoiling: Spoiling) throws {
    try spoiling.expectOnlyFault()
  }

  private static let words = [
    Spoiling("workflow: vergunning", "workflow: §Vergunning", "«Vergunning» is geen naam"),
    Spoiling("version: 1.2.0", "version: §1.2", "«1.2» is geen versie"),
    Spoiling("version: 1.2.0", "version: §1.02.0", "geen versie"),
    Spoiling("label: Vergunning voor een evenement", "label: §\"  \"", "er staat niets"),
    Spoiling("label: Vergunning voor een evenement", "label:§", "er staat niets"),
    Spoiling("access: receipt", "access: §reciept", "Bedoeld is misschien «receipt»"),
    Spoiling("access: receipt", "access: §alles", "Kies uit: party, receipt, oversight"),
    Spoiling("from: 2020-01-01", "from: §2020-02-30", "geen datum"),
    Spoiling("until: 2099-12-31", "until: §1990-12-31", "eindigt voordat hij begint"),
    Spoiling("max: 4000", "max: §vier", "geheel getal"),
    Spoiling("max: 4000", "max: §\"4000\"", "geheel getal"),
    Spoiling("max: 4000", "max: §0", "vanaf 1"),
    Spoiling("max: 4000", "max: §40000", "hoogstens 20000"),
    Spoiling("required: true, personal: true", "required: §ja, personal: true", "true of false"),
    Spoiling("type: date, past: true", "type: date, past: §true, within: P1D", "niet in het verleden"),
    Spoiling("within: P1Y", "within: §P1Y6M", "één eenheid"),
    Spoiling("min: 1, max: 100000", "min: 5, max: §4", "kleiner dan «min»"),
    Spoiling("length: P8W", "length: §8 weken", "geen termijn"),
    Spoiling("length: P5D", "length: §P5W", "kan niet in weken"),
    Spoiling("kind: werkdagen", "kind: §werkdag", "Bedoeld is misschien «werkdagen»"),
    Spoiling("before: P1D", "before: §een dag", "geen termijn"),
    Spoiling("{ fact: bezoekers, is: 100 }", "{ fact: bezoekers, is: §veel }", "geheel getal"),
    Spoiling("in: [2026-05-04, 2026-05-05]", "in: [2026-05-04, §morgen]", "geen datum"),
    Spoiling("at-least: 2", "at-least: §0", "vanaf 1"),
    Spoiling("initial: klein", "initial: §middel", "kan die waarde niet hebben"),
  ]

  private static let keys = [
    Spoiling("version: 1.2.0", "version: 1.2.0\n§auteur: Piet", "De sleutel «auteur» bestaat hier niet"),
    Spoiling("version: 1.2.0", "§verzion: 1.2.0", "Bedoeld is misschien «version»"),
    Spoiling("workflow: vergunning\nversion: 1.2.0", "§workflow: vergunning", "De sleutel «version» ontbreekt"),
    Spoiling("grounds:", "§gronds:", "Bedoeld is misschien «grounds»"),
    Spoiling("    facts:", "    §fact:", "Bedoeld is misschien «facts»"),
    Spoiling("    commands:", "    §comands:", "Bedoeld is misschien «commands»"),
    Spoiling("    states:", "    §state:", "Bedoeld is misschien «states»"),
    Spoiling("{ label: Politie }", "{ §naam: Politie, label: Politie }", "«naam» bestaat hier niet"),
    Spoiling("politie: { label: Politie }", "§politie: {}", "De sleutel «label» ontbreekt"),
    Spoiling(
      "apv: { label: Vergunningplicht, source: \"APV artikel 2:25\",",
      "§apv: { label: X,",
      "«source» ontbreekt"
    ),
    Spoiling("type: number, min: 0", "type: number, §options: { a: A }", "«options» bestaat hier niet"),
    Spoiling("type: number, min: 0", "type: §getal", "Kies uit: text, date, number"),
    Spoiling("bezoekers: { label: Bezoekers, type: number, min: 0 }", "§bezoekers: { label: X }", "«type» ontbreekt"),
    Spoiling("max: 3\n", "min: 4\n            max: §3\n", "kleiner dan «min»"),
    Spoiling("label: Sluiten, ", "label: Sluiten, §label: Sluit, ", "«label» staat er al, op regel"),
    Spoiling(
      "politie: { label: Politie }",
      "politie: { label: Politie }\n  §politie: Politie",
      "«politie» staat er al"
    ),
    Spoiling("target: overleg\n            - {}", "§tarket: overleg\n            - {}", "misschien «target»"),
    Spoiling(
      "guard: { decision: oordeel, is: goed, otherwise: \"Nog niet iedereen is akkoord.\" }",
      "§guard: { decision: oordeel, is: goed }",
      "«otherwise» ontbreekt"
    ),
    Spoiling("{ party: politie }", "§{ party: politie, visited: klaar }", "precies één van deze sleutels"),
    Spoiling("{ party: politie }", "{ §prty: politie }", "Bedoeld is misschien «party»"),
    Spoiling("{ fact: bezoekers, is: 100 }", "{ fact: bezoekers, is: §100, in: [1] }", "gaan niet samen"),
    Spoiling("until: loopt-tot", "until: loopt-tot\n            length: §P5D", "gaat niet samen met «until»"),
    Spoiling(
      "geldig:\n            label: Geldig\n            until: loopt-tot",
      "§geldig:\n            label: Geldig\n            kind: atw",
      "«length» ontbreekt"
    ),
    Spoiling(
      "after:\n          geldig:",
      "after:\n          §besluiten:",
      "De termijn «besluiten» bestaat al, op regel"
    ),
    Spoiling("kind: atw", "kind: atw\n        §gard: { party: politie }", "Bedoeld is misschien «guard»"),
  ]

  private static let lists = [
    Spoiling("roles: [gemeente, politie]\n", "§roles: { a: b }\n", "een naam, geen lijst of groep"),
    Spoiling("while: [beoordeling, overleg]", "while: [beoordeling, §Overleg]", "is geen naam"),
    Spoiling("roles:\n  gemeente: Gemeente", "roles:\n  §gemeente: [Gemeente]", "tekst, geen lijst"),
  ]
}
