import Foundation
import LocalServices
import Server

/// The settings of a local installation, as a file that the service and all commands read.
struct LocalSettings {
  private let sections: [String: [String: Any]]

  init(sections: [String: [String: Any]]) { self.sections = sections }

  init(_ name: String, _ services: LocalServices, folder: URL, port: Int, workflows: String, logLevel: String) {
    let (postgres, broker) = (services.postgres, services.broker)
    let url = "http://127.0.0.1:\(port)"
    func addresses(_ port: (LocalBroker) -> Int) -> String {
      services.brokers.map { "127.0.0.1:\(port($0))" }.joined(separator: ",")
    }
    func secret(_ name: String) -> String { folder.appending(path: "secrets/\(name)").path }
    sections = [
      "service": ["oin": LocalInstallation.operatorNumber, "url": url],
      "http": ["host": "127.0.0.1", "port": port],
      "database": [
        "url": "postgresql://\(name)@127.0.0.1:\(postgres.port)/\(name)", "passwordFile": secret("database"),
        "ownerUrl": "postgresql://\(postgres.superuser)@127.0.0.1:\(postgres.port)/\(name)",
        "ownerPasswordFile": secret("database-owner"),
      ],
      "broker": [
        "url": "amqp://\(name)@\(addresses(\.amqpPort))/\(name)",
        "passwordFile": secret("broker"), "managementUrl": "http://\(addresses(\.managementPort))",
        // Installations that share a broker share its users.
        "partnerConnections": 200, "partnerChannels": 2_000, "administrator": broker.adminUser,
        "administratorPasswordFile": secret("broker-administrator"),
      ],
      "identity": ["issuer": LocalMode.address(of: url), "audience": "casusregie"],
      "security": ["plaintextOnLoopback": true], "keyring": ["file": secret("keyring")],
      "workflows": ["folder": workflows], "log": ["level": logLevel],
    ]
  }

  /// Secrets stay in their own files.
  func write(to file: URL) throws {
    let json = try JSONSerialization.data(withJSONObject: sections, options: [.prettyPrinted, .sortedKeys])
    try json.write(to: file, options: .atomic)
  }
}
