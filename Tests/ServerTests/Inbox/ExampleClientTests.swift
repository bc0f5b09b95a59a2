import Development
import Foundation
import LocalServices
import OrderedCollections
import Server
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// The clients that the guide gives to partners, followed as the guide says.
  @Suite struct ExampleClientTests {
    @Test("Each is short enough to be read at once") func length() throws {
      let folder = Program.root.appending(path: "docs/partners")
      let swift = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/swift").map { "swift/\($0)" }
      for files in [["client.py"], swift] {
        let lines = try files.map {
          try String(contentsOf: folder.appending(path: $0), encoding: .utf8).count { $0.isNewline }
        }
        #expect(lines.reduce(0, +) < 200, "\(files)")
      }
    }

    @Test(
      "It makes its keys, gives commands, and reads events and answers; what it handled it handles once",
      arguments: ExampleClient.Language.allCases
    )
    fileprivate func guide(_ language: ExampleClient.Language) async throws {
      try await Installation.with { installation in
        let access = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
        let own = try #require(access[Partners.municipality])
        let client = try ExampleClient(language)
        defer { client.remove() }
        try client.write(try JSONEncoder().encode(own), to: "access.json")
        let administration = try Administration(installation.settings)
        try client.write(Data(try administration.serviceKeys().json.utf8), to: "service.json")
        _ = try await client.run(["keys"])
        let keys = try KeySet(json: Array(client.read("public.json")))
        #expect(try await administration.register(keys, of: own.organisation) == (2, 0))
        let token = try await LocalTokens(installation.settings).make(
          subject: "proef",
          organisation: own.organisation,
          roles: ["gemeente"],
          minutes: 15,
          binding: TokenBinding(
            audience: installation.settings.identity.commandAudience,
            thumbprint: try await client.run(["thumbprint"]).trimmingCharacters(in: .whitespacesAndNewlines)
          )
        )
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        try client.write(Body.signal(to: own.organisation), to: "begin.json")
        let begun = try await client.give("begin.json", token: token)
        #expect(begun["uitkomst"]?.string == "uitgevoerd")
        let id = try #require(begun["id"]?.string)
        try client.write(Body.addition, to: "add.json")
        let added = try await client.give("add.json", "--case", id, "--revision", "1", token: token)
        #expect(added["uitkomst"]?.string == "uitgevoerd" && added["revisie"] == 2)
        let stale = try await client.give("add.json", "--case", id, "--revision", "1", token: token)
        #expect(stale["uitkomst"]?.string == "geweigerd" && stale["code"]?.string == "stale")
        // Each was handled once, and none is missing.
        let state = try JSONReader.read(Array(client.read("handled.json")))
        let handled = try #require(state["ids"]?.items)
        #expect(state["last"] == .integer(Int64(handled.count)) && Set(handled).count == handled.count)
        #expect(state["missing"] == .object([:]))
        #expect(try await instance.stop() == 0)
      }
    }

    /// Epoch, with which number it began, and the number of an event. Number 3 is owed by the first epoch, 4 was never sent in the second.
    static let told = [("A", 1, 1), ("A", 1, 2), ("A", 1, 4), ("B", 4, 5), ("A", 1, 4), ("A", 1, 3)]

    @Test("A late event of a former epoch hides no loss of the present one")
    func lateEvent() async throws {
      let events = Self.told.map { #"{"tijdperk":"\#($0)","tijdperkbegin":"\#($1)","sequence":"\#($2)"}"# }
      let script = """
        import json, sys
        sys.path.insert(0, "\(Program.root.appending(path: "docs/partners").path)")
        import client
        state = {"ids": [], "epoch": "", "last": 0, "missing": {}}
        for event in json.loads(sys.argv[1]):
            client.Client(".").count(state, event)
        print(sorted(state["missing"]))
        """
      let child = try await ChildProcess(
        ["-c", script, "[\(events.joined(separator: ","))]"],
        program: "/usr/bin/python3",
        environment: ["PYTHONDONTWRITEBYTECODE": "1"]
      )
      #expect(try await child.ended() == 0, "\(child.errors)")
      #expect(child.output == "['4']\n")
    }
  }
}

/// An example with a folder of its own.
private struct ExampleClient {
  enum Language: CaseIterable {
    /// `docs/partners/client.py`.
    case python
    /// `docs/partners/swift`.
    case swift
  }

  private let language: Language
  private let folder = FileManager.default.temporaryDirectory.appending(path: "casusregie-client-\(UUID().uuidString)")

  init(_ language: Language) throws {
    self.language = language
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() {
    // What is left is in the system's temporary folder.
    try? FileManager.default.removeItem(at: folder)
  }

  func write(_ data: Data, to name: String) throws { try data.write(to: folder.appending(path: name)) }

  func read(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  /// Sends a command and listens until it is answered.
  func give(_ file: String, _ options: String..., token: String) async throws -> JSON {
    let sent = try await run(["send", folder.appending(path: file).path] + options, token: token)
    let id = sent.trimmingCharacters(in: .whitespacesAndNewlines)
    let lines = try await run(["listen", "--until", id]).split(separator: "\n")
    let told = try lines.map { try JSONReader.read(Array($0.utf8)) }
    return told.first { $0["command"]?.string == id }?["says"] ?? .null
  }

  func run(_ arguments: [String], token: String = "") async throws -> String {
    let script = Program.root.appending(path: "docs/partners/client.py").path
    let child = try await ChildProcess(
      (language == .python ? [script] : []) + [folder.path] + arguments,
      // Debian's own Python: another does not see Debian's packages.
      program: language == .python ? "/usr/bin/python3" : Program.partnerClient,
      environment: ["TOKEN": token]
    )
    #expect(try await child.ended() == 0, "\(child.errors)")
    return child.output
  }
}
