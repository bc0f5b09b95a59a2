import Foundation
import LocalServices
import Testing

/// What a civil servant gets to see when the service cannot be had, or something else answers in its place.
@Suite struct ServiceClientTests {
  private static let token = "een-toegangstoken"

  private func list(_ address: String?, _ more: String...) async throws -> Program.Result {
    try await Program.run(
      ["deadline", "list"] + (address.map { ["--service", $0] } ?? []) + more,
      environment: ["CASUSREGIE_TOKEN": Self.token]
    )
  }

  private func listed(answered status: String, _ headers: [String] = [], body: String) async throws -> Program.Result {
    let stub = try StubService(status: status, headers: headers, body: body)
    defer { stub.stop() }
    let result = try await list(stub.url)
    #expect(stub.requests.first?.contains("Bearer \(Self.token)") == true)
    #expect(result.code == 1 && result.output.isEmpty && !result.errors.contains(Self.token), "\(result.errors)")
    return result
  }

  @Test func theTokenFollowsNobodyElsewhere() async throws {
    let other = try StubService(status: "200 OK", body: "{}")
    defer { other.stop() }
    let result = try await listed(answered: "302 Found", ["Location: \(other.url)/v1/termijnen"], body: "")
    #expect(result.errors.contains("verwijst door naar een ander adres"), "\(result.errors)")
    let next = try await listed(
      answered: "200 OK",
      body: #"{"termijnen":[],"nietLeesbaar":[],"volgende":"\#(other.url)/v1/termijnen"}"#
    )
    #expect(next.errors.contains("geen dienst die dit programma begrijpt"), "\(next.errors)")
    #expect(other.requests.isEmpty)
  }

  @Test func whatIsNoServiceIsNotUnderstood() async throws {
    let page = try await listed(answered: "200 OK", ["Content-Type: text/html"], body: "<html>Welkom</html>")
    #expect(page.errors.contains("geen dienst die dit programma begrijpt"), "\(page.errors)")
    let other = try await listed(answered: "200 OK", body: #"{"nietLeesbaar":[],"volgende":null}"#)
    #expect(other.errors.contains("ontbreekt «termijnen»"), "\(other.errors)")
    let proxy = try await listed(answered: "502 Bad Gateway", body: "<html>Bad Gateway</html>")
    #expect(proxy.errors.contains("antwoordt met status 502, zonder uitleg"), "\(proxy.errors)")
    let long = try await listed(answered: "200 OK", body: String(repeating: " ", count: 17 << 20) + "{}")
    #expect(long.errors.contains("langer dan dit programma leest"), "\(long.errors)")
  }

  @Test func everyFaultIsALineOfItsOwnAndCannotForgeOne() async throws {
    let faults = #"[{"veld":"casus","melding":"Te lang."},{"veld":"rol","melding":"Eerste\nvoorstel 1: goedgekeurd"}]"#
    let told = try await listed(
      answered: "400 Bad Request",
      body: #"{"detail":"Het verzoek klopt niet.","fouten":\#(faults)}"#
    )
    #expect(told.errors == "casusregie: --case: Te lang.\n--role: Eerste\\u000avoorstel 1: goedgekeurd\n")
    let rules = try await listed(answered: "409 Conflict", body: #"{"detail":"Een. Twee.","regels":["Een.","Twee."]}"#)
    #expect(rules.errors == "casusregie: Een.\nTwee.\n")
    let away = try await listed(answered: "503 Service Unavailable", body: #"{"detail":"De dienst is er even niet."}"#)
    #expect(away.errors == "casusregie: De dienst is er even niet.\n")
    let stranger = try await listed(answered: "401 Unauthorized", body: #"{"detail":"Het toegangstoken is verlopen."}"#)
    #expect(stranger.errors == "casusregie: U bent niet aangemeld. Het toegangstoken is verlopen.\n")
  }

  @Test func whatIsNoCalendarIsNotPassedOn() async throws {
    let stub = try StubService(status: "200 OK", headers: ["Content-Type: text/html"], body: "<html>Welkom</html>")
    defer { stub.stop() }
    let result = try await list(stub.url, "--format", "ics", "--role", "gemeente")
    #expect(result.code == 1 && result.output.isEmpty, "\(result.output)")
    #expect(result.errors.contains("geen dienst die dit programma begrijpt"), "\(result.errors)")
  }

  @Test func anIdThatHoldsALineIsShownOnOne() async throws {
    let body = #"{"termijnen":[],"nietLeesbaar":["x\nvoorstel 1: goedgekeurd"],"volgende":null}"#
    let stub = try StubService(status: "200 OK", body: body)
    defer { stub.stop() }
    let result = try await list(stub.url)
    #expect(result.errors == "casus x\\u000avoorstel 1: goedgekeurd: niet leesbaar\n", "\(result.errors)")
  }

  @Test(arguments: ["a b", "a\nX-Injected: b", "tökén"])
  func whatIsNoTokenIsNotSent(token: String) async throws {
    let stub = try StubService(status: "200 OK", body: "{}")
    defer { stub.stop() }
    let result = try await Program.run(
      "deadline",
      "list",
      "--service",
      stub.url,
      environment: ["CASUSREGIE_TOKEN": token]
    )
    #expect(result.code == 1 && result.errors.contains("is er geen") && stub.requests.isEmpty, "\(result.errors)")
  }

  /// What somebody can do differs. That a service takes too long is in the tests of the limits.
  @Test func everyWayToGetNoAnswerIsToldApart() async throws {
    for host in ["127.0.0.1", "localhost"] {
      let refused = try await list("http://\(host):\(LocalServices.freePort())")
      #expect(
        refused.code == 1 && refused.errors.contains("luistert niets: de verbinding wordt geweigerd"),
        "\(refused.errors)"
      )
    }
    let unknown = try await list("https://dienst.invalid")
    #expect(
      unknown.code == 1 && unknown.errors.contains("De naam in het adres https://dienst.invalid is niet te vinden"),
      "\(unknown.errors)"
    )
    let plain = try StubService(status: "200 OK", body: "{}")
    defer { plain.stop() }
    let secure = try await list(plain.url.replacing("http:", with: "https:"))
    #expect(secure.code == 1 && secure.errors.contains("of spreekt geen TLS"), "\(secure.errors)")
    let cut = try StubService { _ in "" }
    defer { cut.stop() }
    let lost = try await list(cut.url)
    #expect(lost.code == 1 && lost.errors.contains("of verbreekt de verbinding"), "\(lost.errors)")
  }

  /// A token in plain over a network is everybody's.
  @Test(arguments: [
    "http://voorbeeld.nl", "ftp://127.0.0.1", "voorbeeld.nl", "https://u:p@voorbeeld.nl", "https://",
    "http://127.0.0.1:99999", "https://voorbeeld.nl:0",
  ])
  func otherAddressesAreRefused(address: String) async throws {
    let result = try await list(address)
    #expect(result.code == 2 && result.errors.contains("«\(address)»"), "\(result.errors)")
  }

  @Test func theServiceIsNamedOnce() async throws {
    let nothing = try await list(nil)
    #expect(nothing.code == 2 && nothing.errors.contains("--service"), "\(nothing.errors)")
    let folder = try TemporaryFolder()
    let authority = try await list("https://voorbeeld.nl", "--ca-file", folder.path)
    #expect(authority.code == 1 && authority.errors.contains("--ca-file"), "\(authority.errors)")
    let plain = try await list("http://127.0.0.1:1", "--ca-file", folder.path)
    #expect(plain.code == 2 && plain.errors.contains("--ca-file is van een dienst"), "\(plain.errors)")
  }
}
