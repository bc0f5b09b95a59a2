import CaseAPI
import CaseCore
import CaseReading
import Foundation
import HTTPTypes
import JOSE
import Postgres
import StoreBase
import Testing

/// Addresses with a secret, for programs that cannot send a token.
@Suite struct CalendarAddressTests {
  private static let path = "/v1/agenda-adressen"

  private func make(_ api: TestAPI, as actor: Actor = TestAPI.counter, role: String = "balie") async throws -> Reply {
    try await api.send(.post, Self.path, as: actor, body: #"{"rol":"\#(role)"}"#)
  }

  /// The address without the host.
  private func address(_ reply: Reply) throws -> String {
    let address = try #require(reply["adres"].text)
    #expect(address.hasPrefix("https://casusregie.example/v1/agenda/"))
    return String(address.dropFirst("https://casusregie.example".count))
  }

  @Test func anAddressGivesTheCalendarOfItsRoleWithoutAToken() async throws {
    let api = try await TestAPI.withTerms()
    _ = try await api.newCase()
    let made = try await make(api)
    #expect((made.status, made["rol"].text, made["laatstGebruiktTijdstip"].isNull) == (201, "balie", true))
    let address = try address(made)
    let calendar = try await api.send(.get, address)
    #expect(calendar.status == 200)
    #expect(calendar.text == (try await api.send(.get, "/v1/termijnen/agenda?rol=balie", as: TestAPI.counter).text))
    let tag = try #require(calendar.headers[.eTag])
    #expect(try await api.send(.get, address, headers: [.ifNoneMatch: tag]).status == 304)
    let listed = try await api.send(.get, Self.path, as: TestAPI.counter)
    #expect(listed["adressen"].items.count == 1)
    #expect(listed["adressen"][0]["laatstGebruiktTijdstip"].text != nil)
    #expect(listed["adressen"][0]["adres"].isNull)
    #expect(!listed.text.contains(String(address.suffix(43))))
  }

  @Test func itIsOfOnePersonWhoCanRevokeIt() async throws {
    let api = try await TestAPI()
    let made = try await make(api)
    let address = try address(made)
    let own = "\(Self.path)/\(try #require(made["id"].text))"
    let colleague = Actor(subject: "x", organisation: TestAPI.counter.organisation, roles: ["balie"])
    #expect(try await api.send(.get, Self.path, as: colleague)["adressen"].items.isEmpty)
    #expect(try await api.send(.delete, own, as: colleague).status == 404)
    #expect(try await api.send(.get, address).status == 200)
    #expect(try await api.send(.delete, own, as: TestAPI.counter).status == 204)
    #expect(try await api.send(.get, address).status == 404)
    #expect(try await api.send(.delete, own, as: TestAPI.counter).status == 404)
    #expect(try await api.send(.get, Self.path, as: TestAPI.counter)["adressen"].items.isEmpty)
  }

  /// After an answer that did not arrive.
  @Test func theSameAgainUnderItsKeyMakesNoSecondOne() async throws {
    let api = try await TestAPI()
    func make(_ key: String, role: String = "balie", as actor: Actor = TestAPI.counter) async throws -> Reply {
      let body = #"{"rol":"\#(role)"}"#
      return try await api.send(.post, Self.path, as: actor, body: body, headers: [.idempotencyKey: key])
    }
    async let one = make("a")
    async let another = make("a")
    let (first, again) = try await (one, another)
    #expect((first.status, again.status, again.text) == (201, 201, first.text))
    #expect(try await api.send(.get, Self.path, as: TestAPI.counter)["adressen"].items.count == 1)
    #expect(try await api.send(.get, address(again)).status == 200)
    // The same of a colleague is another request; so is another one of the same person. Refused, the key is still new.
    let colleague = Actor(subject: "x", organisation: TestAPI.counter.organisation, roles: ["balie"])
    #expect(try await make("a", as: colleague)["code"].text == "reused-key")
    #expect(try await make("b", role: "keurder").status == 403)
    #expect(try await make("b").text != first.text)
    #expect(try await make("a b").faults == ["Idempotency-Key"])
    let own = "\(Self.path)/\(try #require(first["id"].text))"
    for _ in 1...2 {
      let reply = try await api.send(.delete, own, as: TestAPI.counter, headers: [.idempotencyKey: "c"])
      #expect(reply.status == 204)
    }
    #expect(try await api.send(.delete, own, as: TestAPI.counter, headers: [.idempotencyKey: "d"]).status == 404)
    #expect(try await api.send(.delete, own, as: TestAPI.counter, headers: [.idempotencyKey: "a"]).status == 409)
    // The answer is as it was; the address gives nothing any more.
    #expect(try await make("a").text == first.text)
    #expect(try await api.send(.get, address(first)).status == 404)
  }

  @Test func theSecretIsNowhereButInTheAnswer() async throws {
    let api = try await TestAPI()
    let made = try await api.send(
      .post,
      Self.path,
      as: TestAPI.counter,
      body: #"{"rol":"balie"}"#,
      headers: [.idempotencyKey: "a"]
    )
    let address = try address(made)
    let secret = String(address.suffix(43))
    _ = try await api.send(.get, address)
    _ = try await api.send(.get, address + "?x=\(secret)")
    _ = try await api.send(.put, address)
    let rows = try await api.pool.withConnection { connection in
      try connection.query(
        "select row_to_json(f)::text from calendar_feed f union all select row_to_json(r)::text from receipt r"
      ).map { try $0[0, as: String.self] }
    }
    func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    let raw = try #require(Data(base64URL: secret))
    let person = TestAPI.counter.subject
    let forms = [secret, hexadecimal(secret.utf8), hexadecimal(raw), person, hexadecimal(person.utf8)]
    let metrics = api.metrics.exposition
    #expect(rows.count == 2 && metrics.contains(#"route="/v1/agenda/{geheim}""#))
    for text in rows + [metrics, api.records.text] {
      for form in forms { #expect(!text.contains(form)) }
    }
  }

  @Test func itEndsByItself() async throws {
    let api = try await TestAPI()
    let address = try address(await make(api))
    // The organisation no longer holds the role.
    try await OrganisationStore(api.pool).register(
      Organisation(number: TestAPI.counter.organisation, name: "Organisatie", region: "oost", roles: ["keurder"]),
      queue: "q.\(TestAPI.counter.organisation)"
    )
    #expect(try await api.send(.get, address).status == 404)
    try await OrganisationStore(api.pool).register(
      Organisation(number: TestAPI.counter.organisation, name: "Organisatie", region: "oost", roles: ["balie"]),
      queue: "q.\(TestAPI.counter.organisation)"
    )
    #expect(try await api.send(.get, address).status == 200)
    try await api.advance(days: Int64(CalendarFeedStore.days))
    let gone = try await api.send(.get, address)
    #expect(gone.status == 404 && gone.isProblem)
  }

  @Test func aPersonHasSoManyAndForRolesOfTheirsAlone() async throws {
    let api = try await TestAPI()
    #expect(try await make(api, role: "keurder").status == 403)
    #expect(try await make(api, role: "").faults == ["rol"])
    for _ in 0..<CalendarFeedStore.most { #expect(try await make(api).status == 201) }
    #expect(try await make(api).status == 409)
    #expect(try await api.send(.get, "/v1/agenda/\(String(repeating: "A", count: 43))").status == 404)
    #expect(try await api.send(.get, Self.path).status == 401)
  }
}
