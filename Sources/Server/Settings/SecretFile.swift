import Foundation

/// A secret in a file of its own: the text without the white space around it.
package enum SecretFile {
  /// - Throws: ``SettingsError`` naming the file.
  package static func read(_ path: String) throws(SettingsError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    } catch {
      throw SettingsError(faults: ["\(path): cannot be read"])
    }
  }
}
