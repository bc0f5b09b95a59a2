import AMQP
import Foundation
import LocalServices
import Logging
import StrictJSON
import TestServices
import Testing

/// An installation whose broker lets partners in by certificate, set up as `docs/operations/running.md` says.
struct CertificateSetting: Sendable {
  let installation: Installation
  /// The authority that the broker trusts, another one, and certificates.
  let files: CertificateFolder
  /// Where the broker speaks TLS.
  let port: Int

  /// It ends with `body`.
  static func with(_ body: (CertificateSetting) async throws -> Void) async throws {
    let files = try await blocking { try CertificateFolder() }
    defer { files.remove() }
    let port = LocalServices.freePort()
    let extras = BrokerExtras(plugins: ["rabbitmq_auth_mechanism_ssl"], settings: try settings(files, port))
    let broker = try await LocalBroker.start(with: extras)
    do {
      try await Installation.with(.broker(broker)) { installation in
        try await body(CertificateSetting(installation: installation, files: files, port: port))
      }
      await broker.stop()
    } catch {
      await broker.stop()
      throw error
    }
  }

  /// The lines of the document, with another port and other places of files.
  private static func settings(_ files: CertificateFolder, _ port: Int) throws -> String {
    let blocks = try Document("docs/operations/running.md").blocks
    let block = try #require(blocks.first { $0.language == "ini" })
    var text = block.lines.joined(separator: "\n") + "\n"
    text = text.replacing("= 5671", with: "= 127.0.0.1:\(port)")
    for file in ["ca.pem", "server.pem", "server.key"] {
      text = text.replacing("/etc/rabbitmq/\(file)", with: files.path(file))
    }
    return text
  }

  /// As who runs the service.
  /// - Parameter isEncrypted: whether partners reach the broker by TLS.
  func operate(_ words: [String], isEncrypted: Bool = true) async throws -> Program.Result {
    let url = "amqps://localhost:\(port)/\(installation.name)"
    return try await Program.run(
      ["partner"] + words + ["--config", installation.settingsFile],
      program: Program.development,
      environment: isEncrypted ? ["CASUSREGIE_BROKER_PARTNER_URL": url] : [:]
    )
  }

  /// What a partner's client needs, as the operator gets it.
  func access(_ words: [String]) async throws -> JSON {
    let result = try await operate(words + ["--format", "json"])
    #expect(result.code == 0, "\(result.errors)")
    return try JSONReader.read(Array(result.output.utf8))
  }

  /// A way to log in: by what, and with which certificate.
  struct Attempt: Hashable, Sendable {
    /// `nil` for by certificate.
    var user: String?
    var password = ""
    /// The name of its files.
    var certificate: String?
  }

  /// Those of the attempts with which the broker lets one in. Each takes seconds when it does not.
  func letIn(_ attempts: [Attempt]) async -> Set<Attempt> {
    await withTaskGroup(of: Attempt?.self) { group in
      for attempt in attempts {
        group.addTask { await isLetIn(attempt) ? attempt : nil }
      }
      var found: Set<Attempt> = []
      for await case let attempt? in group { found.insert(attempt) }
      return found
    }
  }

  private func isLetIn(_ attempt: Attempt) async -> Bool {
    var configuration = AMQPConfiguration(
      host: "localhost",
      port: port,
      virtualHost: installation.name,
      credentials: attempt.user.map { AMQPCredentials.plain(user: $0, password: attempt.password) } ?? .external
    )
    configuration.tls = AMQPTLS(
      authorities: files.path("ca.pem"),
      identity: attempt.certificate.map {
        AMQPTLS.Identity(certificate: files.path("\($0).pem"), key: files.path("\($0).key"))
      }
    )
    configuration.connectTimeout = .seconds(30)
    let logger = Logger(label: "partner") { _ in SwiftLogNoOpLogHandler() }
    let connection = AMQPConnection(configuration, logger: logger)
    var isIn = false
    for await state in connection.states {
      isIn = state == .connected
      if isIn { break }
      if case .disconnected = state { break }
    }
    await connection.close()
    return isIn
  }
}
