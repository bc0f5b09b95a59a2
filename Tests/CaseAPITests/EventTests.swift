import CaseCore
import Foundation
import HTTPTypes
import Outbox
import Postgres
import StoreBase
import Testing

@Suite("Events that are asked for again") struct EventTests {
  private func send(_ api: TestAPI, _ path: String, of organisation: String = TestAPI.counter.organisation) async throws
    -> Reply
  {
    var claims = api.issuer.claims
    (claims.sub, claims.client_id, claims.organisatie) = ("koppeling", "koppeling", organisation)
    return try await api.send(.get, path, headers: [.authorization: "Bearer \(try await api.issuer.token(claims))"])
  }

  /// As a relay does when the broker has confirmed all but the last of those that wait.
  private func deliver(_ api: TestAPI, leaving rest: Int = 0) async throws -> [OutboxEvent] {
    let store = RelayStore(api.pool)
    var told: [OutboxEvent] = []
    while let lease = try await store.claim() {
      let events = try await store.number(lease, confirmed: lease.confirmed, after: lease.confirmed).events
      let isOurs = lease.organisation == TestAPI.counter.organisation
      let confirmed = (events.last?.sequence ?? lease.confirmed) - Int64(isOurs ? rest : 0)
      try await store.release(lease, confirmed: confirmed)
      if isOurs { told += events.dropLast(rest) }
      if rest > 0, isOurs { break }
    }
    return told
  }

  @Test("They come as they were sent, a page at a time, and the standing says where the end is") func pages()
    async throws
  {
    let api = try await TestAPI()
    for _ in 0..<3 { _ = try await api.newCase() }
    let told = try await deliver(api)
    #expect(told.count >= 3)
    let all = try await send(api, "/v1/gebeurtenissen")
    #expect(all.status == 200 && all["volgende"].isNull)
    #expect(all["gebeurtenissen"].items.compactMap { $0["id"].text } == told.map { $0.id.uuidString.lowercased() })
    #expect(all["gebeurtenissen"].items.compactMap { $0["sequence"].text } == (1...told.count).map(String.init))
    let some = try await send(api, "/v1/gebeurtenissen?vanaf=2&tot=2")
    #expect(some["gebeurtenissen"].items.compactMap { $0["sequence"].text } == ["2"])
    let standing = try await send(api, "/v1/gebeurtenissen/stand")
    #expect(standing["laatste"].number == all["gebeurtenissen"].items.count && standing["oudste"].number == 1)
    #expect(standing["tijdperk"].text == all["gebeurtenissen"].items.first?["tijdperk"].text)
    #expect(standing["tijdperken"].items.compactMap { $0["tijdperkbegin"].text } == ["1"])
    #expect(standing["tijdperkbegin"].text == "1")
    // One that a partner heard nothing of it finds here.
    let epoch = try await RelayStore(api.pool).beginEpoch()
    let later = try await send(api, "/v1/gebeurtenissen/stand")["tijdperken"].items
    #expect(later.compactMap { $0["tijdperk"].text } == [standing["tijdperk"].text ?? "", epoch])
    #expect(later.last?["tijdperkbegin"].text == "\(told.count + 1)")
    // Another's are another's.
    let others = try await send(api, "/v1/gebeurtenissen", of: TestAPI.other.organisation)
    #expect(others["gebeurtenissen"].items.isEmpty)
    // Who was removed is told nothing more, whatever tokens its systems still have.
    let store = OrganisationStore(api.pool, keyring: try Keyring(text: Keyring.newText(keyName: "test")))
    #expect(try await store.remove(TestAPI.counter.organisation, by: "J. Jansen", reason: "samengevoegd"))
    #expect(try await send(api, "/v1/gebeurtenissen")["gebeurtenissen"].items.isEmpty)
    #expect(try await send(api, "/v1/gebeurtenissen/stand").status == 404)
  }

  @Test("A page fits an answer over the queue, and has one event at least") func largePages()
    async throws
  {
    let api = try await TestAPI()
    for _ in 0..<5 { _ = try await api.newCase() }
    let told = try await deliver(api)
    // Small ones and large ones; the third is larger than a page by itself.
    _ = try await api.pool.withConnection { connection in
      try connection.query(
        """
        update outbox set event = 'vraag.beantwoord', subject = null, case_id = null, revision = null, ground = null,
          causation = gen_random_uuid(),
          content = convert_to(repeat('x', case sequence when 3 then 150000 else 40000 end), 'UTF8')
        where organisation = \(TestAPI.counter.organisation)
        """
      )
    }
    var (numbers, sizes): ([[String]], [Int]) = ([], [])
    var address: String? = "/v1/gebeurtenissen?vanaf=1&tot=\(told.count)"
    while let next = address {
      let page = try await send(api, next)
      numbers.append(page["gebeurtenissen"].items.compactMap { $0["sequence"].text })
      sizes.append(page.text.utf8.count)
      address = page["volgende"].text
    }
    #expect(numbers.flatMap(\.self) == (1...told.count).map(String.init))
    #expect(numbers.prefix(2) == [["1", "2"], ["3"]] && numbers.dropFirst(2).allSatisfy { $0.count <= 2 })
    #expect(sizes.allSatisfy { $0 < 128 * 1024 || $0 > 150_000 })
  }

  @Test("What the broker has not confirmed is still to come, and is not told here") func unconfirmed() async throws {
    let api = try await TestAPI()
    for _ in 0..<3 { _ = try await api.newCase() }
    let told = try await deliver(api, leaving: 1)
    let all = try await send(api, "/v1/gebeurtenissen")
    #expect(all["gebeurtenissen"].items.count == told.count)
  }

  @Test("An old event is of the epoch that it was sent in") func epochs() async throws {
    let api = try await TestAPI()
    _ = try await api.newCase()
    let first = try await deliver(api).count
    let name = try await RelayStore(api.pool).beginEpoch()
    _ = try await api.newCase()
    _ = try await deliver(api)
    let events = try await send(api, "/v1/gebeurtenissen")["gebeurtenissen"].items
    #expect(events.prefix(first).allSatisfy { $0["tijdperk"].text != name && $0["tijdperkbegin"].text == "1" })
    #expect(
      events.dropFirst(first).allSatisfy { $0["tijdperk"].text == name && $0["tijdperkbegin"].text == "\(first + 1)" }
    )
    #expect(events.count > first)
  }

  @Test("One of a case that was destroyed keeps its number, and says nothing else") func destroyed() async throws {
    let api = try await TestAPI()
    _ = try await api.newCase()
    let told = try await deliver(api)
    try await api.pool.withConnection { connection in
      _ = try connection.query("delete from keyring.case_key")
    }
    let event = try #require(try await send(api, "/v1/gebeurtenissen")["gebeurtenissen"].items.first)
    #expect(event["type"].text == "nl.casusregie.vervallen" && event["sequence"].text == "1")
    #expect(event["id"].text == told.first?.id.uuidString.lowercased())
    #expect(event["subject"].isNull && event["dataref"].isNull)
  }

  @Test("They are for systems, and not for people", arguments: ["/v1/gebeurtenissen", "/v1/gebeurtenissen/stand"])
  func people(path: String) async throws {
    let api = try await TestAPI()
    let reply = try await api.send(.get, path, as: TestAPI.counter)
    #expect((reply.status, reply["code"].text) == (403, "person"))
    #expect(try await send(api, path).status == 200)
    #expect(try await send(api, "/v1/gebeurtenissen?vanaf=0").status == 400)
    #expect(try await send(api, "/v1/gebeurtenissen?vanaf=x&tot=y").status == 400)
  }
}
