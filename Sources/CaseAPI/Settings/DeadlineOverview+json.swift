import CaseCore
import DeadlineAdministration
import StrictJSON

extension DeadlineSettings {
  /// Every deadline of every workflow, with what the workflow says of it and what holds.
  func overviewJSON(of published: SettingsService.Published) -> JSON {
    [
      "revisie": .integer(revision),
      "werkstromen": .array(
        published.workflows.map { workflow in
          [
            "werkstroom": .string(workflow.key),
            "versie": .string(workflow.version),
            "hoofdonderdeel": .string(workflow.root),
            "termijnen": .array(overview(of: workflow).map(\.json)),
          ]
        }
      ),
      "nietLeesbaar": JSON(published.unreadable),
    ]
  }
}

extension DeadlineOverview {
  fileprivate var json: JSON {
    [
      "onderdeel": .string(deadline.machine),
      "sleutel": .string(deadline.name),
      "omschrijving": .string(label),
      "gepubliceerd": .object(published.members),
      "geldend": .array(
        rows.map { row in
          ["regio": JSON(row.region), "casustype": JSON(row.caseType), "waarde": .object(row.value.members)]
        }
      ),
    ]
  }
}
