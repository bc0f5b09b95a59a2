import CaseCore
import HTTPTypes
import Testing

/// The same request about a proposal again, after an answer that did not arrive.
@Suite struct ProposalKeyTests {
  private static let rights = (
    path: "/v1/beheervoorstellen",
    body: #"""
    {"reden":"Convenant","wijziging":{"soort":"inschrijven","organisatie":"00000099000000000070","naam":"Gemeente",
     "regio":"oost","rollen":["balie"]}}
    """#
  )
  private static let deadlines = (
    path: TestAPI.proposals, body: #"{"reden":"Afspraak","wijzigingen":[\#(TestAPI.length("P5D"))]}"#
  )

  private static func send(
    _ api: TestAPI,
    _ path: String,
    _ body: String?,
    key: String,
    as actor: Actor = TestAPI.first
  ) async throws -> Reply {
    try await api.send(.post, path, as: actor, body: body, headers: [.idempotencyKey: key])
  }

  @Test(arguments: [rights.path, deadlines.path])
  func theSameAgainMakesNoSecondProposal(path: String) async throws {
    let api = try await TestAPI.withAdministrators()
    let body = path == Self.rights.path ? Self.rights.body : Self.deadlines.body
    let first = try await Self.send(api, path, body, key: "a")
    let again = try await Self.send(api, path, body, key: "a")
    #expect(first.status == 201, "\(first.text)")
    #expect((again.status, again.headers[.location]) == (201, first.headers[.location]))
    #expect(again["nummer"].number == first["nummer"].number)
    #expect(try await api.send(.get, path, as: TestAPI.first)["voorstellen"].items.count == 1)
    // Another request under the key, and the same of a colleague.
    let other = try await Self.send(api, path, body.replacing("reden\":\"", with: "reden\":\"Een andere: "), key: "a")
    let colleague = try await Self.send(api, path, body, key: "a", as: TestAPI.second)
    for reply in [other, colleague] {
      #expect((reply.status, reply.isProblem, reply["code"].text) == (409, true, "reused-key"))
    }
    let formless = try await Self.send(api, path, body, key: "a b")
    #expect((formless.status, formless.faults) == (400, ["Idempotency-Key"]))
    // With a key of its own it is another proposal; so it always was without one.
    #expect(try await Self.send(api, path, body, key: "b").headers[.location] != first.headers[.location])
  }

  @Test(arguments: [rights.path, deadlines.path])
  func theSameAgainSettlesNothingAnew(path: String) async throws {
    let api = try await TestAPI.withAdministrators()
    let body = path == Self.rights.path ? Self.rights.body : Self.deadlines.body
    let approved = try #require(try await Self.send(api, path, body, key: "a").headers[.location])
    let plan = try #require(try await api.send(.get, "\(approved)/plan", as: TestAPI.second)["plan"].text)
    let withdrawn = try #require(try await Self.send(api, path, body, key: "b").headers[.location])
    let settling: [(String, String?, Actor, String)] = [
      ("\(approved)/goedkeuring", #"{"plan":"\#(plan)"}"#, TestAPI.second, "goedgekeurd"),
      ("\(withdrawn)/intrekking", nil, TestAPI.first, "ingetrokken"),
    ]
    for (address, body, actor, standing) in settling {
      // What was refused may be tried again under its key.
      let unknown = address.replacing(path + "/", with: path + "/9")
      #expect(try await Self.send(api, unknown, body, key: address, as: actor).status == 404)
      for _ in 0..<2 {
        let reply = try await Self.send(api, address, body, key: address, as: actor)
        #expect((reply.status, reply["stand"].text) == (200, standing), "\(reply.text)")
      }
      // Without the key it is another request, which comes too late.
      #expect(try await api.send(.post, address, as: actor, body: body).status == 409)
    }
  }
}
