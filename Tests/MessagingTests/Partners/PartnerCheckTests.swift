import AMQP
import CaseCore
import LocalServices
import Postgres
import StoreBase
import TestServices
import Testing

@testable import Messaging

/// What somebody changed on the broker is found, each by its code.
@Suite("The check of partners on the broker", .timeLimit(.minutes(5))) struct PartnerCheckTests {
  private typealias Code = PartnerCheck.Finding.Code

  private func organisation(_ index: Int) -> Organisation {
    Organisation(number: Outbox.number(index), name: "Organisatie", region: "Regio", roles: ["partner"])
  }

  private func codes(_ outbox: Outbox, _ broker: Broker) async throws -> [Code] {
    let check = PartnerCheck(broker: broker.administration, keyring: .test)
    var codes: [Code] = []
    for registered in try await OrganisationStore(outbox.pool).all() {
      let findings = try await check.findings(registered)
      #expect(
        findings.allSatisfy { $0.organisation == registered.organisation.number && !$0.message.contains("geheim") }
      )
      codes += findings.map(\.code)
    }
    return codes
  }

  @Test("What is as it was made gives no finding; each change gives its own, and registering again mends it")
  func changes() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let registration = PartnerRegistration(outbox, broker)
      let organisation = organisation(201)
      let access = try await registration.register(organisation, password: "geheim")
      #expect(try await codes(outbox, broker) == [])
      let (vhost, user) = (broker.virtualHost, access.user)
      let changes: [(Code, String, String, String)] = [
        (.userTags, "PUT", "/api/users/\(user)", #"{"password":"geheim","tags":"monitoring"}"#),
        (.permissions, "PUT", "/api/permissions/\(vhost)/\(user)", #"{"configure":"^$","write":"^$","read":".*"}"#),
        (.permissions, "DELETE", "/api/permissions/\(vhost)/\(user)", ""),
        (.userLimits, "PUT", "/api/user-limits/\(user)/max-channels", #"{"value":5000}"#),
        (.userLimits, "DELETE", "/api/user-limits/\(user)/max-connections", ""),
        (.userMissing, "DELETE", "/api/users/\(user)", ""),
        (.queueMissing, "DELETE", "/api/queues/\(vhost)/\(access.queue)", ""),
        (.exchangeMissing, "DELETE", "/api/exchanges/\(vhost)/\(access.exchange)", ""),
      ]
      for (code, method, path, body) in changes {
        try await broker.server.manage(method, path, json: body)
        #expect(try await codes(outbox, broker) == [code], "\(method) \(path)")
        // Who was removed needs a password; the others keep theirs.
        try await registration.register(organisation, password: code == .userMissing ? "geheim" : nil)
        #expect(try await codes(outbox, broker) == [], "after \(method) \(path)")
      }
    }
  }

  @Test("A virtual host may have more permissions than an answer of the broker commonly has bytes for")
  func manyPermissions() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let access = try await PartnerRegistration(outbox, broker).register(organisation(209), password: "geheim")
      // As much text as some 5,000 users have, in that of a few.
      let text = String(repeating: "x", count: 20_000)
      let users = (1...19).map { "\(broker.virtualHost).\($0)" }
      for user in users {
        try await broker.server.manage("PUT", "/api/users/\(user)", json: #"{"password_hash":"","tags":""}"#)
        try await broker.server.manage(
          "PUT",
          "/api/permissions/\(broker.virtualHost)/\(user)",
          json: #"{"configure":"\#(text)","write":"\#(text)","read":"\#(text)"}"#
        )
      }
      #expect(users.count * 3 * text.utf8.count > 1 << 20)
      let names = PartnerNames(of: organisation(209).number, keyring: .test)
      #expect(try await broker.administration.users(of: organisation(209).number, names) == [access.user])
      #expect(try await codes(outbox, broker) == [])
      for user in users { try await broker.server.manage("DELETE", "/api/users/\(user)") }
    }
  }

  @Test(
    "A policy that loses messages is found",
    arguments: [
      (#"{"message-ttl":60000}"#, true), (#"{"expires":36000000}"#, true), (#"{"delivery-limit":20}"#, true),
      // The queue itself says that it refuses what does not fit.
      (#"{"max-length":10}"#, false), (#"{"max-length":10,"overflow":"drop-head"}"#, false),
      (#"{"max-in-memory-length":10}"#, false),
    ]
  )
  func policies(definition: String, loses: Bool) async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let access = try await PartnerRegistration(outbox, broker).register(organisation(202), password: "geheim")
      try await broker.policy("other", on: access.queue, definition)
      // The broker tells it when it has reached the queue.
      try await waitFor("the policy to hold") {
        try await broker.administration.queue(access.queue)?.policy.isEmpty == false
      }
      #expect(try await codes(outbox, broker) == (loses ? [.losesMessages] : []))
    }
  }

  @Test("A queue that was made otherwise is found, and one of before that is still in use")
  func otherQueues() async throws {
    try await Outbox.with { outbox in
      let broker = try await Broker.fresh()
      let organisation = organisation(203)
      let names = PartnerNames(of: organisation.number, keyring: .test)
      try await broker.with { connection in
        _ = try await connection.declare(.quorum(names.events))
        _ = try await connection.declare(.quorum(Outbox.queue(of: organisation.number)))
      }
      let registration = PartnerRegistration(outbox, broker)
      let error = await #expect(throws: BrokerAdministrationError.self) {
        try await registration.register(organisation, password: "geheim")
      }
      #expect(error?.kind == .conflict)
      try await outbox.register(203)
      try await broker.administration.setPassword("geheim", of: PartnerNames.user(of: organisation.number))
      #expect(
        try await codes(outbox, broker) == [.formerQueue, .queueMissing, .exchangeMissing, .permissions, .userLimits]
      )
      try await outbox.execute("update recipient set queue = \(names.events)")
      let found = try await codes(outbox, broker)
      #expect(Set(found) == [.queueProperties, .queueMissing, .exchangeMissing, .permissions, .userLimits])
      #expect(found.count { $0 == .queueProperties } == 3)
    }
  }
}
