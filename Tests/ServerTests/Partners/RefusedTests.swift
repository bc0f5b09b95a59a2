import AsyncHTTPClient
import Development
import Foundation
import LocalServices
import NIOCore
import NIOHTTP1
import OrderedCollections
import Server
import TestServices
import Testing

extension WholeService {
  /// With the credentials of a partner nothing can be done but what the contract says: each thing that AMQP and the management of the broker
  /// have is tried.
  @Suite struct RefusedTests {
    /// What a partner may do, and what the broker says of attempts that are refused otherwise than by its rights.
    private static let otherwise: [String: String] = [
      "publish to own exchange": "ok", "get from own queue": "ok", "consume own queue": "ok",
      "passive declare own queue": "ok",
      // The name of another user is not one's own.
      "publish to own exchange as another": "406",
    ]

    @Test("Every other method of AMQP is refused, and the broker has what it had") func amqp() async throws {
      try await Self.withPartners { installation, own, other in
        let before = try await Self.definitions(installation)
        let answers = try await Self.attempts(own, other, installation)
        #expect(answers.count > 80)
        for (attempt, answer) in answers where !attempt.hasSuffix("at once") {
          let isUnknown = attempt.hasPrefix("passive declare '")
          #expect(answer == Self.otherwise[attempt] ?? (isUnknown ? "404" : "403"), "\(attempt)")
        }
        #expect(answers["connections at once"] == "5")
        #expect(answers["channels at once"] == "50")
        #expect(try await Self.definitions(installation) == before)
      }
    }

    /// The control: with one right too many an attempt succeeds.
    @Test("A right too many is seen") func leak() async throws {
      try await Self.withPartners { installation, own, other in
        try await installation.services.broker.manage(
          "PUT",
          "/api/permissions/\(installation.name)/\(own.user)",
          json: #"{"configure": "^$", "write": ".*", "read": "^events\\."}"#
        )
        let answers = try await Self.attempts(own, other, installation)
        #expect(answers["consume other's queue"] == "ok" && answers["publish to exchange 'other's'"] == "ok")
      }
    }

    @Test("The management of the broker answers none of its addresses") func management() async throws {
      try await Self.withPartners { installation, own, other in
        let host = installation.name
        let paths = [
          "whoami", "overview", "cluster-name", "nodes", "extensions", "definitions", "definitions/\(host)", "vhosts",
          "vhosts/\(host)", "vhosts/\(host)/permissions", "vhosts/\(host)/connections", "vhosts/\(host)/channels",
          "connections", "connections/username/\(own.user)", "channels", "consumers", "consumers/\(host)", "exchanges",
          "exchanges/\(host)", "exchanges/\(host)/\(other.exchange)", "queues", "queues/\(host)",
          "queues/\(host)/\(own.queue)", "queues/\(host)/\(other.queue)", "queues/\(host)/\(other.queue)/bindings",
          "bindings", "bindings/\(host)", "users", "users/\(own.user)", "users/\(own.user)/permissions",
          "users/without-permissions", "permissions", "topic-permissions", "parameters", "global-parameters",
          "policies",
          "policies/\(host)", "operator-policies", "user-limits", "user-limits/\(own.user)", "vhost-limits",
          "health/checks/alarms", "aliveness-test/\(host)", "feature-flags", "auth/attempts/\(host)",
        ]
        for path in paths {
          #expect(try await Self.manage(.GET, path, by: own, installation) == .unauthorized, "\(path)")
        }
        let changes: [(HTTPMethod, String, String)] = [
          (.PUT, "queues/\(host)/geheim", "{}"), (.DELETE, "queues/\(host)/\(other.queue)", ""),
          (.DELETE, "queues/\(host)/\(other.queue)/contents", ""),
          (
            .POST, "queues/\(host)/\(other.queue)/get",
            #"{"count": 1, "ackmode": "ack_requeue_true", "encoding": "auto"}"#
          ),
          (
            .POST, "exchanges/\(host)/amq.default/publish",
            #"{"properties": {}, "routing_key": "\#(other.queue)", "payload": "", "payload_encoding": "string"}"#
          ),
          (.PUT, "users/nieuw", #"{"password": "x", "tags": "administrator"}"#), (.DELETE, "users/\(other.user)", ""),
          (.PUT, "permissions/\(host)/\(own.user)", #"{"configure": ".*", "write": ".*", "read": ".*"}"#),
          (.PUT, "policies/\(host)/alles", #"{"pattern": ".*", "definition": {"max-length": 0}}"#),
          (.PUT, "user-limits/\(own.user)/max-connections", #"{"value": 1000}"#), (.DELETE, "connections/x", ""),
          (.POST, "definitions", "{}"), (.PUT, "vhosts/nieuw", "{}"), (.DELETE, "vhosts/\(host)", ""),
          (.PUT, "parameters/shovel/\(host)/weg", #"{"value": {}}"#),
        ]
        for (method, path, body) in changes {
          let status = try await Self.manage(method, path, body, by: own, installation)
          #expect(status == .unauthorized, "\(method) \(path)")
        }
      }
    }

    private static func withPartners(
      _ body: (Installation, PartnerAccess, PartnerAccess) async throws -> Void
    ) async throws {
      // Its users have limits and rights of their own: others may not use them at the same time.
      try await Installation.with(.own) { installation in
        var settings = installation.settings
        // As they are by default; one on one machine allows more.
        (settings.broker.partnerConnections, settings.broker.partnerChannels) = (5, 50)
        let access = try await Partners.register(["gemeente", "politie"], with: settings)
        try await body(
          installation,
          #require(access[Partners.police]),
          #require(access[Partners.municipality])
        )
      }
    }

    private static func attempts(
      _ own: PartnerAccess,
      _ other: PartnerAccess,
      _ installation: Installation
    ) async throws -> [String: String] {
      func commands(_ access: PartnerAccess) -> String { access.queue.replacing("events.", with: "opdrachten.") }
      struct Given: Encodable {
        let own: PartnerAccess
        let other: PartnerAccess
        let command: String
        let otherCommand: String
      }
      let given = Given(own: own, other: other, command: commands(own), otherCommand: commands(other))
      let file = installation.local.folder.appending(path: "attempts.json")
      try JSONEncoder().encode(given).write(to: file)
      let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "attempts.py")
      // Debian's own Python: another does not see Debian's packages.
      let child = try await ChildProcess(
        ["-c", #"exec python3 "$0" < "$1""#, script.path, file.path],
        program: "/bin/sh",
        environment: ["PATH": "/usr/bin:/bin"]
      )
      #expect(try await child.ended() == 0, "\(child.errors)")
      return try JSONDecoder().decode([String: String].self, from: Data(child.output.utf8))
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

    private static func manage(
      _ method: HTTPMethod,
      _ path: String,
      _ body: String = "",
      by access: PartnerAccess,
      _ installation: Installation
    ) async throws -> HTTPResponseStatus {
      let port = installation.services.broker.managementPort
      var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/api/\(path)")
      request.method = method
      request.setBasicAuth(username: access.user, password: access.password ?? "")
      // On a busy machine the broker closes one that was quiet at the moment at which it is used again.
      request.headers.add(name: "connection", value: "close")
      if !body.isEmpty { request.body = .bytes(ByteBuffer(string: body)) }
      return try await HTTPClient.shared.execute(request, timeout: .seconds(20)).status
    }
  }
}
