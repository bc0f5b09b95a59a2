import Foundation
import JOSE
import OrderedCollections
import StrictJSON

/// The commands that were given: after a restore of the service's database nobody else knows of those that it undid (docs/events.md, «a
/// new epoch»). It reads no queue and sends nothing.
///
/// A command can have personal data in it: the folder is for you alone. Remove a file when no backup is left from before it, and not
/// within 30 days.
struct SentCommands {
  /// As client.py keeps it.
  struct Command {
    let id, kind: String
    /// What is signed, but for who gives it.
    let stated: JSON
    /// The case.
    let subject: String?
    /// Who gave it: it is the same command only when the same person gives it.
    let holder: String?
    /// In nanoseconds since 1970.
    var at = Int64(Date().timeIntervalSince1970 * 1e9)
  }

  private let folder: URL

  init(folder: URL) { self.folder = folder.appending(path: "sent") }

  private func file(_ id: String) -> URL { folder.appending(path: "\(id).json") }

  /// Before it is sent: when we end in between, it has no answer. The token is not kept, only whose it is.
  func keep(_ command: Command) throws {
    umask(0o077)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let json: JSON = .object([
      "at": .integer(command.at), "id": .string(command.id), "kind": .string(command.kind), "stated": command.stated,
      "case": command.subject.map(JSON.string) ?? .null, "by": command.holder.map(JSON.string) ?? .null,
    ])
    try Data(json.text.utf8).write(to: file(command.id), options: .atomic)
  }

  func has(_ id: String) -> Bool { FileManager.default.fileExists(atPath: file(id).path) }

  /// Those without an answer that holds, in the order in which they were given.
  func unanswered(_ answers: [String: Int]) throws -> [Command] {
    // Nothing was given yet.
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    let sent = try files.filter { $0.pathExtension == "json" }.compactMap { file -> Command? in
      let json = try JSONReader.read(Array(Data(contentsOf: file)))
      guard let id = json["id"]?.string, let kind = json["kind"]?.string, case .integer(let at)? = json["at"] else {
        return nil
      }
      let (stated, subject) = (json["stated"] ?? .null, json["case"]?.string)
      return Command(id: id, kind: kind, stated: stated, subject: subject, holder: json["by"]?.string, at: at)
    }
    return sent.filter { answers[$0.id] == nil }.sorted { $0.at < $1.at }
  }

  /// Of an access token.
  static func holder(of token: String) -> String? {
    let parts = token.split(separator: ".")
    // Another text is no token, and nobody's.
    guard parts.count == 3, let data = Data(base64URL: parts[1]), let claims = try? JSONReader.read(Array(data))
    else { return nil }
    return claims["sub"]?.string
  }
}
