import CaseAPI
import CaseCore
import DeadlineTimers
import Foundation
import HTTPTypes
import Postgres
import SeededRandom
import StoreBase
import TestServices
import Testing

/// Lists after random histories, for random readers and questions, beside what each case by itself is shown as.
@Suite struct CaseListModelTests {
  /// Organisations with one role and with several: whoever acts in several sees what each of them sees.
  private static let roles: [(Actor, Set<String>)] = [
    (TestAPI.counter, ["balie", "adviseur"]), (TestAPI.judge, ["keurder"]),
    (TestAPI.adviser, ["adviseur", "uitvoerder"]),
    (TestAPI.watch, ["toezicht"]), (TestAPI.worker, ["uitvoerder", "keurder"]), (TestAPI.applicant, ["aanvrager"]),
  ]

  @Test(arguments: 0..<4 as Range<UInt64>) func theListIsWhatEachCaseShows(number: UInt64) async throws {
    let seed = UInt64.random(in: 0..<1_000_000) + number
    var random = SeededGenerator(seed: seed)
    let api = try await TestAPI.withTerms()
    for (actor, roles) in Self.roles { try await api.give(roles, to: actor) }
    var moments: [String] = []
    var cases: [String] = []
    for _ in 0..<14 {
      let step = try await api.act(at: random.next(), on: cases)
      if let address = step.began { cases.append(address) }
      moments.append(step.moment)
    }
    // What the clock has to do is told of some cases, and not of others.
    try await api.fire(every: 2)
    if Bool.random(using: &random) { try await api.give(["keurder"], to: TestAPI.worker) }
    try await expectAsShown(api, moments, seed, &random)
  }

  private func expectAsShown(
    _ api: TestAPI,
    _ moments: [String],
    _ seed: UInt64,
    _ random: inout SeededGenerator
  ) async throws {
    for (actor, roles) in Self.roles {
      var reader = actor
      reader.roles = roles.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
      let shown = try await api.shown(to: reader)
      try await expectUrgency(api, of: shown, as: reader, seed)
      for _ in 0..<12 {
        let model = CaseListModel(using: &random, moments: moments)
        let found = try await api.listed(model.query, as: reader)
        let expected = try model.ids(of: shown, now: try await api.now())
        let isOrdered = model.query.contains("sorteer") && !model.query.contains("sorteer=id")
        // A case to which the clock has still to come stands where it stood.
        let waits = try await api.waits()
        #expect(Set(found) == Set(expected), "seed \(seed): \(reader.roles) asks \(model.query)")
        #expect(found.count == Set(found).count, "seed \(seed): \(model.query)")
        if !isOrdered || !waits { #expect(found == expected, "seed \(seed): \(reader.roles) asks \(model.query)") }
      }
    }
  }

  /// What a list says of each of its cases is what the case by itself says.
  private func expectUrgency(_ api: TestAPI, of shown: [Node], as reader: Actor, _ seed: UInt64) async throws {
    let now = try await api.now()
    let expected = try shown.map { ($0["id"].text ?? "", try CaseListModel.Urgency(shown: $0, now: now)) }
    let found = try await api.items("", as: reader).map { ($0["id"].text ?? "", CaseListModel.Urgency(listed: $0)) }
    #expect(Dictionary(uniqueKeysWithValues: found) == Dictionary(uniqueKeysWithValues: expected), "seed \(seed)")
  }
}

extension TestAPI {
  func give(_ roles: Set<String>, to actor: Actor) async throws {
    try await OrganisationStore(pool).register(
      Organisation(number: actor.organisation, name: "Organisatie", region: "oost", roles: roles),
      queue: "q.\(actor.organisation)"
    )
  }

  func now() async throws -> Instant {
    try await pool.withConnection { connection in
      let rows = try connection.query("select service_now()")
      return Instant(microseconds: try rows[0][0, as: PostgresTimestamp.self].microsecondsSince1970)
    }
  }

  /// Something that happens: to a new case, to one that is there, or to the clock.
  func act(at choice: UInt64, on cases: [String]) async throws -> (began: String?, moment: String) {
    let moment = try await now().description
    guard let address = cases.isEmpty ? nil : cases[Int(choice / 16) % cases.count], choice % 8 > 1 else {
      return (try await newCase(applicant: choice % 2 == 0), moment)
    }
    let to = address + "/opdrachten"
    switch choice % 8 {
    case 2: _ = try await assign(to: choice % 3 == 0 ? TestAPI.worker : TestAPI.adviser, on: address)
    case 3: _ = try await command(#"{"opdracht":"loslaten"}"#, to: to, as: TestAPI.counter)
    case 4:
      let fields = #"{"adviseur":"\#(TestAPI.adviser.organisation)"}"#
      _ = try await command(#"{"opdracht":"inwijden","velden":\#(fields)}"#, to: to, as: TestAPI.counter)
    case 5: try await agree(on: address)
    case 6: _ = try await command(#"{"opdracht":"vernietigen"}"#, to: to, as: TestAPI.counter)
    default: try await advance(days: Int64(choice / 8 % 4))
    }
    return (nil, moment)
  }

  /// Both vote on the case, and it is granted when both do.
  private func agree(on address: String) async throws {
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    _ = try await command(vote, to: address + "/opdrachten", as: Self.counter)
    for item in try await send(.get, "/v1/casussen", as: Self.judge)["casussen"].items.prefix(2) {
      _ = try await command(vote, to: "/v1/casussen/\(item["id"].text ?? "")/opdrachten", as: Self.judge)
    }
    _ = try await command(#"{"opdracht":"verlenen"}"#, to: address + "/opdrachten", as: Self.counter)
  }

  /// Has what is due told, of some of the cases of which something is.
  func fire(every count: Int) async throws {
    let due = try await pool.withConnection { connection in
      try connection.query(
        "select distinct case_id from timer where outcome is null and at <= service_now() order by case_id"
      ).map { try $0[0, as: UUID.self] }
    }
    _ = try await services.door.fire(due.enumerated().filter { $0.offset % count == 0 }.map(\.element))
  }

  /// Whether something is due that was not told.
  func waits() async throws -> Bool {
    try await pool.withConnection { connection in
      let rows = try connection.query("select exists (select from timer where outcome is null and at <= service_now())")
      return try rows[0][0]
    }
  }

  /// What each case by itself is shown as.
  func shown(to reader: Actor) async throws -> [Node] {
    let aliases = try await pool.withConnection { connection in
      try connection.query("select alias from case_party where organisation = \(reader.organisation)").map {
        try $0[0, as: UUID.self]
      }
    }
    var shown: [Node] = []
    for alias in aliases {
      let reply = try await send(.get, "/v1/casussen/\(alias.uuidString.lowercased())", as: reader)
      if reply.status == 200 { shown.append(reply.json) }
    }
    return shown
  }

  /// The ids of a list, page after page.
  func listed(_ query: String, as reader: Actor) async throws -> [String] {
    try await items(query, as: reader).compactMap { $0["id"].text }
  }

  /// The cases of a list, page after page.
  func items(_ query: String, as reader: Actor) async throws -> [Node] {
    var items: [Node] = []
    var next: String? = "/v1/casussen" + (query.isEmpty ? "" : "?\(query)")
    while let address = next {
      let reply = try await send(.get, address, as: reader)
      guard reply.status == 200 else {
        Issue.record("\(address): \(reply.text)")
        return items
      }
      items += reply["casussen"].items
      next = reply["volgende"].text
    }
    return items
  }
}
