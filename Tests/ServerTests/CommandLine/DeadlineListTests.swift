import Development
import Foundation
import Server
import Testing

extension WholeService {
  /// «deadline list» as someone uses it who has an access token and the address of a service, and nothing else.
  @Suite struct DeadlineListTests {
    @Test func itListsWhatItsUserMaySee() async throws {
      try await Installation.with { installation in
        _ = try await Partners.register(["gemeente", "zvh"], with: installation.settings)
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        let tokens = try LocalTokens(installation.settings)
        let sender = try await Sender(Partners.municipality, role: "gemeente", tokens: tokens)
        let alias = try await sender.give(Body.signal(to: sender.organisation), at: instance.url).id

        let token = try await Self.token(["gemeente"], tokens)
        try await printsAllFormats(instance, token: token, alias: alias)
        try await narrows(instance, token: token, alias: alias)
        try await isForItsUserAlone(instance, tokens)
        try await setsDeadlines(installation, instance, tokens)
        #expect(try await instance.stop() == 0)
      }
    }

    private static func token(_ roles: [String], _ tokens: LocalTokens, minutes: Int = 10) async throws -> String {
      try await tokens.make(subject: "proef", organisation: Partners.municipality, roles: roles, minutes: minutes)
    }

    private func list(_ instance: Instance, token: String?, _ more: String...) async throws -> Program.Result {
      try await Program.run(
        ["deadline", "list", "--service", instance.url] + more,
        environment: token.map { ["CASUSREGIE_TOKEN": $0] } ?? [:]
      )
    }

    private func printsAllFormats(_ instance: Instance, token: String, alias: String) async throws {
      let text = try await list(instance, token: token)
      #expect(text.code == 0, "\(text.errors)")
      #expect(text.output.hasPrefix("UITERLIJK "))
      #expect(text.output.contains(alias) && text.output.hasSuffix(" lopend, 0 verlopen, 0 opgeschort\n"))
      let json = try await list(instance, token: token, "--format", "json")
      let lines = try json.output.split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
      #expect(
        !lines.isEmpty && lines.allSatisfy { $0["casus"] as? String == alias && $0["stand"] as? String == "loopt" }
      )
      let calendar = try await list(instance, token: token, "--format", "ics", "--role", "gemeente")
      #expect(calendar.output.hasPrefix("BEGIN:VCALENDAR\r\n") && calendar.output.hasSuffix("END:VCALENDAR\r\n"))
      #expect(calendar.output.contains("BEGIN:VEVENT\r\n"))
    }

    private func narrows(_ instance: Instance, token: String, alias: String) async throws {
      // «overdue» was the word of before.
      let filters = [
        ["--status", "verlopen"], ["--status", "overdue"], ["--region", "nergens"], ["--case", UUID().uuidString],
      ]
      for filter in filters {
        let arguments = ["deadline", "list", "--service", instance.url] + filter
        let none = try await Program.run(arguments, environment: ["CASUSREGIE_TOKEN": token])
        #expect(
          none.output == "Van de termijnen die u mag zien, is er geen zoals u vroeg.\n",
          "\(filter) \(none.errors)"
        )
      }
      #expect(try await list(instance, token: token, "--case", alias).output.contains(alias))
    }

    private func isForItsUserAlone(_ instance: Instance, _ tokens: LocalTokens) async throws {
      let other = try await list(instance, token: Self.token(["politie"], tokens))
      #expect(other.output == "Er lopen geen termijnen die u mag zien.\n")
      let role = try await list(
        instance,
        token: Self.token(["politie"], tokens),
        "--format",
        "ics",
        "--role",
        "gemeente"
      )
      #expect((role.code, role.errors) == (1, "casusregie: Uw toegangstoken heeft deze rol niet.\n"))
      try await refuses(instance, tokens)
    }

    /// Nobody gets in without a token, or with one that is not right; and no part of it is said.
    private func refuses(_ instance: Instance, _ tokens: LocalTokens) async throws {
      let expired = try await Self.token(["gemeente"], tokens, minutes: -5)
      let wrong = String(try await Self.token(["gemeente"], tokens).dropLast(4)) + "AAAA"
      for (token, words) in [(nil, "CASUSREGIE_TOKEN"), (expired, "is verlopen"), (wrong, "handtekening")] {
        let refused = try await list(instance, token: token)
        #expect(refused.code == 1 && refused.output.isEmpty)
        #expect(refused.errors.hasPrefix("casusregie: U bent niet aangemeld. ") && refused.errors.contains(words))
        #expect(refused.errors.split(separator: "\n").count == 1)
        if let token { #expect(!refused.errors.contains(token.suffix(20))) }
      }
      let folder = try TemporaryFolder()
      let file = try folder.write(try await Self.token(["gemeente"], tokens) + "\n", to: "token")
      #expect(try await list(instance, token: nil, "--token-file", file).code == 0)
      #expect(try await list(instance, token: nil, "--token-file", file + "x").code == 1)
    }
  }
}
