import Foundation
import Testing

/// Values of one stored type as a release stored them, with what they are. Made once, by that release.
struct GoldenFile: Sendable {
  let release: String
  let type: StoredType

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "releases")

  /// The oldest first.
  static let releases: [String] = {
    // Without the folder there is none, and the test of the newest fails.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
  }()

  private func file(_ ending: String) -> URL {
    Self.folder.appending(path: release).appending(path: "\(type.name).\(ending)")
  }

  /// One value a line, in hexadecimal.
  func stored() throws -> [Data] {
    try lines("stored").map { line in
      let digits = Array(line.utf8)
      return Data(
        try stride(from: 0, to: digits.count, by: 2).map {
          try #require(UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16))
        }
      )
    }
  }

  /// The fields that the type had.
  func fields() throws -> Set<String> { Set(try lines("fields")) }

  /// What each value consists of.
  func contained() throws -> [Set<String>] {
    try String(contentsOf: file("contained"), encoding: .utf8).components(separatedBy: "\n\n").dropLast()
      .map { Set($0.split(separator: "\n").map(String.init)) }
  }

  func write() throws {
    let folder = Self.folder.appending(path: release)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let samples = try type.samples()
    let hexadecimal = samples.map { $0.stored.map { String(format: "%02x", $0) }.joined() }
    let contained = samples.map { Contained($0.value) }
    try write(hexadecimal.joined(separator: "\n") + "\n", "stored")
    try write(contained.map { $0.lines.joined(separator: "\n") + "\n\n" }.joined(), "contained")
    let fields = contained.reduce(into: Set()) { $0.formUnion($1.fields) }
    try write(fields.sorted().joined(separator: "\n") + "\n", "fields")
  }

  private func write(_ text: String, _ ending: String) throws {
    try text.write(to: file(ending), atomically: true, encoding: .utf8)
  }

  private func lines(_ ending: String) throws -> [String] {
    try String(contentsOf: file(ending), encoding: .utf8).split(separator: "\n").map(String.init)
  }
}
