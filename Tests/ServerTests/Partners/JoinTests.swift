import AMQP
import Development
import Foundation
import LocalServices
import Logging
import OrderedCollections
import Outbox
import Server
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// Two partners put together all that they got of the same cases, by their queues and over REST: events as they come and as they are given
  /// again, lists, cases, journals, headers, with all numbers as they are. The cases begin at different hours of several days. No value
  /// tells more of which is which than the day does, which is as exact as an event is (`time` in `docs/events.md`): within a day they guess. What
  /// else they are left with is the order in which events came.
  ///
  /// Left out is what the decision on revisions (0035) leaves to them: the moment of a journal entry that both may read, which joins
  /// nothing that its text does not.
  ///
  /// It must fail when `CloudEvent` says the hour in `time`.
  @Suite struct JoinTests {
    private static let cases = 12
    private static let casesOfDay = 6
    /// Cases before those that one of the two is told of alone, an event each: so no number that both have is of the same case.
    private static let others = 2
    private static let coordinator = "00000099000000000004"

    @Test("No value joins what two partners got of the same cases") func nothing() async throws {
      let found = try await Self.joined { _ in }
      // Each got two events, twice, and a list item, a case, a journal, and what is possible.
      #expect(found.messages >= 2 * 8 * Self.cases)
      #expect(found.values == [], "what both had of some cases of a day, and not of the others")
      // What is held against is what the document says, and what events say.
      let document = try String(contentsOf: Program.root.appending(path: "docs/events.md"), encoding: .utf8)
      #expect(document.contains("| `time` | the day on which it was recorded, in the Netherlands: its first moment."))
      #expect(found.times.count == Self.cases / Self.casesOfDay)
      #expect(found.times.allSatisfy { $0.contains("T00:00:00+0") }, "\(found.times)")
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

    private struct Joined {
      var messages = 0
      /// The cases, by number, that something joins.
      var cases: Set<Int> = []
      var values: Set<String> = []
      /// Of events.
      var times: Set<String> = []
    }

    /// Begins cases that two partners are told of, and compares all that each got.
    private static func joined(_ prepare: (Installation) async throws -> Void) async throws -> Joined {
      try await Installation.with { installation in
        let access = try await Partners.register(["gemeente", "zvh", "politie", "school"], with: installation.settings)
        try await prepare(installation)
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        let numbers = try await begin(installation, instance)
        let tokens = try LocalTokens(installation.settings)
        let partners = [(Partners.municipality, "gemeente"), (coordinator, "procesregisseur")]
        var (sides, found): ([[Told]], Joined) = ([], Joined())
        for (partner, role) in partners {
          let count = "select last_sequence from recipient where organisation = '\(partner)'"
          let told = try #require(try await installation.rows(count).first.flatMap { Int($0) })
          let own = try #require(access[partner])
          let events = try await received(own, count: told) + askedAgain(own, installation)
          let ofCases = events.filter { $0.contains(#""subject":"#) }
          found.times.formUnion(ofCases.flatMap { $0.matches(of: /"time":"([^"]+)"/).map { String($0.1) } })
          let sender = try await Sender(partner, role: role, tokens: tokens)
          sides.append(events.compactMap { Told($0, numbers) } + (try await read(sender, instance, numbers)))
        }
        #expect(try await instance.stop() == 0)
        found.messages = sides.reduce(0) { $0 + $1.count }
        // Of journal entries that both read.
        let moments = sides.map { Set($0.flatMap(\.moments)) }
        let common = moments[0].intersection(moments[1])
        #expect(!common.isEmpty)
        compare(casesByValue(sides[0], without: common), casesByValue(sides[1], without: common), &found)
        return found
      }
    }

    /// What a value tells two partners that both have it: of which cases the one has it, and of which the other. It joins cases when a guess among
    /// those is better than one among all of a day, or when it divides the cases of a day alike for both.
    private static func compare(_ one: [String: Set<Int>], _ other: [String: Set<Int>], _ found: inout Joined) {
      for (value, cases) in one {
        guard let others = other[value] else { continue }
        let right = cases.intersection(others)
        let isBetter = right.count * casesOfDay > cases.count * others.count
        let divides =
          cases == others && Dictionary(grouping: cases) { $0 / casesOfDay }.contains { $1.count < casesOfDay }
        guard isBetter || divides else { continue }
        found.values.insert(value)
        found.cases.formUnion(right)
      }
    }

    /// - Returns: the number of each case, by the id under which an organisation knows it.
    private static func begin(_ installation: Installation, _ instance: Instance) async throws -> [String: Int] {
      let tokens = try LocalTokens(installation.settings)
      let school = try await Sender("00000099000000000008", role: "melder", tokens: tokens)
      let municipality = try await Sender(Partners.municipality, role: "gemeente", tokens: tokens)
      try await move(toDay: 1, hour: 8, installation)
      for _ in 0..<others { _ = try await school.give(Body.signal(to: Partners.police), at: instance.url) }
      for number in 0..<cases {
        // By its hour each could be told from the others of its day.
        try await move(toDay: 1 + number / casesOfDay, hour: 9 + 2 * (number % casesOfDay), installation)
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
        select alias, dense_rank() over (order by opened_at) - 1 - \(others) from case_party join case_file on id = case_id
        """
      )
      return rows.reduce(into: [:]) { numbers, row in
        let columns = row.split(separator: "|").map(String.init)
        if let number = Int(columns[1]), number >= 0 { numbers[columns[0]] = number }
      }
    }

    /// - Parameter day: counted from today.
    private static func move(toDay day: Int, hour: Int, _ installation: Installation) async throws {
      _ = try await installation.rows(
        """
        update local_clock set ahead = ((date_trunc('day', clock_timestamp() at time zone 'Europe/Amsterdam')
          + interval '\(day) day \(hour) hours') at time zone 'Europe/Amsterdam')
          - clock_timestamp()
        """
      )
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
        // A standing has no number, and comes when time moves.
        if all.count(where: { $0.contains(#""sequence":"#) }) == count { break }
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

    /// What an organisation reads over REST, with the headers but for the moment of the answer.
    private static func read(_ sender: Sender, _ instance: Instance, _ numbers: [String: Int]) async throws -> [Told] {
      var told: [Told] = []
      func answer(_ path: String) async throws -> Sender.Reply {
        let reply = try await sender.answer(instance.url + path)
        #expect(reply.status == 200, "\(path)")
        return reply
      }
      for list in ["casussen", "termijnen"] {
        let limits = JSONLimits(bytes: 1 << 22, depth: 40, values: 200_000)
        let items = try JSONReader.read(Array(try await answer("/v1/\(list)").body), within: limits)[list]?.items ?? []
        told += items.compactMap { Told($0.text, numbers) }
      }
      for alias in Set(told.map(\.alias)).sorted() {
        for part in ["", "/journaal", "/mogelijkheden"] {
          let reply = try await answer("/v1/casussen/\(alias)\(part)")
          let headers = reply.headers.split(separator: "\n").filter { !$0.lowercased().hasPrefix("date:") }
          let text = "\(headers.joined(separator: "\n"))\n\(String(decoding: reply.body, as: UTF8.self))"
          if let one = Told("\(alias) \(text)", numbers, isJournal: part == "/journaal") { told.append(one) }
        }
      }
      return told
    }

    /// Something that a partner got of one case.
    private struct Told {
      let number: Int
      let alias: String
      let text: String
      let isJournal: Bool

      /// - Returns: `nil` for what is of no case that is looked at.
      init?(_ text: String, _ numbers: [String: Int], isJournal: Bool = false) {
        guard let (alias, number) = numbers.first(where: { text.contains($0.key) }) else { return nil }
        (self.number, self.alias, self.text, self.isJournal) = (number, alias, text, isJournal)
      }

      /// Of the entries, when it is a journal.
      var moments: [String] { isJournal ? text.matches(of: /"tijdstip":"([^"]+)"/).map { String($0.1) } : [] }
    }

    /// The cases of which a partner got each value, and every twelve characters in a row of one.
    private static func casesByValue(_ told: [Told], without common: Set<String>) -> [String: Set<Int>] {
      told.reduce(into: [:]) { cases, told in
        let text = common.reduce(told.text) { $0.replacing($1, with: "") }
        for value in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" }) {
          let characters = Array(value)
          cases[String(value), default: []].insert(told.number)
          for start in characters.indices.dropLast(11) {
            cases[String(characters[start..<start + 12]), default: []].insert(told.number)
          }
        }
      }
    }
  }
}
