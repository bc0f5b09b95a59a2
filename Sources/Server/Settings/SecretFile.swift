import Foundation

/// A secret in a file of its own: the text without the white space around it.
package enum SecretFile {
  /// - Parameter setting: which names it, if one does.
  /// - Throws: ``SettingsError`` naming the file.
  package static func read(_ path: String, of setting: String? = nil) throws(SettingsError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    } catch {
      let named = setting.map { "\($0): \(path)" } ?? "\(path):"
      throw SettingsError(faults: ["\(named) cannot be read"])
    }
  }
}
