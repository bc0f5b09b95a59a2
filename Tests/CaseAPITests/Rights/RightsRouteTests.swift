import CaseCore
import Foundation
import HTTPTypes
import PartnerAdministration
import Postgres
import StoreBase
import Testing

/// What gives organisations rights over HTTP: proposed by one, seen in a plan, approved by another.
@Suite struct RightsRouteTests {
  private static let proposals = "/v1/beheervoorstellen"
  private static let number = "00000099000000000070"
  private static let entering =
    #"{"soort":"inschrijven","organisatie":"\#(number)","naam":"Gemeente","regio":"oost","rollen":["balie"]}"#

  private func propose(_ api: TestAPI, _ change: String, as actor: Actor = TestAPI.first) async throws -> Reply {
    try await api.send(.post, Self.proposals, as: actor, body: #"{"reden":"Convenant","wijziging":\#(change)}"#)
  }

  private func approve(_ api: TestAPI, _ address: String, as actor: Actor = TestAPI.second) async throws -> Reply {
    let plan = try await api.send(.get, address + "/plan", as: actor)
    let digest = try #require(plan["plan"].text, "\(plan.text)")
    return try await api.send(.post, address + "/goedkeuring", as: actor, body: #"{"plan":"\#(digest)"}"#)
  }

  @Test func oneProposesAnotherApproves() async throws {
    let api = try await TestAPI.withAdministrators()
    let made = try await propose(api, Self.entering)
    #expect(made.status == 201 && made["stand"].text == "open", "\(made.text)")
    let address = try #require(made.headers[.location])
    let plan = try await api.send(.get, address + "/plan", as: TestAPI.second)
    #expect(plan["nu"].isNull && plan["straks"]["rollen"][0].text == "balie" && plan["bereik"]["casussen"].number == 0)
    #expect(plan["straks"]["gebruikers"][0].text == "partner.\(Self.number)")
    #expect(plan["bereik"]["rollen"][0]["toegang"].text == "party", "\(plan.text)")
    let own = try await approve(api, address, as: TestAPI.first)
    #expect(own.status == 403 && own.isProblem && own["code"].text == "own-proposal")
    let approved = try await approve(api, address)
    #expect(approved.status == 200 && approved["stand"].text == "goedgekeurd", "\(approved.text)")
    #expect(approved["afgedaanDoor"]["persoon"].text == TestAPI.second.subject && approved["geldigTot"].text != nil)
    #expect(try await api.send(.get, address + "/plan", as: TestAPI.first)["goedgekeurd"].value as? Bool == true)
    // Nothing has changed: who runs the service carries it out.
    #expect(try await OrganisationStore(api.pool).find(Self.number) == nil)
    let list = try await api.send(.get, Self.proposals, as: TestAPI.first)
    #expect(list["voorstellen"].items.count == 1 && list["volgende"].isNull)
    let withdrawn = try await api.send(.post, address + "/intrekking", as: TestAPI.first)
    #expect(withdrawn["stand"].text == "ingetrokken", "\(withdrawn.text)")
  }

  @Test func allThatIsWrongIsTold() async throws {
    let api = try await TestAPI.withAdministrators()
    let wrong = try await propose(
      api,
      #"{"soort":"inschrijven","organisatie":"abc","naam":"x","regio":"oost","rollen":["ballie"]}"#
    )
    #expect(wrong.status == 400 && wrong["code"].text == "invalid-rights")
    #expect(wrong["codes"].items.map(\.text) == ["partner-number", "partner-unknown-role"], "\(wrong.text)")
    let formless = try await propose(api, #"{"soort":"inschrijven","naam":"","rollen":"balie","meer":1}"#)
    #expect(formless.status == 400 && formless.faults.count == 5, "\(formless.text)")
    let keys = try await propose(
      api,
      #"{"soort":"sleutels","organisatie":"\#(Self.number)","sleutels":[{"kty":"EC"}]}"#
    )
    #expect(keys.faults == ["wijziging.sleutels[0]"], "\(keys.text)")
    #expect(try await api.send(.get, Self.proposals + "/7", as: TestAPI.first).status == 404)
    #expect(try await api.send(.get, Self.proposals + "/x", as: TestAPI.first).status == 404)
  }

  /// What an organisation meets is entered by two as well. It must fail when the plan leaves the condition out of its digest or of what holds then.
  @Test func conditionsAreEnteredByTwo() async throws {
    let api = try await TestAPI.withAdministrators()
    func meeting(_ day: String) -> String {
      let number = TestAPI.counter.organisation
      return #"{"soort":"voorwaarde","organisatie":"\#(number)","voorwaarde":"convenant","geldigTot":"\#(day)"}"#
    }
    #expect(try await propose(api, meeting("2027-02-30")).faults == ["wijziging.geldigTot"])
    let made = try await propose(api, meeting("2027-12-31"))
    #expect(made.status == 201 && made["wijziging"]["geldigTot"].text == "2027-12-31", "\(made.text)")
    let other = try await propose(api, meeting("2028-12-31"))
    let (address, later) = (try #require(made.headers[.location]), try #require(other.headers[.location]))
    let plan = try await api.send(.get, address + "/plan", as: TestAPI.second)
    #expect(plan["nu"]["voorwaarden"].items.isEmpty, "\(plan.text)")
    #expect(plan["straks"]["voorwaarden"][0]["voorwaarde"].text == "convenant", "\(plan.text)")
    #expect(try await api.send(.get, later + "/plan", as: TestAPI.second)["plan"].text != plan["plan"].text)
    #expect(try await approve(api, address, as: TestAPI.first)["code"].text == "own-proposal")
    #expect(try await approve(api, address)["stand"].text == "goedgekeurd")
    // Nothing holds before it is carried out.
    let list = try await api.send(.get, "/v1/organisaties", as: TestAPI.counter)
    #expect(list["organisaties"].items.allSatisfy { $0["voorwaarden"].items.isEmpty }, "\(list.text)")
  }

  /// It must fail when a mandate of a role that the principal does not have, or beside another one, can be proposed.
  @Test func mandatesAreGivenByTwo() async throws {
    let api = try await TestAPI.withAdministrators()
    let (principal, agent) = (TestAPI.counter.organisation, TestAPI.judge.organisation)
    func mandate(to agent: String, _ role: String, until day: String = "9999-12-31") -> String {
      let held = #""rollen":["\#(role)"],"vanaf":"2020-01-01","geldigTot":"\#(day)""#
      return
        #"{"soort":"mandaat","organisatie":"\#(principal)","mandaat":{"gemachtigde":"\#(agent)","werkstroom":"loan",\#(held)}}"#
    }
    for wrong in [
      mandate(to: principal, "balie"), mandate(to: agent, "adviseur"), mandate(to: agent, "balie", until: "2020-02-01"),
    ] {
      let refused = try await propose(api, wrong)
      #expect(refused.status == 400 && refused["codes"].items.map(\.text) == ["partner-mandate"], "\(refused.text)")
    }
    let made = try await propose(api, mandate(to: agent, "balie"))
    #expect(made.status == 201 && made["wijziging"]["mandaat"]["gemachtigde"].text == agent, "\(made.text)")
    let address = try #require(made.headers[.location])
    let plan = try await api.send(.get, address + "/plan", as: TestAPI.second)
    #expect(plan["gemachtigde"]["naam"].text != nil && plan["nu"]["naam"].text == plan["straks"]["naam"].text)
    #expect(try await approve(api, address, as: TestAPI.first)["code"].text == "own-proposal")
    #expect(try await approve(api, address)["stand"].text == "goedgekeurd")
  }

  /// What moves all cases goes the same way.
  @Test func versionsArePublishedByTwo() async throws {
    let api = try await TestAPI.withAdministrators()
    let sum = String(repeating: "ab", count: 32)
    let made = try await propose(
      api,
      #"{"soort":"publiceren","werkstroom":"nieuw","versie":"1.0.0","sha256":"\#(sum)"}"#
    )
    #expect(made.status == 201 && made["wijziging"]["sha256"].text == sum, "\(made.text)")
    let address = try #require(made.headers[.location])
    let plan = try await api.send(.get, address + "/plan", as: TestAPI.second)
    #expect(plan["nu"].isNull && plan["straks"].isNull && plan["bereik"]["casussen"].number == 0, "\(plan.text)")
    #expect(try await approve(api, address, as: TestAPI.first)["code"].text == "own-proposal")
    #expect(try await approve(api, address)["stand"].text == "goedgekeurd")
    let unknown = try await propose(
      api,
      #"{"soort":"overzetten","werkstroom":"nieuw","vanVersie":"1.0.0","versie":"2.0.0","namen":[{"oud":"a","nieuw":"b"}]}"#
    )
    #expect(unknown.status == 400 && unknown["code"].text == "invalid-rights")
    #expect(unknown["codes"].items.map(\.text) == ["version-unknown", "version-unknown"], "\(unknown.text)")
    let formless = try await propose(
      api,
      #"{"soort":"publiceren","werkstroom":"nieuw","sha256":"x","organisatie":"1"}"#
    )
    #expect(formless.status == 400 && formless.faults.count == 3, "\(formless.text)")
  }

  @Test func onlyAdministratorsOfAllRegionsSeeAnything() async throws {
    let api = try await TestAPI.withAdministrators()
    let address = try #require(try await propose(api, Self.entering).headers[.location])
    for actor in [TestAPI.regional, TestAPI.counter] {
      #expect(try await propose(api, Self.entering, as: actor)["code"].text == "not-administrator")
      for path in [Self.proposals, address, address + "/plan"] {
        #expect(try await api.send(.get, path, as: actor)["code"].text == "not-administrator", "\(path)")
      }
    }
    let rejected = try await api.send(
      .post,
      address + "/afwijzing",
      as: TestAPI.second,
      body: #"{"reden":"Eerst het convenant"}"#
    )
    #expect(rejected["stand"].text == "afgewezen" && rejected["afwijzingsreden"].text == "Eerst het convenant")
    let digest = String(repeating: "0", count: 64)
    let body = #"{"plan":"\#(digest)"}"#
    let late = try await api.send(.post, address + "/goedkeuring", as: TestAPI.second, body: body)
    #expect(late.status == 409 && late["code"].text == "proposal-settled", "\(late.text)")
  }
}
