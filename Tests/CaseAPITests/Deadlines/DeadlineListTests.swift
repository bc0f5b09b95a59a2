import CaseCore
import Foundation
import HTTPTypes
import Testing

/// The deadlines of all cases that someone may see.
@Suite struct DeadlineListTests {
  @Test func everyoneSeesThoseOfThePartsThatAreTheirs() async throws {
    let api = try await TestAPI.withTerms()
    let address = try await api.newCase(applicant: true)
    _ = try await api.assign(to: TestAPI.worker, on: address)
    _ = try await api.assign(to: TestAPI.other, on: address)
    let all = ["bellen", "beslissen", "taak-1/afspraak", "taak-2/afspraak"]
    #expect(try await api.deadlineNames(as: TestAPI.counter) == all)
    #expect(try await api.deadlineNames(as: TestAPI.watch) == all)
    // In the circle of the case's phase, and not in that of the tasks.
    #expect(try await api.deadlineNames(as: TestAPI.judge) == ["bellen", "beslissen"])
    #expect(try await api.deadlineNames(as: TestAPI.worker) == ["taak-1/afspraak"])
    #expect(try await api.deadlineNames(as: TestAPI.other) == ["taak-2/afspraak"])
    // One that only receives, one that takes no part, and one of the desk's that acts in another role.
    let colleague = Actor(subject: "x", organisation: TestAPI.counter.organisation, roles: ["keurder"])
    for actor in [TestAPI.applicant, TestAPI.adviser, colleague] {
      #expect(try await api.deadlineNames(as: actor) == [])
    }
  }

  @Test func aPhaseOutsideTheCircleHidesItsDeadlines() async throws {
    let api = try await TestAPI.withTerms()
    try await api.grant(api.newCase())
    #expect(try await api.deadlineNames(as: TestAPI.counter) == ["beslissen"])
    #expect(try await api.deadlineNames(as: TestAPI.judge) == [])
  }

  @Test func aDeadlineSaysWhatItIs() async throws {
    let api = try await TestAPI.withTerms()
    let address = try await api.newCase()
    let list = try await api.deadlines("casus=\(address.suffix(36))", as: TestAPI.counter)
    let deadline = try #require(list.last)
    #expect(
      deadline.keys == [
        "aanZet", "casus", "laatsteDag", "omschrijving", "onderdeel", "regio", "sleutel", "stand", "uiterlijkTijdstip",
        "verlopen", "volgendMoment", "werkstroom",
      ]
    )
    #expect(deadline["casus"].text == String(address.suffix(36)))
    #expect((deadline["werkstroom"].text, deadline["regio"].text) == ("uitleen", "oost"))
    #expect((deadline["omschrijving"].text, deadline["stand"].text) == ("Beslissen", "loopt"))
    let due = try Instant(rfc3339: #require(deadline["uiterlijkTijdstip"].text))
    let next = deadline["volgendMoment"]
    #expect(next["soort"].text == "waarschuwing")
    #expect(next["rollen"].items.compactMap { $0["omschrijving"].text } == ["Keurder"])
    #expect(try Instant(rfc3339: #require(next["tijdstip"].text)) < due)
    // The case itself says the same.
    let shown = try await api.send(.get, address, as: TestAPI.counter)["termijnen"][1]["volgendMoment"]
    #expect((shown["soort"].text, shown["tijdstip"].text) == ("waarschuwing", next["tijdstip"].text))
  }

  @Test func whatStandsStillHasNoMoments() async throws {
    let api = try await TestAPI.withTerms()
    try await api.grant(api.newCase())
    let deadline = try #require(try await api.deadlines("stand=opgeschort", as: TestAPI.counter).first)
    #expect(deadline["stand"].text == "opgeschort")
    #expect(deadline["uiterlijkTijdstip"].isNull && deadline["volgendMoment"].isNull)
    #expect(try await api.deadlineNames("stand=loopt", as: TestAPI.counter) == [])
    // Nobody knows when it will be due.
    #expect(try await api.deadlineNames("voor=9999-12-31", as: TestAPI.counter) == [])
  }

  @Test func whatIsPastItsEndIsOverdue() async throws {
    let api = try await TestAPI.withTerms()
    _ = try await api.newCase()
    try await api.advance(days: 3)
    #expect(try await api.deadlineNames("stand=verlopen", as: TestAPI.counter) == ["bellen"])
    #expect(try await api.deadlineNames("stand=loopt", as: TestAPI.counter) == ["beslissen"])
    try await api.advance(days: 9)
    #expect(try await api.deadlineNames("stand=verlopen", as: TestAPI.counter) == ["bellen", "beslissen"])
    let moment = try await api.deadlines("stand=verlopen", as: TestAPI.counter)[0]["volgendMoment"]
    // The case is shown as the clock has it: its end has passed, whether the loop that tells it has come to it or not.
    #expect(moment.isNull)
  }

  @Test func filtersNarrow() async throws {
    let api = try await TestAPI.withTerms()
    let (first, second) = (try await api.newCase(), try await api.newCase())
    _ = try await api.assign(to: TestAPI.worker, on: second)
    #expect(try await api.deadlineNames("regio=oost", as: TestAPI.counter).count == 5)
    #expect(try await api.deadlineNames("regio=west", as: TestAPI.counter) == [])
    #expect(try await api.deadlineNames("casus=\(first.suffix(36))", as: TestAPI.counter) == ["bellen", "beslissen"])
    // A case that is not the reader's is as one that is not there.
    #expect(try await api.deadlineNames("casus=\(first.suffix(36))", as: TestAPI.judge) == [])
    #expect(try await api.deadlineNames("casus=\(UUID())", as: TestAPI.counter) == [])
    // By its end, or by the warning that comes first.
    #expect(try await api.deadlineNames("rol=keurder", as: TestAPI.counter) == ["beslissen", "beslissen"])
    #expect(try await api.deadlineNames("rol=uitvoerder", as: TestAPI.counter) == ["taak-1/afspraak"])
    #expect(try await api.deadlineNames("rol=adviseur", as: TestAPI.counter) == [])
    #expect(try await api.deadlineNames("rol=uitvoerder&stand=verlopen", as: TestAPI.counter) == [])
  }

  @Test func beforeADayMeansOverWhenItBegins() async throws {
    let api = try await TestAPI.withTerms()
    _ = try await api.newCase()
    let due = try #require(try await api.deadlines("rol=keurder", as: TestAPI.counter)[0]["uiterlijkTijdstip"].text)
    let day = Amsterdam.date(at: try Instant(rfc3339: due))
    #expect(try await api.deadlineNames("rol=keurder&voor=\(day)", as: TestAPI.counter) == ["beslissen"])
    #expect(try await api.deadlineNames("rol=keurder&voor=\(day.adding(days: -1))", as: TestAPI.counter) == [])
  }

  @Test func pagesHoldEverythingOnceAndKeepTheChoice() async throws {
    let api = try await TestAPI()
    for _ in 0...100 { _ = try await api.newCase() }
    let first = try await api.send(.get, "/v1/termijnen?stand=loopt&regio=oost", as: TestAPI.counter)
    let next = try #require(first["volgende"].text)
    #expect(next.hasPrefix("/v1/termijnen?stand=loopt&regio=oost&na="))
    let second = try await api.send(.get, next, as: TestAPI.counter)
    #expect(second["volgende"].isNull)
    let cases = (first["termijnen"].items + second["termijnen"].items).compactMap { $0["casus"].text }
    #expect((first["termijnen"].items.count, cases.count, Set(cases).count) == (100, 101, 101))
    // Cases that bring nothing do not end a page.
    let none = try await api.send(.get, "/v1/termijnen?stand=verlopen", as: TestAPI.counter)
    #expect(none["termijnen"].items.isEmpty && none["volgende"].isNull)
  }

  @Test(arguments: [
    ("stand=klaar", "stand"), ("regio=", "regio"), ("rol=", "rol"), ("casus=x", "casus"), ("voor=2026-02-30", "voor"),
    ("na=x", "na"), ("x=1", "query"), ("stand=loopt&stand=loopt", "query"),
  ])
  func whatIsNotUnderstoodIsSaid(query: String, field: String) async throws {
    let api = try await TestAPI()
    let reply = try await api.send(.get, "/v1/termijnen?\(query)", as: TestAPI.counter)
    #expect((reply.status, reply.faults) == (400, [field]))
  }
}
