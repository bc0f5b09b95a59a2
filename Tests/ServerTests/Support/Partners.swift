import CaseCore
import Foundation
import LocalServices
import OrderedCollections
import Server
import TestServices
import WorkflowFiles

/// The fictitious organisations of the casework's scenarios.
enum Partners {
  static let municipality = "00000099000000000001"
  static let police = "00000099000000000002"
  /// The organisation of administrators.
  static let administrator = "00000099000000000091"
  /// What they work on in tests of the service itself, see ``Installation/with(_:workflows:isolation:_:)``.
  static let workflow = FrozenWorkflows.casework

  /// Of each of them. Users belong to the whole broker, and installations that share it may not change each other's.
  static let password = PartnerPassword.chosen(secret)
  private static let secret = UUID().uuidString

  /// The users of all of them, on the broker that tests share. RabbitMQ refuses one of two that make the same user at once.
  private static let sharedUsers = Task {
    let broker = try await TestServices.broker()
    var numbers = Set([administrator])
    for workflow in ShippedWorkflows.folders + [workflow] {
      numbers.formUnion(try ScenarioFolder(workflow).organisations.values.map(\.number))
    }
    for number in numbers.sorted() {
      _ = try await broker.manage(
        "PUT",
        "/api/users/partner.\(number)",
        json: #"{"password": "\#(secret)", "tags": ""}"#
      )
    }
  }

  static func makeSharedUsers() async throws { try await sharedUsers.value }

  /// Enters those with these names, or all, each with a queue and a broker user.
  /// - Parameter workflow: the folder of one that the installation has.
  static func register(
    _ names: [String]? = nil,
    of workflow: String = workflow,
    with settings: Settings
  ) async throws -> [String: PartnerAccess] {
    let administration = try Administration(settings)
    var access: [String: PartnerAccess] = [:]
    for (name, organisation) in try ScenarioFolder(workflow).organisations where names?.contains(name) ?? true {
      access[organisation.number] = try await administration.register(organisation, password: password)
    }
    return access
  }
}
