import CaseAPI
import CaseCore
import DeadlineAdministration
import Foundation
import HTTPTypes
import Postgres
import StoreBase
import Testing

/// What administrators do, as tests write it.
extension TestAPI {
  static let first = Actor(subject: "beheerder-een", organisation: "00000099000000000008", roles: ["hoofdbeheerder"])
  static let second = Actor(subject: "beheerder-twee", organisation: "00000099000000000008", roles: ["hoofdbeheerder"])
  static let regional = Actor(subject: "beheerder-drie", organisation: "00000099000000000009", roles: ["beheerder"])

  static let proposals = "/v1/termijnvoorstellen"

  /// A service with two administrators of all regions, and one of «west».
  static func withAdministrators(change: (inout APIServices) -> Void = { _ in }) async throws -> TestAPI {
    let api = try await TestAPI(workflow: TermWorkflow.workflow(), change: change)
    for (actor, region) in [(first, "oost"), (regional, "west")] {
      try await OrganisationStore(api.pool).register(
        Organisation(number: actor.organisation, name: "Beheer", region: region, roles: actor.roles),
        queue: "q.\(actor.organisation)"
      )
    }
    return api
  }

  /// Another length for the deadline of every new case, of 10 days.
  static func length(_ length: String, region: String? = nil) -> String {
    let place = region.map { #","regio":"\#($0)""# } ?? ""
    return #"{"wijziging":"instellen","werkstroom":"uitleen"\#(place),"#
      + #""termijn":{"onderdeel":"uitleen","sleutel":"beslissen"},"lengte":"\#(length)"}"#
  }

  func propose(_ changes: [String], as actor: Actor = first) async throws -> Reply {
    let body = #"{"reden":"Afspraak stuurgroep","wijzigingen":[\#(changes.joined(separator: ","))]}"#
    return try await send(.post, Self.proposals, as: actor, body: body)
  }

  /// The address of a proposal that was made.
  func proposal(_ changes: String...) async throws -> String {
    let reply = try await propose(changes)
    return try #require(reply.headers[.location], "\(reply.text)")
  }

  func plan(_ address: String, as actor: Actor = second) async throws -> Reply {
    try await send(.get, address + "/plan", as: actor)
  }

  func approve(
    _ address: String,
    plan: String,
    expireNow: Bool = false,
    as actor: Actor = second
  ) async throws -> Reply {
    let more = expireNow ? #","meteenLatenAflopen":true"# : ""
    return try await send(.post, address + "/goedkeuring", as: actor, body: #"{"plan":"\#(plan)"\#(more)}"#)
  }

  /// Has the other one approve a proposal with the plan of now, and counts all cases by it.
  @discardableResult
  func carryOut(_ address: String) async throws -> Reply {
    let plan = try await plan(address)
    let approved = try await approve(address, plan: try #require(plan["plan"].text, "\(plan.text)"))
    #expect(approved.status == 200, "\(approved.text)")
    try await countAnew()
    return plan
  }

  /// Counts every case that is behind by the settings of now.
  func countAnew() async throws { try await services.settingsService.bringUp() }

  /// When the case is to be decided on, as it says itself.
  func due(_ address: String) async throws -> String? {
    let deadlines = try await send(.get, address, as: Self.counter)["termijnen"].items
    return deadlines.first { $0["sleutel"].text == "beslissen" }?["uiterlijkTijdstip"].text
  }

  /// Flips a byte in the middle of what is encrypted in an entry of the settings.
  func damage(entry number: Int64) async throws {
    try await pool.withConnection { connection in
      _ = try connection.query(
        "update settings_journal set content = set_byte(content, 20, get_byte(content, 20) # 1) where number = \(number)"
      )
    }
  }
}
