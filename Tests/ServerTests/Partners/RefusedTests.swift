import Development
import Foundation
import LocalServices
import Server
import TestServices
import Testing

extension WholeService {
  /// With the credentials of a partner nothing can be done but what the contract says: each thing that AMQP and the management of the broker
  /// have is tried.
  @Suite struct RefusedTests {
    @Test("All that a partner can try is refused, or the contract says what it does") func everything() async throws {
      try await Self.withPartners { installation, own, other in
        let before = try await Self.definitions(installation)
        let limits: Limits = try await Self.attempts("limits", own, other, installation)
        #expect(limits.connections == Self.atOnce && limits.channels == 50)
        try await Self.prepare(own, in: installation)
        let tried: Tried = try await Self.attempts("attempts", own, other, installation)
        for attempt in tried.attempts {
          #expect(attempt.expected.contains(attempt.answer), "\(attempt.area): \(attempt.name)")
        }
        #expect(tried.count("amqp") == Count(refused: 647, allowed: 51))
        #expect(tried.count("connect") == Count(refused: 27, allowed: 8))
        // The broker's own page says what there is of it: with another release more or less.
        #expect(tried.count("http").refused >= 590)
        #expect(tried.before == [0, 0] && tried.after == [0, 0], "The other has what it had.")
        #expect(try await Self.definitions(installation) == before)
        #expect(try await Self.protocols(installation) == ["amqp", "clustering", "http"])
        let contract = try Self.contract()
        for words in Set(tried.attempts.compactMap(\.contract)) { #expect(contract.contains("`\(words)`"), "\(words)") }
      }
    }

    /// The control: with one right too many an attempt succeeds.
    @Test("A right too many is seen") func leak() async throws {
      try await Self.withPartners { installation, own, other in
        let broker = installation.services.broker
        try await broker.manage(
          "PUT",
          "/api/permissions/\(installation.name)/\(own.user)",
          json: #"{"configure": "^$", "write": ".*", "read": "^events\\."}"#
        )
        let user = #"{"password": "\#(own.password ?? "")", "tags": "management"}"#
        try await broker.manage("PUT", "/api/users/\(own.user)", json: user)
        try await Self.prepare(own, in: installation)
        let tried: Tried = try await Self.attempts("attempts", own, other, installation)
        #expect(tried.answer("consume other's queue") == "Basic.ConsumeOk")
        #expect(tried.answer("publish to other's exchange") == "Basic.Ack")
        #expect(tried.answer("GET /api/whoami") == "200")
        #expect(tried.before != tried.after)
      }
    }

    /// What `attempts.py` reads.
    private struct Given: Encodable {
      let own: PartnerAccess
      let other: PartnerAccess
      let command: String
      let otherCommand: String
      let managementPort: Int
      /// How many can be open at once.
      let connections: Int
    }

    /// How many can be open at once.
    private struct Limits: Decodable {
      let connections: Int
      let channels: Int
    }

    /// What `attempts.py` writes of attempts.
    private struct Tried: Decodable {
      struct Attempt: Decodable {
        let area: String
        let name: String
        let expected: [String]
        let answer: String
        /// The words with which the contract allows it.
        let contract: String?
      }

      let attempts: [Attempt]
      /// How many events and commands the other had.
      let before: [Int]
      let after: [Int]

      func count(_ area: String) -> Count {
        let those = attempts.filter { $0.area == area }
        let allowed = those.count { $0.contract != nil }
        return Count(refused: those.count - allowed, allowed: allowed)
      }

      func answer(_ name: String) -> String? { attempts.first { $0.name == name }?.answer }
    }

    private struct Count: Equatable {
      let refused: Int
      let allowed: Int
    }

    /// The chapter of the contract on what a partner's user may do.
    private static func contract() throws -> Substring {
      let page = try String(contentsOf: Program.root.appending(path: "docs/partners/README.md"), encoding: .utf8)
      let start = try #require(page.firstRange(of: "\n## What your user may do\n")).upperBound
      return page[start..<(page[start...].firstRange(of: "\n## ")?.lowerBound ?? page.endIndex)]
    }

    private static let atOnce = 5

    private static func withPartners(
      _ body: (Installation, PartnerAccess, PartnerAccess) async throws -> Void
    ) async throws {
      // Its users have limits and rights of their own: others may not use them at the same time.
      try await Installation.with(.own) { installation in
        var settings = installation.settings
        // As they are by default; one on one machine allows more.
        (settings.broker.partnerConnections, settings.broker.partnerChannels) = (atOnce, 50)
        let access = try await Partners.register(["gemeente", "politie"], with: settings)
        let other = try #require(access[Partners.municipality])
        // In tests all partners have one password.
        let password = #"{"password": "\(UUID().uuidString)", "tags": ""}"#
        try await installation.services.broker.manage("PUT", "/api/users/\(other.user)", json: password)
        try await body(installation, #require(access[Partners.police]), other)
      }
    }

    /// Gives it something to read, and more connections: those that are opened and closed at once, this broker may count for ever, and the
    /// attempts do that a hundred times.
    private static func prepare(_ own: PartnerAccess, in installation: Installation) async throws {
      let path = "/api/user-limits/\(own.user)/max-connections"
      try await installation.services.broker.manage("PUT", path, json: #"{"value": 500}"#)
      try await fill(own.queue, of: installation)
    }

    private static func attempts<Answer: Decodable>(
      _ what: String,
      _ own: PartnerAccess,
      _ other: PartnerAccess,
      _ installation: Installation
    ) async throws -> Answer {
      func commands(_ access: PartnerAccess) -> String { access.queue.replacing("events.", with: "opdrachten.") }
      let given = Given(
        own: own,
        other: other,
        command: commands(own),
        otherCommand: commands(other),
        managementPort: installation.services.broker.managementPort,
        connections: atOnce
      )
      let file = installation.local.folder.appending(path: "attempts.json")
      try JSONEncoder().encode(given).write(to: file)
      let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "attempts.py")
      // Debian's own Python: another does not see Debian's packages.
      let child = try await ChildProcess(
        ["-c", #"exec python3 "$0" "$1" < "$2""#, script.path, what, file.path],
        program: "/bin/sh",
        environment: ["PATH": "/usr/bin:/bin"]
      )
      #expect(try await child.ended() == 0, "\(child.errors)")
      return try JSONDecoder().decode(Answer.self, from: Data(child.output.utf8))
    }

    /// Gives a partner something to read: only an administrator may.
    private static func fill(_ queue: String, of installation: Installation) async throws {
      let message = #"{"properties": {}, "routing_key": "\#(queue)", "payload": "{}", "payload_encoding": "string"}"#
      for _ in 0..<20 {
        let path = "/api/exchanges/\(installation.name)/amq.default/publish"
        try await installation.services.broker.manage("POST", path, json: message)
      }
    }

    /// What the broker listens for: neither STOMP nor MQTT, nor another door with rights of its own.
    private static func protocols(_ installation: Installation) async throws -> Set<String> {
      struct Overview: Decodable {
        struct Listener: Decodable { let `protocol`: String }
        let listeners: [Listener]
      }
      let answer = try await installation.services.broker.manage("GET", "/api/overview")
      let overview = try JSONDecoder().decode(Overview.self, from: Data(answer.utf8))
      return Set(overview.listeners.map(\.protocol))
    }

    /// All that the broker has of queues, exchanges, bindings, users and rights.
    private static func definitions(_ installation: Installation) async throws -> String {
      var all: [String] = []
      for path in ["queues", "exchanges", "bindings", "permissions", "users", "policies"] {
        let answer = try await installation.services.broker.manage("GET", "/api/\(path)")
        let items = try JSONSerialization.jsonObject(with: Data("\(answer)".utf8)) as? [[String: Any]] ?? []
        all += items.map { item in
          ["name", "user", "source", "destination", "configure", "write", "read", "tags"].map { key in
            "\(key)=\(item[key] ?? "")"
          }.joined(separator: " ")
        }
      }
      return all.sorted().joined(separator: "\n")
    }
  }
}
