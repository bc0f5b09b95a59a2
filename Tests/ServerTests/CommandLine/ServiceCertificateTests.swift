import Foundation
import LocalServices
import TestServices
import Testing

/// A service whose certificate is of an authority that the machine does not know, as inside an organisation.
@Suite struct ServiceCertificateTests {
  @Test func theAuthorityHasToBeNamed() async throws {
    let folder = try TemporaryFolder()
    let port = LocalServices.freePort()
    try await Self.makeCertificate(in: folder)
    try Self.writeAnswer(in: folder)
    let server = try await Self.openssl(
      "s_server -accept 127.0.0.1:\(port) -cert own.pem -key own.key -HTTP -quiet",
      in: folder
    )
    func list(_ more: String...) async throws -> Program.Result {
      try await Program.run(
        ["deadline", "list", "--service", "https://localhost:\(port)"] + more,
        environment: ["CASUSREGIE_TOKEN": "een-toegangstoken"]
      )
    }
    var unknown = try await list()
    try await waitFor("the server to listen") {
      unknown = try await list()
      return !unknown.errors.contains("luistert niets")
    }
    #expect(unknown.code == 1 && unknown.errors.contains("geen certificaat dat wordt vertrouwd"), "\(unknown.errors)")
    let known = try await list("--ca-file", "\(folder.path)/own.pem")
    #expect((known.code, known.output) == (0, "Er lopen geen termijnen die u mag zien.\n"), "\(known.errors)")
    try await server.kill()
  }

  /// Which nothing but this test trusts.
  private static func makeCertificate(in folder: TemporaryFolder) async throws {
    let making = try await openssl(
      "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost "
        + "-keyout own.key -out own.pem",
      in: folder
    )
    #expect(try await making.ended() == 0, "\(making.errors)")
  }

  /// The server answers a path with the file of that name.
  private static func writeAnswer(in folder: TemporaryFolder) throws {
    try FileManager.default.createDirectory(atPath: "\(folder.path)/v1", withIntermediateDirectories: true)
    let body = #"{"termijnen":[],"nietLeesbaar":[],"volgende":null}"#
    let head = ["HTTP/1.1 200 OK", "Content-Length: \(body.utf8.count)", "Connection: close"].joined(separator: "\r\n")
    _ = try folder.write("\(head)\r\n\r\n\(body)", to: "v1/termijnen")
  }

  private static func openssl(_ arguments: String, in folder: TemporaryFolder) async throws -> ChildProcess {
    try await ChildProcess(
      arguments.split(separator: " ").map(String.init),
      program: "/usr/bin/openssl",
      in: URL(filePath: folder.path)
    )
  }
}
