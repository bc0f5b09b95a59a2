import Crypto
import Foundation

/// The local issuer's key file.
enum LocalIssuerKey {
  private static let name = "uitgever.pem"

  /// Reads the key, or makes it. Of several that start at once, one makes it and the others read it.
  static func read(in folder: URL) throws(LocalIssuerFault) -> P256.Signing.PrivateKey {
    let file = folder.appending(path: name)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      if !FileManager.default.fileExists(atPath: file.path) { try make(file) }
      return try P256.Signing.PrivateKey(pemRepresentation: String(contentsOf: file, encoding: .utf8))
    } catch {
      throw .keyFile("cannot be made or read as \(name)")
    }
  }

  private static func make(_ file: URL) throws {
    let temporary = file.appendingPathExtension(UUID().uuidString)
    let isWritten = FileManager.default.createFile(
      atPath: temporary.path,
      contents: Data(P256.Signing.PrivateKey().pemRepresentation.utf8),
      attributes: [.posixPermissions: 0o600]
    )
    guard isWritten else { throw CocoaError(.fileWriteUnknown) }
    defer { try? FileManager.default.removeItem(at: temporary) }  // what is left is a file only its owner can read
    // Linking does not replace what another made meanwhile; then that one is read.
    try? FileManager.default.linkItem(at: temporary, to: file)
  }
}
