import CaseCore
import Foundation
import HTTPTypes
import Testing

/// The deadlines of all cases that someone may see.
@Suite struct DeadlineListTests {
  @Test func everyoneSeesThoseOfThePartsThatAreTheirs() async throws {
    let desk = try await Desk.withTerms()
    let address = try await desk.newCase(applicant: true)
    _ = try await desk.assign(to: Desk.worker, on: address)
    _ = try await desk.assign(to: Desk.other, on: address)
    let all = ["bellen", "beslissen", "taak-1/afspraak", "taak-2/afspraak"]
    #expect(try await desk.deadlineNames(as: Desk.desk) == all)
    #expect(try await desk.deadlineNames(as: Desk.watch) == all)
    // In the circle of the case's phase, and not in that of the tasks.
    #expect(try await desk.deadlineNames(as: Desk.judge) == ["bellen", "beslissen"])
    #expect(try await desk.deadlineNames(as: Desk.worker) == ["taak-1/afspraak"])
    #expect(try await desk.deadlineNames(as: Desk.other) == ["taak-2/afspraak"])
    // One that only receives, one that takes no part, and one of the desk's that acts in another role.
    let colleague = Actor(subject: "x", organisation: Desk.desk.organisation, roles: ["keurder"])
    for actor in [Desk.applicant, Desk.adviser, colleague] {
      #expect(try await desk.deadlineNames(as: actor) == [])
    }
  }

  @Test func aPhaseOutsideTheCircleHidesItsDeadlines() async throws {
    let desk = try await Desk.withTerms()
    try await desk.grant(desk.newCase())
    #expect(try await desk.deadlineNames(as: Desk.desk) == ["beslissen"])
    #expect(try await desk.deadlineNames(as: Desk.judge) == [])
  }

  @Test func aDeadlineSaysWhatItIs() async throws {
    let desk = try await Desk.withTerms()
    let address = try await desk.newCase()
    let list = try await desk.deadlines("casus=\(address.suffix(36))", as: Desk.desk)
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
    let shown = try await desk.send(.get, address, as: Desk.desk)["termijnen"][1]["volgendMoment"]
    #expect((shown["soort"].text, shown["tijdstip"].text) == ("waarschuwing", next["tijdstip"].text))
  }

  @Test func whatStandsStillHasNoMoments() async throws {
    let desk = try await Desk.withTerms()
    try await desk.grant(desk.newCase())
    let deadline = try #require(try await desk.deadlines("stand=opgeschort", as: Desk.desk).first)
    #expect(deadline["stand"].text == "opgeschort")
    #expect(deadline["uiterlijkTijdstip"].isNull && deadline["volgendMoment"].isNull)
    #expect(try await desk.deadlineNames("stand=loopt", as: Desk.desk) == [])
    // Nobody knows when it will be due.
    #expect(try await desk.deadlineNames("voor=9999-12-31", as: Desk.desk) == [])
  }

  @Test func whatIsPastItsEndIsOverdue() async throws {
    let desk = try await Desk.withTerms()
    _ = try await desk.newCase()
    try await desk.advance(days: 3)
    #expect(try await desk.deadlineNames("stand=verlopen", as: Desk.desk) == ["bellen"])
    #expect(try await desk.deadlineNames("stand=loopt", as: Desk.desk) == ["beslissen"])
    try await desk.advance(days: 9)
    #expect(try await desk.deadlineNames("stand=verlopen", as: Desk.desk) == ["bellen", "beslissen"])
    let moment = try await desk.deadlines("stand=verlopen", as: Desk.desk)[0]["volgendMoment"]
    // The case is shown as the clock has it: its end has passed, whether the loop that tells it has come to it or not.
    #expect(moment.isNull)
  }

  @Test func filtersNarrow() async throws {
    let desk = try await Desk.withTerms()
    let (first, second) = (try await desk.newCase(), try await desk.newCase())
    _ = try await desk.assign(to: Desk.worker, on: second)
    #expect(try await desk.deadlineNames("regio=oost", as: Desk.desk).count == 5)
    #expect(try await desk.deadlineNames("regio=west", as: Desk.desk) == [])
    #expect(try await desk.deadlineNames("casus=\(first.suffix(36))", as: Desk.desk) == ["bellen", "beslissen"])
    // A case that is not the reader's is as one that is not there.
    #expect(try await desk.deadlineNames("casus=\(first.suffix(36))", as: Desk.judge) == [])
    #expect(try await desk.deadlineNames("casus=\(UUID())", as: Desk.desk) == [])
    // By its end, or by the warning that comes first.
    #expect(try await desk.deadlineNames("rol=keurder", as: Desk.desk) == ["beslissen", "beslissen"])
    #expect(try await desk.deadlineNames("rol=uitvoerder", as: Desk.desk) == ["taak-1/afspraak"])
    #expect(try await desk.deadlineNames("rol=adviseur", as: Desk.desk) == [])
    #expect(try await desk.deadlineNames("rol=uitvoerder&stand=verlopen", as: Desk.desk) == [])
  }

  @Test func beforeADayMeansOverWhenItBegins() async throws {
    let desk = try await Desk.withTerms()
    _ = try await desk.newCase()
    let due = try #require(try await desk.deadlines("rol=keurder", as: Desk.desk)[0]["uiterlijkTijdstip"].text)
    let day = Amsterdam.date(at: try Instant(rfc3339: due))
    #expect(try await desk.deadlineNames("rol=keurder&voor=\(day)", as: Desk.desk) == ["beslissen"])
    #expect(try await desk.deadlineNames("rol=keurder&voor=\(day.adding(days: -1))", as: Desk.desk) == [])
  }

  @Test func pagesHoldEverythingOnceAndKeepTheChoice() async throws {
    let desk = try await Desk()
    for _ in 0...100 { _ = try await desk.newCase() }
    let first = try await desk.send(.get, "/v1/termijnen?stand=loopt&regio=oost", as: Desk.desk)
    let next = try #require(first["volgende"].text)
    #expect(next.hasPrefix("/v1/termijnen?stand=loopt&regio=oost&na="))
    let second = try await desk.send(.get, next, as: Desk.desk)
    #expect(second["volgende"].isNull)
    let cases = (first["termijnen"].items + second["termijnen"].items).compactMap { $0["casus"].text }
    #expect((first["termijnen"].items.count, cases.count, Set(cases).count) == (100, 101, 101))
    // Cases that bring nothing do not end a page.
    let none = try await desk.send(.get, "/v1/termijnen?stand=verlopen", as: Desk.desk)
    #expect(none["termijnen"].items.isEmpty && none["volgende"].isNull)
  }

  @Test(arguments: [
    ("stand=klaar", "stand"), ("regio=", "regio"), ("rol=", "rol"), ("casus=x", "casus"), ("voor=2026-02-30", "voor"),
    ("na=x", "na"), ("x=1", "query"), ("stand=loopt&stand=loopt", "query"),
  ])
  func whatIsNotUnderstoodIsSaid(query: String, field: String) async throws {
    let desk = try await Desk()
    let reply = try await desk.send(.get, "/v1/termijnen?\(query)", as: Desk.desk)
    #expect((reply.status, reply.faults) == (400, [field]))
  }
}
