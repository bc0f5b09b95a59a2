import AsyncHTTPClient
import CaseAPI
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOSSL
import TestServices
import Testing

/// The API of one test as clients meet it: over TLS, by the server that it has in service.
struct SecuredAPI {
  let files: CertificateFolder
  private let port: Int

  /// Runs it for as long as `body` takes. It takes certificates of the authority `ca`.
  static func run(
    _ api: TestAPI,
    _ files: CertificateFolder,
    _ body: (SecuredAPI) async throws -> Void
  ) async throws {
    let running = Signal<Int?>(nil)
    let tls = ServerTLS(
      certificate: files.path("server.pem"),
      key: files.path("server.key"),
      clientAuthorities: files.path("ca.pem")
    )
    let application = Application(
      router: CaseAPI.router(api.services),
      server: CaseAPI.server(
        ConnectionLimits(),
        metrics: api.metrics,
        logger: api.records.logger,
        tls: try tls.configuration()
      ),
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in running.update { $0 = channel.localAddress?.port } },
      logger: api.records.logger
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.run() }
      let port = try await running.wait(for: "the secured server") { $0 != nil } ?? 0
      try await body(SecuredAPI(files: files, port: port))
      group.cancelAll()
    }
  }

  /// Makes a connection with a certificate and asks one thing.
  /// - Parameter certificate: the name of its files; `nil` for none.
  func get(_ path: String, certificate: String?, headers: HTTPFields) async throws -> Reply {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.trustRoots = .file(files.path("ca.pem"))
    if let certificate {
      tls.certificateChain = try NIOSSLCertificate.fromPEMFile(files.path("\(certificate).pem")).map {
        .certificate($0)
      }
      tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: files.path("\(certificate).key"), format: .pem))
    }
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
    configuration.httpVersion = .http1Only
    // A machine need not know where `localhost` is.
    configuration.dnsOverride = ["localhost": "127.0.0.1"]
    return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
      var request = HTTPClientRequest(url: "https://localhost:\(port)\(path)")
      for field in headers { request.headers.add(name: field.name.rawName, value: field.value) }
      let response = try await client.execute(request, timeout: .seconds(30))
      var fields = HTTPFields()
      for header in response.headers {
        if let name = HTTPField.Name(header.name) { fields.append(HTTPField(name: name, value: header.value)) }
      }
      let body = try await response.body.collect(upTo: 1 << 20)
      return Reply(status: Int(response.status.code), headers: fields, text: String(buffer: body))
    }
  }
}
