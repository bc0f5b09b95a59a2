import Foundation
import Server

extension SecretFile {
  /// Writes a secret for its owner's eyes only.
  static func write(_ secret: String, to path: String) throws(SettingsError) {
    let isWritten = FileManager.default.createFile(
      atPath: path,
      contents: Data(secret.utf8),
      attributes: [.posixPermissions: 0o600]
    )
    guard isWritten else { throw SettingsError(faults: ["\(path): cannot be written"]) }
  }
}
