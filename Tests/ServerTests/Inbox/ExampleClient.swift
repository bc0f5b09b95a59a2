import Development
import Foundation
import Server
import StrictJSON
import Testing

/// A client that the guide gives to partners, with a folder of its own.
struct ExampleClient {
  enum Language: CaseIterable {
    /// `docs/partners/client.py`.
    case python
    /// `docs/partners/swift`.
    case swift
  }

  let language: Language
  let folder: TemporaryFolder

  func write(_ data: Data, to name: String) throws { try data.write(to: URL(filePath: "\(folder.path)/\(name)")) }

  func read(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: "\(folder.path)/\(name)")) }

  /// Which events it handled, and which it misses.
  var state: JSON { get throws { try JSONReader.read(Array(read("handled.json"))) } }

  /// What the operator and the partner do first.
  /// - Parameters:
  ///   - access: what the operator gave: JSON.
  ///   - roles: of the person.
  /// - Returns: a token of a person of the partner's.
  func enter(
    _ access: Data,
    of organisation: String,
    _ settings: Settings,
    roles: [String] = ["gemeente"]
  ) async throws -> String {
    try write(access, to: "access.json")
    let administration = try Administration(settings)
    try write(Data(try administration.serviceKeys().json.utf8), to: "service.json")
    _ = try await run(["keys"])
    let keys = try KeySet(json: Array(read("public.json")))
    #expect(try await administration.register(keys, of: organisation) == (2, 0))
    return try await LocalTokens(settings).make(
      subject: "proef",
      organisation: organisation,
      roles: roles,
      minutes: 15,
      binding: TokenBinding(
        audience: settings.identity.commandAudience,
        thumbprint: try await run(["thumbprint"]).trimmingCharacters(in: .whitespacesAndNewlines)
      )
    )
  }

  /// Sends a command and listens until it is answered.
  func give(_ file: String, _ options: String..., token: String) async throws -> JSON {
    let id = try await send(file, options, token: token)
    return try await listen(until: id, token: token).first { $0["command"]?.string == id }?["says"] ?? .null
  }

  /// - Returns: the id of the command.
  func send(_ file: String, _ options: [String], token: String) async throws -> String {
    let sent = try await run(["send", "\(folder.path)/\(file)"] + options, token: token)
    return sent.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What it says of each event, until the command is answered and no event is missing. It asks for one after a second.
  /// - Parameter token: by which it sends commands again, after a restore of the database.
  func listen(until id: String, token: String = "") async throws -> [JSON] {
    let lines = try await run(["listen", "--until", id, "--patience", "1"], token: token).split(separator: "\n")
    return try lines.map { try JSONReader.read(Array($0.utf8)) }
  }

  func run(_ arguments: [String], token: String = "") async throws -> String {
    let script = Program.root.appending(path: "docs/partners/client.py").path
    let child = try await ChildProcess(
      (language == .python ? [script] : []) + [folder.path] + arguments,
      // Debian's own Python: another does not see Debian's packages.
      program: language == .python ? "/usr/bin/python3" : Program.partnerClient,
      environment: ["TOKEN": token, "PYTHONDONTWRITEBYTECODE": "1"]
    )
    #expect(try await child.ended() == 0, "\(child.errors)")
    return child.output
  }
}
