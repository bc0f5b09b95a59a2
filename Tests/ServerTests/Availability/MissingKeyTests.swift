import Development
import Foundation
import Server
import StoreBase
import TestServices
import Testing

extension WholeService {
  /// Keys that are changed in the wrong order: an instance is started that does not have the key of a case.
  @Suite struct MissingKeyTests {
    @Test func itIsNamedAndCommandsArePutOffUntilItIsThere() async throws {
      try await Installation.with { installation in
        _ = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
        let sender = try await Sender(
          Partners.municipality,
          role: "gemeente",
          tokens: LocalTokens(installation.settings)
        )
        let file = URL(filePath: installation.settings.keyringFile)
        let whole = try String(contentsOf: file, encoding: .utf8)
        let port = installation.settings.http.port
        let instance = try await Instance.start(installation.settingsFile, port: port)
        try await instance.waitUntilReady()
        let id = try await sender.give(Body.signal(to: sender.organisation), at: instance.url).id
        #expect(try await instance.stop() == 0)

        try Self.exchangeKeys(of: whole, in: file)
        try await instance.restart()
        try await instance.waitUntilReady()
        let lines = instance.log.filter { $0.contains("the keyring lacks keys of cases") }
        let name = try Self.keyName(in: whole)
        #expect(lines.count == 1 && lines.allSatisfy { $0.contains(name) }, "\(lines)")
        // New cases begin under the key that is there.
        _ = try await sender.give(Body.signal(to: sender.organisation), at: instance.url)
        #expect(try await sender.send(Body.addition, to: id, at: instance.url, key: "once").status == 503)
        #expect(try await instance.stop() == 0)

        // One that was made again under its name is another key, and what would be written by it nobody else could read.
        try Self.exchangeKeys(of: whole, in: file, named: name)
        let refused = try await Program.run(
          "serve",
          "--config",
          installation.settingsFile,
          program: Program.development
        )
        #expect(refused.code == 1 && refused.errors.contains("another key of the name \(name)"), "\(refused.errors)")

        try Data(whole.utf8).write(to: file)
        try await instance.restart()
        try await instance.waitUntilReady()
        // That it was put off was no answer.
        #expect(try await sender.send(Body.addition, to: id, at: instance.url, key: "once").status == 200)
        #expect(try await instance.stop() == 0)
      }
    }

    private static func keyName(in keyring: String) throws -> String {
      let line = try #require(keyring.split(separator: "\n").last { $0.hasPrefix("key ") })
      return String(line.split(separator: " ")[1])
    }

    /// The same secret with another key.
    private static func exchangeKeys(of keyring: String, in file: URL, named name: String = "another") throws {
      let secret = try #require(keyring.split(separator: "\n").first { $0.hasPrefix("secret ") })
      let key = try #require(Keyring.newText(keyName: name).split(separator: "\n").last)
      try Data("\(secret)\n\(key)\n".utf8).write(to: file)
    }
  }
}
