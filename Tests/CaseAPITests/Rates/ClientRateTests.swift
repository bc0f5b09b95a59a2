import CaseAPI
import CaseCore
import HTTPTypes
import Postgres
import TestServices
import Testing

/// The same over HTTP: who counts as a client, and what an answer says.
@Suite struct ClientRateTests {
  private static func api(_ requests: Int) async throws -> TestAPI {
    try await TestAPI {
      $0.clientRate = ClientRate(requests: requests, organisationRequests: 0, period: .seconds(3_600))
    }
  }

  private static let cases = "/v1/casussen"

  @Test func aFloodOfOneClientIsRefusedAndTheOthersGoOn() async throws {
    let api = try await Self.api(3)
    for left in [2, 1, 0] {
      let reply = try await api.send(.get, Self.cases, as: TestAPI.counter)
      #expect(reply.status == 200)
      #expect(reply.headers[.rateLimit]?.hasPrefix(#""client";r=\#(left);t="#) == true)
    }
    let refused = try await api.send(.get, Self.cases, as: TestAPI.counter)
    #expect((refused.status, refused.isProblem, refused["code"].text) == (429, true, "too-many-requests"))
    // Until there is one again, which is 20 minutes after the first.
    let wait = try #require(refused.headers[.retryAfter].flatMap { Int($0) })
    #expect((1_100...1_200).contains(wait))
    #expect(refused.headers[.rateLimit] == #""client";r=0;t=\#(wait)"#)
    #expect(refused.headers[.rateLimitPolicy] == #""client";q=3;w=3600"#)
    #expect(try await api.send(.get, Self.cases, as: TestAPI.judge).status == 200)
    // Whoever shows no token is not counted, and takes nothing.
    #expect(try await api.send(.get, Self.cases).status == 401)
    #expect(try await api.send(.get, "/health/live").status == 200)
    #expect(api.metrics.exposition.contains("http_limit_reached_total{limit=\"client\"} 1"))
  }

  /// However many connections it opens, and however many clients it has.
  @Test func oneOrganisationHasNotAllThatIsWorkedOnAtOnce() async throws {
    let never = AsyncStream<Void>.makeStream()
    let busy = Signal(false)
    let api = try await TestAPI { services in
      services.requestLimit = 2
      services.timeLimit = .seconds(60)
    }
    let held = Task {
      try await api.pool.withConnection { connection in
        try connection.execute(script: "begin; lock table case_party in access exclusive mode")
        busy.update { $0 = true }
        // Nothing is written before this ends.
        for await _ in never.stream {}
        try connection.execute(script: "rollback")
      }
    }
    try await busy.wait(for: "the lock") { $0 }
    let first = Task { try await api.send(.get, Self.cases, as: TestAPI.counter) }
    try await waitFor("the first request") {
      try await api.pool.withConnection { connection in
        try !connection.query("select from pg_locks where not granted and relation = 'case_party'::regclass").isEmpty
      }
    }
    // Without a program in the token, each person is a client.
    var colleague = TestAPI.counter
    colleague.subject = "persoon-tien"
    for person in [TestAPI.counter, colleague] {
      let second = try await api.send(.get, "/v1/organisaties", as: person)
      #expect((second.status, second["code"].text, second.headers[.retryAfter]) == (429, "too-many-requests", "1"))
    }
    #expect(try await api.send(.get, "/v1/organisaties", as: TestAPI.judge).status == 200)
    never.continuation.finish()
    try await held.value
    #expect(try await first.value.status == 200)
    #expect(try await api.send(.get, "/v1/organisaties", as: TestAPI.counter).status == 200)
  }

  /// Also one that is refused, at any point after it is known who asks; not one of which it is not.
  @Test func everyAnswerToWhoIsKnownSaysWhatIsLeft() async throws {
    let api = try await Self.api(100)
    let replies = [
      try await api.send(.get, "\(Self.cases)/geen", as: TestAPI.counter),
      try await api.send(.get, "\(Self.cases)?onbekend=1", as: TestAPI.counter),
      try await api.send(.get, Self.cases, as: TestAPI.counter, headers: [.accept: "text/html"]),
      try await api.send(.post, Self.cases, as: TestAPI.counter, body: "{"),
      try await api.send(.head, Self.cases, as: TestAPI.counter),
    ]
    #expect(replies.map(\.status) == [404, 400, 406, 400, 200])
    for (number, reply) in replies.enumerated() {
      #expect(reply.headers[.rateLimit]?.hasPrefix(#""client";r=\#(99 - number);"#) == true)
      #expect(reply.headers[.rateLimitPolicy] == #""client";q=100;w=3600"#)
    }
    let unknown = try await api.send(.get, Self.cases, headers: [.authorization: "Bearer x"])
    #expect((unknown.status, unknown.headers[.rateLimit]) == (401, nil))
    let open = try await api.send(.get, "/v1/openapi.json")
    #expect((open.status, open.headers[.rateLimit]) == (200, nil))
  }

  /// The people who work with one program of an organisation share; the same program of another organisation is another client.
  @Test func aClientIsAnOrganisationAndAProgram() async throws {
    let api = try await Self.api(2)
    func status(_ person: String, _ program: String?, of actor: Actor) async throws -> Int {
      try await Self.reply(api, person, program, of: actor).status
    }
    #expect(try await status("een", "programma", of: TestAPI.counter) == 200)
    #expect(try await status("twee", "programma", of: TestAPI.counter) == 200)
    #expect(try await status("drie", "programma", of: TestAPI.counter) == 429)
    #expect(try await status("drie", "ander programma", of: TestAPI.counter) == 200)
    #expect(try await status("drie", "programma", of: TestAPI.judge) == 200)
    #expect(try await status("drie", nil, of: TestAPI.counter) == 200)
  }

  /// Also when each request is another client, as an issuer of its own can have it.
  @Test func anOrganisationHasARateWithAllItsClients() async throws {
    let api = try await TestAPI {
      $0.clientRate = ClientRate(requests: 2, organisationRequests: 3, period: .seconds(3_600))
    }
    for number in 0..<3 {
      #expect(try await Self.reply(api, "persoon", "programma \(number)", of: TestAPI.counter).status == 200)
    }
    let refused = try await Self.reply(api, "iemand", "nog een", of: TestAPI.counter)
    #expect((refused.status, refused["code"].text) == (429, "too-many-requests"))
    #expect(refused["detail"].text?.hasPrefix("Uw organisatie ") == true)
    #expect(refused.headers[.rateLimit]?.hasPrefix(#""client";r=2;t=0, "organisation";r=0;t="#) == true)
    #expect(refused.headers[.rateLimitPolicy] == #""client";q=2;w=3600, "organisation";q=3;w=3600"#)
    // A person for whom no program is named is no way round.
    #expect(try await Self.reply(api, "iemand", nil, of: TestAPI.counter).status == 429)
    #expect(try await Self.reply(api, "iemand", "nog een", of: TestAPI.judge).status == 200)
  }

  private static func reply(
    _ api: TestAPI,
    _ person: String,
    _ program: String?,
    of actor: Actor
  ) async throws -> Reply {
    var claims = api.issuer.claims
    (claims.sub, claims.organisatie, claims.rollen) = (person, actor.organisation, actor.roles.sorted())
    claims.client_id = program
    let token = try await api.issuer.token(claims)
    return try await api.send(.get, Self.cases, headers: [.authorization: "Bearer \(token)"])
  }
}
