import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import Testing

/// The answers of every address, held to the NLGov REST API Design Rules 2.2. `docs/design-rules.md` has all of them.
///
/// It must fail when `HeadersMiddleware` leaves out a header, when `ProblemMiddleware` answers a method that is not there with 404, and when
/// `RouteTable.isPlain` lets a slash at the end pass.
@Suite("The Design Rules, of the answers") struct AnsweredRuleTests {
  private static let origin = "https://elders.example"

  @Test("Whoever asks, whatever is asked, every answer keeps to them") func everyAddress() async throws {
    let api = try await TestAPI()
    for (name, path) in CaseAPI.routes(api.services) {
      let method = try #require(HTTPRequest.Method(name))
      let isOpen = AddressTemplate.isOpen(path)
      for actor in [nil, TestAPI.counter] {
        let body = name == "POST" || name == "PUT" ? "{}" : nil
        let reply = try await Self.send(method, AddressTemplate.filled(path), to: api, as: actor, body: body)
        #expect(Self.faults(reply, at: path) == [], "\(name) \(path)")
        #expect(isOpen || actor != nil || reply.status == 401, "\(name) \(path)")
        #expect(![404, 405, 422, 500].contains(reply.status) || path.contains("{"), "\(name) \(path): \(reply.status)")
      }
    }
  }

  @Test("A slash at the end, another method and an unknown key are answered as they say") func otherwise() async throws
  {
    let api = try await TestAPI()
    let routes = CaseAPI.routes(api.services)
    for path in Set(routes.map(\.path)) {
      let address = AddressTemplate.filled(path)
      let slash = try await Self.send(.get, address + "/", to: api, as: TestAPI.counter)
      #expect(slash.status == 404 && slash.headers[.location] == nil, "\(path)/")
      let other = try await Self.send(.patch, address, to: api, as: TestAPI.counter, body: "{}")
      let methods = Set(routes.filter { AddressTemplate.fits($0.path, address) }.map(\.method))
      let allowed = (other.headers[.allow] ?? "").split(separator: ", ").map(String.init).filter { $0 != "HEAD" }
      #expect(other.status == 405 && Set(allowed) == methods, "\(path): \(other.headers[.allow] ?? "-")")
      for reply in [slash, other] { #expect(Self.faults(reply, at: path) == [], "\(path)") }
    }
    for path in ["/v1/casussen", "/v1/termijnen", "/v1/organisaties", "/v1/werkstromen"] {
      #expect(try await Self.send(.get, path + "?Sleutel=1", to: api, as: TestAPI.counter).status == 400)
    }
  }

  @Test("All that is wrong is said at once, with 400") func allErrors() async throws {
    let api = try await TestAPI()
    let reply = try await api.send(
      .post,
      "/v1/casussen",
      as: TestAPI.counter,
      body: #"{"werkstroom":1,"opdracht":2,"velden":3}"#
    )
    #expect(reply.status == 400 && reply.isProblem)
    #expect(Set(reply.faults) == ["werkstroom", "opdracht", "velden", "Idempotency-Key"])
  }

  @Test("Moments are answered in UTC, days as days; any offset is read") func moments() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    var moments: [String] = []
    for path in [address, address + "/journaal", address + "/termijnen", "/v1/casussen", "/v1/termijnen"] {
      Self.gather(try await api.send(.get, path, as: TestAPI.counter).json, into: &moments)
    }
    #expect(moments.count > 3)
    for moment in moments {
      #expect(moment.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/#) != nil, "\(moment)")
    }
    for since in ["2026-01-01T00:00:00%2B01:00", "2026-01-01T00:00:00-05:30", "2026-01-01T00:00:00Z"] {
      let list = try await api.send(.get, "/v1/casussen?gewijzigdSinds=\(since)", as: TestAPI.counter)
      #expect(list.status == 200, "\(since): \(list.text)")
    }
  }

  @Test("What breaks a rule is found in an answer") func controls() async throws {
    let api = try await TestAPI()
    let good = try await Self.send(.get, "/v1/casussen", to: api, as: nil)
    #expect(Self.faults(good, at: "/v1/casussen") == [])
    for name in Self.required.map(\.name) {
      var headers = good.headers
      headers[name] = nil
      let poorer = Reply(status: good.status, headers: headers, text: good.text)
      #expect(Self.faults(poorer, at: "/v1/casussen") == ["\(name)"])
    }
    for (name, value) in [("Set-Cookie", "a=b"), ("Server", "Swift"), ("Access-Control-Allow-Origin", "*")] {
      var headers = good.headers
      headers[try #require(HTTPField.Name(name))] = value
      let richer = Reply(status: good.status, headers: headers, text: good.text)
      #expect(Self.faults(richer, at: "/v1/casussen") == [name])
    }
    for text in [#"{"type":"urn:casusregie:probleem:x","status":401,"title":"x"}"#, "", good.text + "}"] {
      #expect(Self.faults(Reply(status: 401, headers: good.headers, text: text), at: "/v1/casussen") == ["problem"])
    }
    #expect(Self.faults(Reply(status: 422, headers: good.headers, text: good.text), at: "/").contains("422"))
  }

  /// What every answer carries, and what must be in it.
  private static let required: [(name: HTTPField.Name, part: String)] = [
    (.apiVersion, CaseAPI.version), (.cacheControl, "no-store"), (.contentSecurityPolicy, "frame-ancestors 'none'"),
    (.strictTransportSecurity, "max-age="), (.xContentTypeOptions, "nosniff"), (.xFrameOptions, "DENY"),
    (.referrerPolicy, "no-referrer"),
  ]

  /// What in an answer is not as the rules say.
  private static func faults(_ reply: Reply, at path: String) -> [String] {
    var faults = required.filter { reply.headers[$0.name]?.contains($0.part) != true }.map { "\($0.name)" }
    let isDescription = path == "/v1/openapi.json" || path == "/v1/asyncapi.json"
    let isShared = reply.headers[.accessControlAllowOrigin] != nil
    if isShared != (isDescription && reply.status == 200) { faults.append("Access-Control-Allow-Origin") }
    for name in ["Set-Cookie", "Server", "X-Powered-By"] {
      if let field = HTTPField.Name(name), reply.headers[field] != nil { faults.append(name) }
    }
    if reply.status == 422 { faults.append("422") }
    if reply.status >= 400, !reply.isProblem { faults.append("problem") }
    return faults
  }

  private static func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    to api: TestAPI,
    as actor: Actor?,
    body: String? = nil
  ) async throws -> Reply {
    var headers: HTTPFields = [.origin: origin, .idempotencyKey: UUID().uuidString]
    if body != nil { headers[.contentType] = "application/json" }
    guard let actor else { return try await api.send(method, path, headers: headers, body: body) }
    return try await api.send(method, path, as: actor, body: body, headers: headers)
  }

  /// The values of all members that are said to be moments.
  private static func gather(_ node: Node, into moments: inout [String]) {
    for item in node.items { gather(item, into: &moments) }
    for key in node.keys {
      if key.hasSuffix("Tijdstip") || key == "tijdstip", let text = node[key].text { moments.append(text) }
      gather(node[key], into: &moments)
    }
  }
}

extension HTTPField.Name {
  fileprivate static let xFrameOptions = HTTPField.Name("X-Frame-Options") ?? .accept
  fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .accept
}
