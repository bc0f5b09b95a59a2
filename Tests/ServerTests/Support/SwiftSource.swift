import Foundation

/// A file of the program's sources, as text.
struct SwiftSource {
  let name: String
  let text: String

  /// All of `Sources`.
  static func all() throws -> [SwiftSource] {
    let files = FileManager.default.enumerator(
      at: Program.root.appending(path: "Sources"),
      includingPropertiesForKeys: nil
    )
    let found = (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    return try found.map { SwiftSource(name: $0.lastPathComponent, text: try String(contentsOf: $0, encoding: .utf8)) }
  }
}
