import Foundation
import LocalServices
import Server

/// The virtual host of a local installation, and the broker user of its service.
struct LocalBrokerSetup {
  private let broker: LocalBroker
  private let name: String
  private let settings: Settings

  /// - Parameter name: of both.
  init(_ broker: LocalBroker, name: String, settings: Settings) {
    self.broker = broker
    self.name = name
    self.settings = settings
  }

  /// Does what is not yet done.
  func prepare() async throws {
    guard let file = settings.broker.passwordFile else { return }
    let password = try SecretFile.read(file)
    _ = try await broker.manage("PUT", "/api/vhosts/\(name)", json: "{}")
    _ = try await broker.manage(
      "PUT",
      "/api/users/\(name)",
      json: #"{"password": "\#(password)", "tags": ""}"#
    )
    // The service publishes to the default exchange and reads commands; queues are made with their organisation.
    _ = try await broker.manage(
      "PUT",
      "/api/permissions/\(name)/\(name)",
      json: ##"{"configure": "^$", "write": "^amq\\.default$", "read": "^opdrachten\\."}"##
    )
    // Whoever registers organisations works in this virtual host too.
    _ = try await broker.manage(
      "PUT",
      "/api/permissions/\(name)/\(broker.adminUser)",
      json: #"{"configure": ".*", "write": ".*", "read": ".*"}"#
    )
  }
}
