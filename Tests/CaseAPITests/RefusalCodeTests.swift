import CaseCore
import DutchMessages
import Foundation
import Inbox
import Requests
import StrictJSON
import Testing

@testable import CaseAPI

/// What programs tell refusals apart by.
@Suite("Codes of refusals") struct RefusalCodeTests {
  private static let docs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")
    .standardized

  /// What only a request over HTTP meets.
  private static let onlyREST: Set = [
    "unauthenticated", "token-binding", "method-not-allowed", "not-acceptable", "too-large", "unsupported-type",
    "unavailable", "too-many-requests",
  ]

  /// The first column of the tables of a page.
  private static func rows(_ page: String) throws -> [String] {
    try String(contentsOf: docs.appending(path: page), encoding: .utf8).split(separator: "\n").compactMap { line in
      line.wholeMatch(of: /\| `([a-z-]+)` \|.*/).map { String($0.1) }
    }
  }

  @Test("the page has all of them, and each once in a table") func tables() throws {
    let rows = try Self.rows("refusals.md")
    // The first table is of members.
    let codes = rows.filter { !["code", "codes"].contains($0) }
    let told = Step.Code.allCases.map(\.rawValue) + Obstacle.Code.allCases.map(\.rawValue)
    #expect(Set(codes) == CaseAPI.problemCodes.union(told))
    #expect(codes.count == Set(codes).count)
  }

  @Test(
    "the page for partners has those that a command or a question over a queue can meet, and why a message cannot be read"
  )
  func partners() throws {
    let rows = try Self.rows("partners/refusals.md")
    let settings = Set(SettingsRefusal.Code.allCases.map(\.rawValue)).union(SettingFault.Code.allCases.map(\.rawValue))
    let rights = Set(RightsRefusal.Code.allCases.map(\.rawValue)).union(RightsFault.Code.allCases.map(\.rawValue))
    let met = CaseAPI.problemCodes.subtracting(settings).subtracting(rights).subtracting(Self.onlyREST)
    #expect(Set(rows) == met.union(Unreadable.allCases.map(\.rawValue)))
    // `too-large` is of both kinds.
    #expect(rows.count == Set(rows).count)
  }

  @Test("a refusal that is given again has the same codes") func kept() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    for body in [#"{"opdracht":"verlenen"}"#, #"{"opdracht":"noteren","grondslag":"wet","velden":{"aantal":1.5}}"#] {
      let first = try await api.command(
        body,
        to: address + "/opdrachten",
        as: TestAPI.counter,
        key: body.count.description
      )
      let again = try await api.command(
        body,
        to: address + "/opdrachten",
        as: TestAPI.counter,
        key: body.count.description
      )
      #expect(first.text == again.text)
      #expect(first.text.contains(#""guard:uitleen"#) || first.codes["aantal"] == "not-number")
    }
  }

  @Test("a case that nobody may know of has the code of one that is not there") func unknown() async throws {
    let api = try await TestAPI()
    let reply = try await api.command(
      #"{"opdracht":"verlenen"}"#,
      to: "/v1/casussen/\(UUID())/opdrachten",
      as: TestAPI.counter
    )
    #expect((reply.status, reply["code"].text) == (404, "unknown-case"))
  }

  @Test("what was told before there were codes is told as it was") func former() {
    let rules = Problem(RefusalMessage.notNow(rules: ["Nee."], possible: ["noteren"], codes: [])).json
    #expect(
      rules.text
        == #"{"type":"urn:casusregie:probleem:nu-niet-mogelijk","title":"Nu niet mogelijk","status":409,"#
        + #""detail":"Nee.","code":"not-now","regels":["Nee."],"mogelijk":["noteren"]}"#
    )
    let fields = Problem(RefusalMessage.invalid([.init(field: "dag", message: "Dag is verplicht.", code: nil)])).json
    #expect(fields.text.contains(#""fouten":[{"veld":"dag","melding":"Dag is verplicht."}]"#))
  }
}
