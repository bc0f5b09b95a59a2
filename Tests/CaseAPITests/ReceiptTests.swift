import CaseCore
import Foundation
import HTTPTypes
import OrderedCollections
import Outbox
import Postgres
import Testing

/// Who begins a case and may know nothing more of it reads what it was answered, and never anything else.
@Suite("The receipt of who begins a case") struct ReceiptTests {
  /// Somebody with a role of receipt access begins a case.
  private static let workflow = {
    var workflow = LoanWorkflow.workflow
    workflow.machines["uitleen"]?.commands["aanvragen"]?.roles = ["balie", "aanvrager"]
    return workflow
  }()

  private static let beginning = #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"tekst"}}"#

  @Test("It is what was answered, at the address that was answered, and stays that whatever becomes of the case")
  func receipt() async throws {
    let api = try await TestAPI(workflow: Self.workflow)
    let key = UUID().uuidString
    let begun = try await api.command(Self.beginning, to: "/v1/casussen", as: TestAPI.applicant, key: key)
    let address = try #require(begun.headers[.location])
    #expect(begun.status == 201 && address.hasPrefix("/v1/ontvangstbewijzen/"))
    let receipt = try await api.send(.get, address, as: TestAPI.applicant)
    #expect(receipt.status == 200 && receipt.text == begun.text)
    // Asked again, the command gets the same address.
    let again = try await api.command(Self.beginning, to: "/v1/casussen", as: TestAPI.applicant, key: key)
    #expect(again.headers[.location] == address && again.text == begun.text)

    // The case is closed to it as ever, and goes on without the receipt.
    let id = address.suffix(36)
    #expect(try await api.send(.get, "/v1/casussen/\(id)", as: TestAPI.applicant).status == 404)
    let seen = try await api.onlyCase(of: TestAPI.judge)
    let note = #"{"opdracht":"noteren","grondslag":"wet","velden":{"tekst":"tekst"}}"#
    #expect(try await api.command(note, to: "\(seen)/opdrachten", as: TestAPI.judge).status == 200)
    #expect(try await api.send(.get, address, as: TestAPI.applicant).text == begun.text)
    try await api.pool.withConnection { connection in _ = try connection.query("delete from keyring.case_key") }
    #expect(try await api.send(.get, address, as: TestAPI.applicant).text == begun.text)
    #expect(try await api.send(.get, "/v1/casussen/\(id)", as: TestAPI.applicant).status == 404)
  }

  @Test("It is of who has it: no other organisation, no other role, and no party of the case finds it under any id")
  func others() async throws {
    let api = try await TestAPI(workflow: Self.workflow)
    let begun = try await api.command(Self.beginning, to: "/v1/casussen", as: TestAPI.applicant)
    let address = try #require(begun.headers[.location])
    var colleague = TestAPI.applicant
    colleague.roles = ["balie"]
    let unknown = try await api.send(.get, "/v1/ontvangstbewijzen/\(UUID())", as: TestAPI.applicant)
    for actor in [TestAPI.judge, TestAPI.watch, TestAPI.other, colleague] {
      let reply = try await api.send(.get, address, as: actor)
      #expect(reply.status == 404 && reply["code"].text == "not-found" && reply.text == unknown.text)
    }
    // A party has an id of its own for the case, under which there is no receipt.
    let seen = try await api.onlyCase(of: TestAPI.judge)
    let own = "/v1/ontvangstbewijzen/\(seen.suffix(36))"
    #expect(try await api.send(.get, own, as: TestAPI.judge).status == 404)
    // Whoever may read the case that it began has its address, and no receipt.
    let location = try await api.newCase()
    #expect(location.hasPrefix("/v1/casussen/"))
    let none = "/v1/ontvangstbewijzen/\(location.suffix(36))"
    #expect(try await api.send(.get, none, as: TestAPI.counter).status == 404)
    // Events to it, and to no one else, point there.
    let rows = try await api.pool.withConnection { connection in
      try connection.query("select organisation from outbox where for_receipt").map { try $0[0, as: String.self] }
    }
    #expect(Set(rows).isSubset(of: [TestAPI.applicant.organisation]))
  }
}
