import Foundation

/// A secret in a file of its own: the text without the white space around it.
enum SecretFile {
  /// - Throws: ``SettingsError`` naming the file.
  static func read(_ path: String) throws(SettingsError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    } catch {
      throw SettingsError(faults: ["\(path): cannot be read"])
    }
  }

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
