import Testing
import WorkflowFiles

/// What the check of the workflow says, at the place in the file that it is about.
@Suite struct SoundnessFaultTests {
  @Test(arguments: names + shapes) func theWorkflowOfTheFile(_ spoiling: Spoiling) throws {
    try spoiling.expectOnlyFault()
  }

  private static let names = [
    Spoiling("root: aanvraag", "root: §aanvragen", "De machine «aanvragen» bestaat niet"),
    Spoiling(
      "voters: [gemeente, politie]",
      "voters: [gemeente, §brandweer, politie]",
      "De rol «brandweer» bestaat niet"
    ),
    Spoiling("roles: [politie] }", "roles: [§pilitie] }", "De rol «pilitie» bestaat niet"),
    Spoiling("roles: [gemeente], ground: awb", "roles: [gemeente], ground: §abw", "De grondslag «abw» bestaat niet"),
    Spoiling("ground: [apv, awb]", "ground: [apv, §awd]", "De grondslag «awd» bestaat niet"),
    Spoiling("vote: oordeel", "vote: §vonnis", "Het besluit «vonnis» bestaat niet"),
    Spoiling("command: indienen", "command: §indien", "De opdracht «indien» bestaat niet"),
    Spoiling("from: adviseurs", "from: §plan", "«plan» is geen verwijzingsveld"),
    Spoiling("to: [aanvrager]", "to: [§aanvraagster]", "De rol «aanvraagster» bestaat niet"),
    Spoiling("to: [aanvrager]", "§to: []", "gaat naar niemand"),
    Spoiling("{ fact: soort, is: groot }", "{ fact: §sort, is: groot }", "Het gegeven «sort» bestaat niet"),
    Spoiling("{ fact: soort, is: groot }", "{ fact: soort, is: §reusachtig }", "«soort» kan die waarde niet hebben"),
    Spoiling(
      "while: [beoordeling, overleg]",
      "while: [beoordeling, §overlegging]",
      "De toestand «overlegging» bestaat niet"
    ),
    Spoiling("decision: oordeel, is: goed", "decision: oordeel, is: §best", "kent de uitkomst «best» niet"),
    Spoiling("decision: oordeel, divided", "decision: §oordelen, divided", "Het besluit «oordelen» bestaat niet"),
    Spoiling("verlenen: verleend", "verlenen: §verlend", "De toestand «verlend» bestaat niet"),
    Spoiling("{ field: loopt-tot, in", "{ field: §loopt, in", "De opdracht heeft geen veld «loopt»"),
    Spoiling("visited: beoordeling", "visited: §beoordelen", "De toestand «beoordelen» bestaat niet"),
    Spoiling("assign: { soort: klein }", "assign: { soort: §klei }", "«soort» kan die waarde niet hebben"),
    Spoiling("assign: { soort: klein }", "assign: { §soor: klein }", "Het gegeven «soor» bestaat niet"),
    Spoiling("restart: [besluiten]", "restart: [§besluit]", "De termijn «besluit» bestaat niet"),
    Spoiling("notify: gemeente", "notify: §gemeenten", "De rol «gemeenten» bestaat niet"),
    Spoiling("until: loopt-tot", "until: §soort", "«soort» is geen gegeven met een datum"),
    Spoiling("before: P1D, to: [gemeente]", "before: P1D, to: [§gemente]", "De rol «gemente» bestaat niet"),
  ]

  private static let shapes = [
    Spoiling("target: overleg\n            notify", "target: §besluit\n            notify", "«besluit» is dat niet"),
    Spoiling("    klaar:\n", "    §los: { label: Los, audience: [], final: true }\n      klaar:\n", "onbereikbaar"),
    Spoiling("while: [beoordeling, overleg]", "while: [beoordeling, overleg, §klaar]", "In de eindtoestand «klaar»"),
    Spoiling(
      "sluiten: { label",
      "§openen: { label: Openen, roles: [gemeente], ground: awb }\n      sluiten: { label",
      "Geen toestand kent"
    ),
  ]
}
