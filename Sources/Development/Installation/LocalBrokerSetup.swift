import Foundation
import LocalServices
import Server

/// The virtual host of a local installation, and the broker user of its service.
struct LocalBrokerSetup {
  private let broker: LocalBroker
  private let settings: Settings

  init(_ broker: LocalBroker, settings: Settings) {
    self.broker = broker
    self.settings = settings
  }

  /// Does what is not yet done.
  func prepare() async throws {
    guard let file = settings.broker.passwordFile else { return }
    let password = try SecretFile.read(file)
    let (host, user) = (LocalInstallation.virtualHost, LocalInstallation.serviceUser)
    _ = try await broker.manage("PUT", "/api/vhosts/\(host)", json: "{}")
    _ = try await broker.manage(
      "PUT",
      "/api/users/\(user)",
      json: #"{"password": "\#(password)", "tags": ""}"#
    )
    // The service only publishes, to the default exchange; queues are made with their organisation.
    _ = try await broker.manage(
      "PUT",
      "/api/permissions/\(host)/\(user)",
      json: ##"{"configure": "^$", "write": "^amq\\.default$", "read": "^$"}"##
    )
    // Whoever registers organisations works in this virtual host too.
    _ = try await broker.manage(
      "PUT",
      "/api/permissions/\(host)/\(broker.adminUser)",
      json: #"{"configure": ".*", "write": ".*", "read": ".*"}"#
    )
  }
}
