import CaseCore
import CaseStore
import OrderedCollections
import Server

/// A proposal with what holds now beside what it would make of it.
struct ProposalText {
  let lines: [String]

  /// - Parameter configuration: the settings of now.
  init(_ proposal: Proposal, _ configuration: DeadlineConfiguration, in administration: Administration) async throws {
    var workflows: [String: Workflow] = [:]
    for key in Set(proposal.changes.compactMap(\.place?.workflow)) {
      workflows[key] = try await administration.workflow(key)
    }
    lines =
      proposal.heading
      + proposal.changes.map { change in
        guard proposal.outcome == .open, let place = change.place, let workflow = workflows[place.workflow] else {
          return change.text
        }
        let now = Self.now(change, place, workflow, configuration)
        return now.map { "\(change.text) (nu: \($0))" } ?? change.text
      }
  }

  private static func now(
    _ change: ConfigurationChange,
    _ place: SettingPlace,
    _ workflow: Workflow,
    _ configuration: DeadlineConfiguration
  ) -> String? {
    let setting: DeadlineSetting? =
      if case .set(_, let setting) = change { setting } else { configuration.settings[place]?.value }
    guard let setting, let now = configuration.inForce(setting, at: place, of: workflow) else { return nil }
    return now.text.isEmpty ? "de gewone kalender" : now.text
  }
}

extension DeadlineOverview {
  /// Two lines or more: what the workflow says, and what holds.
  var text: String {
    var lines = ["  \(deadline)  «\(label)»", "    werkstroom: \(published.text)"]
    for row in rows {
      let cases = [row.region.map { "regio \($0)" }, row.caseType.map { "casustype \($0)" }].compactMap(\.self)
      let whose = cases.isEmpty ? (rows.count > 1 ? "overal elders" : "overal") : cases.joined(separator: ", ")
      lines.append("    geldt \(whose): \(row.value == published ? "zoals de werkstroom" : row.value.text)")
    }
    return lines.joined(separator: "\n")
  }
}
