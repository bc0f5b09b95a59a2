import CaseAPI
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Testing

@Suite struct WebTests {
  @Test func everyAnswerCarriesTheHeaders() async throws {
    let api = try await TestAPI()
    for (method, path): (HTTPRequest.Method, String) in [
      (.get, "/health/live"), (.get, "/v1/openapi.json"), (.get, "/nergens"),
      (.get, "/v1/casussen"),
      (.put, "/v1/casussen"), (.head, "/nergens"), (.get, "/v1/casussen/"),
    ] {
      let reply = try await api.send(method, path)
      #expect(reply.headers[.apiVersion] == CaseAPI.version)
      #expect(reply.headers[.cacheControl] == "no-store")
      #expect(reply.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
      #expect(reply.headers[.xContentTypeOptions] == "nosniff")
      #expect(reply.headers[.strictTransportSecurity] != nil)
      #expect(reply.headers[.contentType] != nil)
    }
  }

  @Test(arguments: [
    "/nergens", "/metrics", "/v1/casussen/", "/v1//casussen", "//health/live", "/health/live/", "/v1", "/",
  ])
  func whatIsNotThereIsNotFound(path: String) async throws {
    let api = try await TestAPI()
    let reply = try await api.send(.get, path, as: TestAPI.counter)
    #expect(reply.status == 404)
    #expect(reply.isProblem)
  }

  @Test(arguments: [
    ("DELETE", "/v1/casussen", "GET, HEAD, POST"), ("POST", "/health/live", "GET, HEAD"),
    ("GET", "/v1/casussen/x/opdrachten", "POST"), ("OPTIONS", "/v1/openapi.json", "GET, HEAD"),
    ("JAN", "/health/live", "GET, HEAD"),
  ])
  func anotherMethodIsToldWhichThereAre(method: String, path: String, allowed: String) async throws {
    let api = try await TestAPI()
    let reply = try await api.send(try #require(HTTPRequest.Method(method)), path)
    #expect(reply.status == 405)
    #expect(reply.isProblem)
    #expect(reply.headers[.allow] == allowed)
  }

  @Test func headIsGetWithoutABody() async throws {
    let api = try await TestAPI()
    let reply = try await api.send(.head, "/health/live")
    #expect(reply.status == 200)
    #expect(reply.text.isEmpty)
    #expect(try await api.send(.head, "/v1/casussen").text.isEmpty)
  }

  @Test(arguments: [
    ("text/html", 406), ("application/json;q=0, */*;q=0", 406), ("application/json", 200), ("*/*", 200),
    ("text/html, application/*;q=0.5", 200), ("application/problem+json", 406),
  ])
  func theAnswerHasAFormThatIsTaken(accept: String, status: Int) async throws {
    let api = try await TestAPI()
    let reply = try await api.send(.get, "/v1/casussen", as: TestAPI.counter, headers: [.accept: accept])
    #expect(reply.status == status)
    #expect(status == 200 || reply.isProblem)
  }

  @Test(arguments: ["text/plain", "application/xml", "application/json; charset=latin1", ""])
  func onlyJSONIsRead(type: String) async throws {
    let api = try await TestAPI()
    let reply = try await api.send(
      .post,
      "/v1/casussen",
      as: TestAPI.counter,
      body: "{}",
      headers: [.contentType: type, .idempotencyKey: "k"]
    )
    #expect(reply.status == 415)
    #expect(reply.isProblem)
  }

  @Test(arguments: [
    (["gzip"], 415), (["identity, br"], 415), (["identity", "deflate"], 415), (["x-gzip"], 415), (["identity"], 201),
    (["Identity, identity"], 201), ([""], 201),
  ])
  func onlyAPlainBodyIsRead(codings: [String], status: Int) async throws {
    let api = try await TestAPI()
    var headers: HTTPFields = [.contentType: "application/json", .idempotencyKey: "k"]
    headers[values: .contentEncoding] = codings
    let reply = try await Self.begin(headers, on: api)
    #expect(reply.status == status, "\(reply.text)")
    guard status == 415 else { return }
    #expect(reply.isProblem && reply["detail"].text?.contains("«identity»") == true)
    #expect(reply.headers[.acceptEncoding] == "identity")
  }

  @Test(arguments: ["", "{", "[1,]", "nul", #"{"opdracht":"a","opdracht":"b"}"#, "\u{0}", "{} {}", "'x'"])
  func whatIsNoJSONIsAFaultWithoutAPlace(body: String) async throws {
    let api = try await TestAPI()
    let reply = try await api.command(body, to: "/v1/casussen", as: TestAPI.counter)
    #expect(reply.status == 400)
    #expect(reply.isProblem)
  }

  @Test(arguments: ["[]", "7", "null", #""x""#])
  func JSONOfAnotherFormIsAFault(body: String) async throws {
    let api = try await TestAPI()
    let reply = try await api.command(body, to: "/v1/casussen", as: TestAPI.counter)
    #expect(reply.status == 400)
    #expect(reply.faults == ["verzoek"])
  }

  @Test func aBodyOverTheLimitIsRefused() async throws {
    let api = try await TestAPI()
    let text = String(repeating: "x", count: 256 * 1024)
    let reply = try await api.command(
      #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"\#(text)"}}"#,
      to: "/v1/casussen",
      as: TestAPI.counter
    )
    #expect(reply.status == 413)
    #expect(reply.isProblem)
  }

  @Test(arguments: [nil, "", "é", "a b", String(repeating: "k", count: 201)])
  func aKeyMustBeThereAndVisible(key: String?) async throws {
    let api = try await TestAPI()
    var headers: HTTPFields = [:]
    headers[.idempotencyKey] = key
    let reply = try await Self.begin(headers, on: api)
    #expect(reply.status == 400)
    #expect(reply.faults == ["Idempotency-Key"])
  }

  /// A vote on a new case.
  private static func vote(ifMatch tag: String) async throws -> Reply {
    let api = try await TestAPI()
    let address = try await api.newCase() + "/opdrachten"
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    return try await api.command(vote, to: address, as: TestAPI.counter, ifMatch: tag)
  }

  /// The command that begins a case, with these headers and no others.
  private static func begin(_ headers: HTTPFields, on api: TestAPI) async throws -> Reply {
    let body = #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"x"}}"#
    return try await api.send(.post, "/v1/casussen", as: TestAPI.counter, body: body, headers: headers)
  }

  @Test(arguments: ["1", "W/1", "\"1", "\"1\" \"2\"", "w/\"1\"", ",", "\"1\", *"])
  func anIfMatchThatIsNoTagIsAFault(tag: String) async throws {
    let reply = try await Self.vote(ifMatch: tag)
    #expect(reply.status == 400)
    #expect(reply.faults == ["If-Match"])
  }

  @Test(arguments: ["\"x\"", "\"7\", \"8\"", "\"\"", "\"01\"", "\"99999999999999999999\"", "W/\"2\""])
  func anIfMatchWithoutTheRevisionRefuses(tag: String) async throws {
    let reply = try await Self.vote(ifMatch: tag)
    #expect(reply.status == 412)
    #expect(reply["revisie"].number == 1)
  }

  /// A proxy that compresses makes a tag weak, and a client may have seen several revisions.
  @Test(arguments: ["\"1\"", "W/\"1\"", "\"9\", \"1\"", "\"x\",W/\"1\" , \"3\"", "*"])
  func anIfMatchWithTheRevisionHolds(tag: String) async throws {
    let reply = try await Self.vote(ifMatch: tag)
    #expect(reply.status == 200)
  }

  @Test func anAnswerToManyFieldsIsSmall() async throws {
    let api = try await TestAPI()
    let names = (0..<4_000).map { "\"veld-\($0)\":1" }.joined(separator: ",")
    let fewer = (0..<190).map { "\"veld-\($0)\":1" }.joined(separator: ",")
    for (fields, told) in [(names, 1), (fewer, 22)] {
      let reply = try await api.command(
        "{\"werkstroom\":\"uitleen\",\"opdracht\":\"aanvragen\",\"velden\":{\(fields)}}",
        to: "/v1/casussen",
        as: TestAPI.counter
      )
      #expect(reply.status == 400)
      #expect(reply.text.utf8.count < 4_096 && reply.faults.count == told, "\(reply.text.utf8.count) \(reply.faults)")
    }
    let receipts = try await api.pool.withConnection { connection in
      try connection.query("select coalesce(max(octet_length(answer)), 0)::bigint from receipt")
        .first?[0, as: Int64.self]
    }
    #expect(try #require(receipts) < 4_096)
    let many = "{\"a\":[" + String(repeating: "1,", count: 5_000) + "1]}"
    #expect(try await api.command(many, to: "/v1/casussen", as: TestAPI.counter).status == 400)
  }

  @Test func whatIsNotNeededMakesAServiceDegradedAndNoMore() async throws {
    for missing in [true, false] {
      let api = try await TestAPI { services in
        services.healthChecks = [
          HealthCheck("nodig") { !missing }, HealthCheck("broker", isNeeded: false) { false },
        ]
      }
      let reply = try await api.send(.get, "/health/ready")
      #expect(reply.status == (missing ? 503 : 200))
      #expect(reply.json["beperkt"].items.map(\.text) == ["broker"])
      #expect(reply.json["nietGereed"].items.map(\.text) == (missing ? ["nodig"] : []))
      #expect(missing || reply.json["status"].text == "beperkt")
    }
  }

  @Test func beforeTheStartIsFoundRightNobodyIsServed() async throws {
    let api = try await TestAPI { $0.isPrepared = { false } }
    for path in ["/v1/casussen", "/v1/termijnen"] {
      let reply = try await api.send(.get, path, as: TestAPI.counter)
      #expect(reply.status == 503 && reply.isProblem)
    }
    #expect(try await api.send(.get, "/health/live").status == 200)
    #expect(try await api.send(.get, "/v1/openapi.json").status == 200)
  }

  @Test func anAnswerThatTakesTooLongIsGivenUp() async throws {
    let api = try await TestAPI { services in
      services.timeLimit = .milliseconds(50)
      services.healthChecks = [
        HealthCheck("traag") {
          // Ends when the request is given up, and not before.
          let never = AsyncStream<Void> { _ in }
          for await _ in never {}
          return true
        }
      ]
    }
    let reply = try await api.send(.get, "/health/ready")
    #expect(reply.status == 503)
    #expect(reply.isProblem)
  }

  @Test func aRealServiceHasNothingOfLocalMode() async throws {
    let api = try await TestAPI()
    for path in [
      "/v1/lokaal/klok", "/v1/lokaal/uitgever/sleutels", "/v1/lokaal/uitgever/.well-known/openid-configuration",
    ] {
      #expect(try await api.send(.get, path).status == 404)
      #expect(try await api.send(.post, path, headers: [.contentType: "application/json"], body: "{}").status == 404)
    }
    #expect(!CaseAPI.routes(api.services).contains { $0.path.contains("lokaal") })
  }
}
