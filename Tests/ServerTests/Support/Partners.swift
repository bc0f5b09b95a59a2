import CaseCore
import Foundation
import OrderedCollections
import Server
import WorkflowFiles

/// The fictitious organisations of the PGA workflow's scenarios.
enum Partners {
  static let municipality = "00000099000000000001"
  static let police = "00000099000000000002"
  static let workflow = Program.root.appending(path: "workflows/pga-radicalisering").path
  static let workflows = [workflow, Program.root.appending(path: "workflows/aanvraag-omgevingsvergunning").path]

  /// Of each of them. Users belong to the whole broker, and installations that share it may not change each other's.
  static let password = PartnerPassword.given(UUID().uuidString)

  /// Enters those with these names, or all, each with a queue and a broker user.
  static func register(_ names: [String]? = nil, with settings: Settings) async throws -> [String: PartnerAccess] {
    let administration = try Administration(settings)
    var access: [String: PartnerAccess] = [:]
    for (name, organisation) in try ScenarioFolder(workflow).organisations where names?.contains(name) ?? true {
      access[organisation.number] = try await administration.register(organisation, password: password)
    }
    return access
  }
}
