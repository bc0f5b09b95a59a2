import AMQP
import Development
import Foundation
import LocalServices
import Logging
import OrderedCollections
import Outbox
import Server
import TestServices
import Testing

extension WholeService {
  /// Two partners put together all that they got of the same cases, and find no value by which to tell which is which. What they are left with
  /// is the order in which events came, and the day.
  @Suite struct JoinTests {
    private static let cases = 12

    @Test("No value joins what two partners got of the same cases") func nothing() async throws {
      let found = try await Self.joined { _ in }
      #expect(found.messages >= 8 * Self.cases)
      #expect(found.values == [], "what both had of one case, and of no other")
    }

    /// The control: with one id for all recipients each case is found.
    @Test("An id that two recipients have in common joins every case") func leak() async throws {
      let found = try await Self.joined { installation in
        _ = try await installation.rows(
          """
          create function leak() returns trigger language plpgsql as $leak$ begin
            new.event_id := md5(new.case_id::text || new.revision)::uuid; return new;
          end $leak$;
          create trigger leak before insert on outbox for each row execute function leak()
          """
        )
      }
      #expect(found.cases.count == Self.cases)
    }

    private struct Found {
      var messages = 0
      /// The cases, by number, that something joins.
      var cases: Set<Int> = []
      var values: Set<String> = []
    }

    /// Begins cases on one day that two partners are told of, and compares all that each got.
    private static func joined(_ prepare: (Installation) async throws -> Void) async throws -> Found {
      try await Installation.with { installation in
        let access = try await Partners.register(["gemeente", "zvh", "school"], with: installation.settings)
        try await prepare(installation)
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        let numbers = try await begin(installation, instance)
        let partners = [Partners.municipality, "00000099000000000004"]
        var seen: [[Int: Set<String>]] = []
        var messages = 0
        for partner in partners {
          let own = try #require(access[partner])
          let all = try await received(own, count: 2 * cases) + askedAgain(own, installation)
          messages += all.count
          seen.append(byCase(all, numbers))
        }
        #expect(try await instance.stop() == 0)
        var found = Found(messages: messages)
        for number in 0..<cases {
          let others = (0..<cases).filter { $0 != number }
          let own = seen.map { side in
            others.reduce(side[number] ?? []) { $0.subtracting(side[$1] ?? []) }
          }
          let common = own[0].intersection(own[1])
          guard !common.isEmpty else { continue }
          found.cases.insert(number)
          found.values.formUnion(common)
        }
        return found
      }
    }

    /// - Returns: the number of each case, by the id under which an organisation knows it.
    private static func begin(_ installation: Installation, _ instance: Instance) async throws -> [String: Int] {
      let tokens = try LocalTokens(installation.settings)
      let school = try await Sender("00000099000000000008", role: "melder", tokens: tokens)
      let municipality = try await Sender(Partners.municipality, role: "gemeente", tokens: tokens)
      for number in 0..<cases {
        _ = try await school.give(Body.signal(to: Partners.municipality), at: instance.url)
        let alias = try await installation.rows(
          """
          select alias from case_party join case_file on id = case_id
          where organisation = '\(Partners.municipality)' order by opened_at offset \(number)
          """
        )
        _ = try await municipality.give(Body.addition, to: alias.first, at: instance.url)
      }
      try await waitFor("all to be told") {
        try await installation.rows(
          """
          select 1 from recipient where confirmed_sequence < last_sequence
          union all select 1 from outbox where sequence is null
          """
        ).isEmpty
      }
      let rows = try await installation.rows(
        """
        select alias, dense_rank() over (order by opened_at) - 1 from case_party join case_file on id = case_id
        """
      )
      return rows.reduce(into: [:]) { numbers, row in
        let columns = row.split(separator: "|").map(String.init)
        numbers[columns[0]] = Int(columns[1])
      }
    }

    /// Each message with everything that comes with it.
    private static func received(_ access: PartnerAccess, count: Int) async throws -> [String] {
      let configuration = AMQPConfiguration(
        host: access.host,
        port: access.port,
        virtualHost: access.virtualHost,
        credentials: .plain(user: access.user, password: access.password ?? "")
      )
      let connection = AMQPConnection(configuration, logger: Logger(label: "partner") { _ in SwiftLogNoOpLogHandler() })
      var all: [String] = []
      for try await delivery in try await connection.consume(access.queue) {
        all.append(
          "\(String(decoding: delivery.body, as: UTF8.self)) \(delivery.properties) \(delivery.exchange) \(delivery.routingKey)"
        )
        if all.count == count { break }
      }
      await connection.close()
      return all
    }

    /// The same events as `GET /v1/gebeurtenissen` gives them.
    private static func askedAgain(_ access: PartnerAccess, _ installation: Installation) async throws -> [String] {
      let source = EventSource(
        operatorNumber: installation.settings.service.oin,
        baseURL: installation.settings.service.url
      )
      let history = EventHistory(try Administration(installation.settings).pool, from: source)
      let events = try await history.events(of: access.organisation, from: 1, to: .max)
      return events.map { String(decoding: $0.json, as: UTF8.self) }
    }

    /// Every value that a partner got of each case, and every twelve characters in a row of one. The number is left out: it says in which
    /// order events came, which whoever receives them sees as well.
    private static func byCase(_ messages: [String], _ numbers: [String: Int]) -> [Int: Set<String>] {
      messages.reduce(into: [:]) { seen, message in
        guard let number = numbers.first(where: { message.contains($0.key) })?.value else { return }
        let text = message.replacing(/"sequence":"[0-9]+"/, with: "")
        for value in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" }) {
          let characters = Array(value)
          seen[number, default: []].insert(String(value))
          for start in characters.indices.dropLast(11) {
            seen[number, default: []].insert(String(characters[start..<start + 12]))
          }
        }
      }
    }
  }
}
