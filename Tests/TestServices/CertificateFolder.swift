import Foundation
import LocalServices

/// Two authorities, and certificates of the first for a server called `localhost` and for a client called `partner`.
package struct CertificateFolder: Sendable {
  private let url = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")

  package init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for name in ["ca", "other-ca"] {
      try openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=\(name) -keyout \(name).key -out \(name).pem")
    }
    try Data("subjectAltName=DNS:localhost".utf8).write(to: url.appending(path: "server.ext"))
    try Data("extendedKeyUsage=clientAuth".utf8).write(to: url.appending(path: "client.ext"))
    try sign("server", commonName: "localhost", by: "ca", extensions: "server.ext")
    try makeClient("client", commonName: "partner")
  }

  /// Makes a client's certificate and its key.
  /// - Parameters:
  ///   - name: of the files, without `.pem` and `.key`.
  ///   - authority: who signs it: `ca` or `other-ca`.
  package func makeClient(_ name: String, commonName: String, by authority: String = "ca") throws {
    try sign(name, commonName: commonName, by: authority, extensions: "client.ext")
  }

  package func path(_ name: String) -> String { url.appending(path: name).path }

  /// The thumbprint by which a token is bound to a certificate (`x5t#S256`), as OpenSSL has it.
  /// - Parameter name: of the file, without `.pem`.
  package func thumbprint(_ name: String) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c",
      "openssl x509 -in \(name).pem -outform DER | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=\\n'",
    ]
    process.currentDirectoryURL = url
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0, text.count == 43 else { throw Failure(arguments: "thumbprint \(name)") }
    return text
  }

  // A folder that stays behind in the temporary directory harms nobody.
  package func remove() { try? FileManager.default.removeItem(at: url) }

  private func sign(_ name: String, commonName: String, by authority: String, extensions: String) throws {
    try openssl("req -newkey rsa:2048 -nodes -subj /CN=\(commonName) -keyout \(name).key -out \(name).csr")
    try openssl(
      "x509 -req -in \(name).csr -CA \(authority).pem -CAkey \(authority).key -CAcreateserial -days 2"
        + " -extfile \(extensions) -out \(name).pem"
    )
  }

  /// `openssl` did not do what was asked.
  private struct Failure: Error {
    let arguments: String
  }

  private func openssl(_ arguments: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments.split(separator: " ").map(String.init)
    process.currentDirectoryURL = url
    process.standardError = FileHandle.nullDevice
    try process.start()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(arguments: arguments) }
  }
}
