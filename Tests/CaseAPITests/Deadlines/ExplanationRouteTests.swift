import CaseCore
import Foundation
import HTTPTypes
import Testing

@Suite struct ExplanationRouteTests {
  private static let question = "/v1/termijnberekening"

  @Test func aTermIsCountedApartFromAnyCase() async throws {
    let api = try await TestAPI()
    let reply = try await api.send(.get, "\(Self.question)?van=2026-12-24&lengte=P3D&soort=atw", as: TestAPI.counter)
    #expect(reply.status == 200)
    #expect(reply["laatsteDag"].text == "2026-12-29")
    #expect(reply["uiterlijkTijdstip"].text == "2026-12-29T23:00:00Z")
    #expect(reply["van"].text == "2026-12-24" && reply["voor"].isNull)
    #expect((reply["soort"].text, reply["lengte"].text) == ("atw", "P3D"))
    #expect(reply["kalender"].text == WorkCalendar.standard.version)
    #expect(reply["waarschuwingen"].items.isEmpty)
    let steps = reply["stappen"].items
    #expect(steps.compactMap { $0["van"].text } == ["2026-12-24", "2026-12-27", "2026-12-28"])
    #expect(steps.compactMap { $0["tot"].text } == ["2026-12-27", "2026-12-28", "2026-12-29"])
    #expect(
      steps.compactMap { $0["bron"].text }.suffix(2) == [
        "Algemene termijnenwet art. 1 lid 1", "Algemene termijnenwet art. 2",
      ]
    )
    #expect(steps.allSatisfy { $0["regel"].text?.isEmpty == false })
    #expect(
      steps.compactMap { $0["code"].text } == ["step-counted", "step-ended-on-day-off", "step-two-working-days"]
    )
  }

  @Test func itIsCountedBackAndInHours() async throws {
    let api = try await TestAPI()
    let back = try await api.send(.get, "\(Self.question)?voor=2026-06-26&lengte=P5D&soort=atw", as: TestAPI.counter)
    #expect(back["laatsteDag"].text == "2026-06-21" && back["voor"].text == "2026-06-26" && back["van"].isNull)
    let hours = "van=2026-03-28T11:00:00Z&lengte=PT24H&soort=uren"
    let reply = try await api.send(.get, "\(Self.question)?\(hours)", as: TestAPI.counter)
    #expect(reply["laatsteDag"].isNull && reply["uiterlijkTijdstip"].text == "2026-03-29T11:00:00Z")
    #expect(reply["stappen"][0]["tot"].text == "2026-03-29T11:00:00Z")
    let far = try await api.send(.get, "\(Self.question)?van=2031-05-01&lengte=P2W&soort=atw", as: TestAPI.counter)
    #expect(far["waarschuwingen"][0].text?.contains("2031") == true)
  }

  @Test(arguments: [
    ("", ["lengte", "soort", "van"]), ("van=morgen&lengte=P3&soort=wet", ["lengte", "soort", "van"]),
    ("van=2026-01-01&voor=2026-01-01&lengte=P3D&soort=atw", ["voor"]),
    ("van=2026-01-01&lengte=P3W&soort=werkdagen", ["lengte"]),
    ("van=2026-01-01&lengte=P3D&soort=atw&regio=x", ["query"]),
  ])
  func allFaultsAreSaidAtOnce(query: String, faults: [String]) async throws {
    let api = try await TestAPI()
    let reply = try await api.send(.get, "\(Self.question)?\(query)", as: TestAPI.counter)
    #expect(reply.status == 400 && reply.isProblem)
    #expect(reply.faults.sorted() == faults)
  }

  @Test func itIsForKnownPeople() async throws {
    let api = try await TestAPI()
    #expect(try await api.send(.get, "\(Self.question)?van=2026-12-24&lengte=P3D&soort=atw").status == 401)
  }

  @Test func thoseOfACaseAreExplained() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    let reply = try await api.send(.get, address + "/termijnen", as: TestAPI.counter)
    #expect(reply.status == 200 && reply.headers[.eTag] == "\"1\"" && reply["revisie"].number == 1)
    #expect(reply["termijnen"].items.count == 1)
    let term = reply["termijnen"][0]
    #expect(
      (term["sleutel"].text, term["omschrijving"].text, term["bron"].text) == ("beslissen", "Beslissen", "Beleid")
    )
    #expect(term["onderdeel"].isNull && term["opgeschort"].value as? Bool == false)
    #expect(term["gebeurtenissen"].items.isEmpty && term["waarschuwingen"].items.isEmpty)
    #expect(term["stappen"].items.count == 1)
    #expect(term["stappen"][0]["tot"].text == term["laatsteDag"].text)
    #expect(term["komendeMomenten"][0]["soort"].text == "afloop")
    #expect(term["komendeMomenten"][0]["tijdstip"].text == term["uiterlijkTijdstip"].text)
    #expect(term["komendeMomenten"][0]["rollen"][0]["omschrijving"].text == "Balie")
    let shown = try await api.send(.get, address, as: TestAPI.counter)["termijnen"][0]
    #expect(shown["uiterlijkTijdstip"].text == term["uiterlijkTijdstip"].text)
    #expect(shown["begonnenTijdstip"].text == term["begonnenTijdstip"].text)
  }

  /// The holder of a part sees the deadline of that part, and not that of the case or of another's part.
  @Test func onlyThoseThatOneMaySee() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    _ = try await api.assign(to: TestAPI.worker, on: address, "vraag")
    _ = try await api.assign(to: TestAPI.other, on: address, "vraag")
    let all = try await api.send(.get, address + "/termijnen", as: TestAPI.counter)["termijnen"].items
    #expect(all.map { $0["onderdeel"].text } == [nil, "taak-1", "taak-2"])
    let theirs = try await api.onlyCase(of: TestAPI.worker)
    let own = try await api.send(.get, theirs + "/termijnen", as: TestAPI.worker)["termijnen"].items
    #expect(own.map { $0["onderdeel"].text } == ["taak-1"] && own.map { $0["sleutel"].text } == ["afspraak"])
    #expect(try await api.send(.get, theirs + "/termijnen", as: TestAPI.judge).status == 404)
    #expect(try await api.send(.get, theirs + "/termijnen?na=1", as: TestAPI.worker).status == 400)
  }
}
