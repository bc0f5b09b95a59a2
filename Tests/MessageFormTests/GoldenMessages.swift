import Foundation
import OrderedCollections
import StrictJSON

/// Messages of one kind as a release has them: named texts, one a line. Made once, by that release.
struct GoldenMessages: Sendable {
  let release: String
  let kind: String

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "releases")

  /// The oldest first.
  static let releases: [String] = {
    // Without the folder there is none, and the test of the newest fails.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
  }()

  static var newest: String { releases.last ?? "" }

  private var file: URL { Self.folder.appending(path: release).appending(path: kind) }

  func read() throws -> [String: String] {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    return Dictionary(
      uniqueKeysWithValues: lines.map { line in
        let parts = line.split(separator: "\t", maxSplits: 1)
        return (String(parts[0]), String(parts.last ?? ""))
      }
    )
  }

  func write(_ texts: [String: String]) throws {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    let lines = texts.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value)\n" }
    try lines.joined().write(to: file, atomically: true, encoding: .utf8)
  }
}

extension JSON {
  /// Whether a reader that knows `former` finds all of it here: members may have come, and none may have gone or changed.
  func extends(_ former: JSON) -> Bool {
    switch (self, former) {
    case (.object(let now), .object(let then)): then.allSatisfy { now[$0.key]?.extends($0.value) ?? false }
    case (.array(let now), .array(let then)): now.count == then.count && zip(now, then).allSatisfy { $0.extends($1) }
    default: self == former
    }
  }
}
