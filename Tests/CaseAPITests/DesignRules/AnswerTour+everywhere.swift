import CaseAPI
import CaseCore
import HTTPTypes
import Postgres

/// What every address answers alike.
extension AnswerTour {
  static let plan = String(repeating: "0", count: 64)
  static let term =
    #"{"reden":"Afspraak","wijzigingen":[\#(TestAPI.length("P5D"))]}"#
  static let right = #"""
    {"reden":"Convenant","wijziging":{"soort":"inschrijven","organisatie":"00000099000000000070","naam":"Gemeente",
     "regio":"oost","rollen":["balie"]}}
    """#

  /// To whoever has no token, a wrong one or asked too much; what is asked in a form that is not taken; what is not there.
  /// - Parameters:
  ///   - unprepared: a service that is starting.
  ///   - limited: one that answers a client once an hour.
  func everywhere(unprepared: TestAPI, limited: TestAPI) async throws {
    for actor in [TestAPI.counter, TestAPI.first] {
      try await ask(.get, "/v1/werkstromen", as: actor, of: limited)
    }
    try await asSystem(of: TestAPI.counter.organisation, .get, "/v1/gebeurtenissen", of: limited)
    for (name, path) in CaseAPI.routes(api.services) {
      guard let method = HTTPRequest.Method(name) else { continue }
      let address = AddressTemplate.filled(path)
      let body = Self.body(path, method)
      try await entitled(path, method, address, body: body)
      try await ask(method, address, as: Self.person(path), body: body, key: nil)
      try await entitled(path, method, "\(address)?onbekend=1", body: body)
      try await entitled(path, method, address, body: body, headers: [.accept: "image/png"])
      if body != nil { try await formless(method, address, as: Self.person(path)) }
      guard !AddressTemplate.isOpen(path) else { continue }
      try await ask(method, address, body: body)
      for other in [unprepared, limited] { try await entitled(path, method, address, body: body, of: other) }
      // A system where a person is asked, and the other way round.
      if path.hasPrefix("/v1/gebeurtenissen") {
        try await ask(method, address, as: TestAPI.counter)
      } else {
        try await asSystem(of: TestAPI.counter.organisation, method, address, body: body)
      }
    }
    try await unknown()
    try await away(unprepared: unprepared, limited: limited)
  }

  /// Everything once more, when its tables are gone: nobody foresaw that.
  func broken() async throws {
    try await api.pool.withConnection { connection in
      try connection.execute(script: "drop schema public cascade; drop schema keyring cascade")
    }
    for (name, path) in CaseAPI.routes(api.services) {
      guard let method = HTTPRequest.Method(name) else { continue }
      let body = path == "/v1/lokaal/klok" && method == .post ? #"{"vooruit":"P1D"}"# : Self.body(path, method)
      try await entitled(path, method, AddressTemplate.filled(path), body: body)
    }
    try await ask(.get, "/v1/termijnen/agenda?rol=balie", as: TestAPI.counter)
  }

  /// Who may ask, a person or a system.
  private func entitled(
    _ path: String,
    _ method: HTTPRequest.Method,
    _ address: String,
    body: String?,
    headers: HTTPFields = [:],
    of other: TestAPI? = nil
  ) async throws {
    guard path.hasPrefix("/v1/gebeurtenissen") else {
      try await ask(method, address, as: Self.person(path), body: body, headers: headers, of: other)
      return
    }
    let organisation = TestAPI.counter.organisation
    try await asSystem(of: organisation, method, address, headers: headers, of: other)
  }

  private func formless(_ method: HTTPRequest.Method, _ address: String, as actor: Actor?) async throws {
    try await ask(method, address, as: actor, body: "{}", headers: [.contentType: "text/plain"])
    try await ask(method, address, as: actor, body: "{}", headers: [.contentEncoding: "gzip"])
    try await ask(method, address, as: actor, body: String(repeating: " ", count: 256 * 1024 + 1))
  }

  private func unknown() async throws {
    for path in ["anders", "uitleen/9.0.0/opdrachten.json", "uitleen/9.0.0/openapi.json"] {
      try await ask(.get, "/v1/werkstromen/\(path)", as: TestAPI.counter)
    }
    try await asSystem(of: "00000099000000000099", .get, "/v1/gebeurtenissen/stand")
  }

  /// What is open to everybody has no token to look at: it is away when the database is.
  private func away(unprepared: TestAPI, limited: TestAPI) async throws {
    try await ask(.get, "/health/ready", of: unprepared)
    await limited.pool.close()
    for path in ["/v1/agenda/{geheim}", "/v1/lokaal/klok"] {
      try await ask(.get, AddressTemplate.filled(path), of: limited)
    }
    try await ask(.post, "/v1/lokaal/klok", body: #"{"vooruit":"P1D"}"#, of: limited)
  }

  private static func person(_ path: String) -> Actor? {
    if AddressTemplate.isOpen(path) { return nil }
    let isForAdministrators = ["/v1/termijnvoorstellen", "/v1/termijninstellingen", "/v1/beheervoorstellen"]
      .contains { path.hasPrefix($0) }
    return isForAdministrators ? TestAPI.first : TestAPI.counter
  }

  /// A body that its operation can take; `nil` for one that has none.
  private static func body(_ path: String, _ method: HTTPRequest.Method) -> String? {
    guard method == .post else { return nil }
    if path.hasPrefix("/v1/beginopdrachten/") { return beginning("tekst") }
    switch path.split(separator: "/").last {
    case "zoeken": return search("K7FQ-3XR3")
    case "casussen": return beginning("tekst")
    case "opdrachten": return note("tekst")
    case "{opdracht}": return note("tekst", named: false)
    case "goedkeuring": return #"{"plan":"\#(plan)"}"#
    case "afwijzing", "terugdraaiing", "afsluiting": return reason
    case "agenda-adressen": return #"{"rol":"balie"}"#
    case "termijnvoorstellen": return term
    case "beheervoorstellen": return right
    case "klok": return "{}"
    default: return nil
    }
  }
}
