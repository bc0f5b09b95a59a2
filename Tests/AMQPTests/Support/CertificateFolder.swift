import Foundation
import LocalServices

/// Two authorities, and certificates of the first for a server called `localhost` and for a client.
struct CertificateFolder {
  private let url = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for name in ["ca", "other-ca"] {
      try openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=\(name) -keyout \(name).key -out \(name).pem")
    }
    try Data("subjectAltName=DNS:localhost".utf8).write(to: url.appending(path: "server.ext"))
    try Data("extendedKeyUsage=clientAuth".utf8).write(to: url.appending(path: "client.ext"))
    for (name, subject) in [("server", "localhost"), ("client", "partner")] {
      try openssl("req -newkey rsa:2048 -nodes -subj /CN=\(subject) -keyout \(name).key -out \(name).csr")
      try openssl(
        "x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile \(name).ext -out \(name).pem"
      )
    }
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  // A folder that stays behind in the temporary directory harms nobody.
  func remove() { try? FileManager.default.removeItem(at: url) }

  private func openssl(_ arguments: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments.split(separator: " ").map(String.init)
    process.currentDirectoryURL = url
    process.standardError = FileHandle.nullDevice
    try process.start()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Unexpected("openssl \(arguments)") }
  }
}
