import AMQP
import Foundation

/// What the operator gave: access.json.
struct PartnerAccess: Decodable {
  struct Certificate: Decodable { let commonName: String }

  let organisation, service, host, virtualHost, queue, exchange, user: String, port: Int, tls: Bool
  /// One of these.
  let password: String?, certificate: Certificate?

  init(folder: URL) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: folder.appending(path: "access.json")))
  }

  func configuration(_ folder: URL) -> AMQPConfiguration {
    let login = certificate == nil ? AMQPCredentials.plain(user: user, password: password ?? "") : .external
    var configuration = AMQPConfiguration(host: host, port: port, virtualHost: virtualHost, credentials: login)
    configuration.tls = tls ? security(folder) : nil
    return configuration
  }

  /// We trust the authorities in ca.pem when it is there, or else those that this machine knows.
  private func security(_ folder: URL) -> AMQPTLS {
    func path(_ name: String) -> String { folder.appending(path: name).path }
    var tls = AMQPTLS()
    if FileManager.default.fileExists(atPath: path("ca.pem")) { tls.authorities = path("ca.pem") }
    if certificate != nil { tls.identity = .init(certificate: path("client.pem"), key: path("client.key")) }
    return tls
  }
}
