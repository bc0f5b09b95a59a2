import Foundation

/// A certificate for `localhost` that is its own authority, in a folder of its own.
struct LoopbackCertificate {
  private let folder: URL

  var certificate: String { folder.appending(path: "service.pem").path }
  var key: String { folder.appending(path: "service.key").path }

  /// Makes it, with a key of the kind that certificates have now (P-256).
  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "bench-http-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    let openssl = Process()
    openssl.executableURL = URL(filePath: "/usr/bin/openssl")
    openssl.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    guard openssl.terminationStatus == 0 else { throw BenchmarkError.notWhatWasAsked("openssl made no certificate") }
  }

  // What stays behind in the temporary directory is good for nothing any more.
  func remove() { try? FileManager.default.removeItem(at: folder) }
}
