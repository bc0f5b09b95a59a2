import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import Testing

/// The calendar of a role.
@Suite struct DeadlineFeedTests {
  private func feed(_ role: String, _ desk: Desk, as actor: Actor) async throws -> (text: String, read: ParsedCalendar)
  {
    let reply = try await desk.send(.get, "/v1/termijnen/agenda?rol=\(role)", as: actor)
    #expect(reply.status == 200, "\(reply.text)")
    #expect(reply.headers[.contentType] == "text/calendar; charset=utf-8")
    return (reply.text, try ParsedCalendar(reply.text))
  }

  @Test func aDeadlineIsAnAppointmentOnItsLastDayOrMoment() async throws {
    let desk = try await Desk.withTerms()
    let address = try await desk.newCase()
    let id = String(address.suffix(36))
    let listed = try await desk.deadlines(as: Desk.desk)
    let events = try await feed("balie", desk, as: Desk.desk).read.events
    #expect(events.count == 2)
    for event in events {
      #expect(event["SUMMARY"] == "Termijn in een casus (\(id.prefix(8)))")
      #expect(event["DESCRIPTION"] == "Casus \(id)\nhttps://casusregie.example\(address)")
      #expect(event["URL"] == "https://casusregie.example\(address)")
      #expect((event["CLASS"], event["TRANSP"], event["STATUS"]) == ("PRIVATE", "TRANSPARENT", "CONFIRMED"))
      #expect(event["SEQUENCE"] == "1")
      #expect(event["DTSTAMP"]?.wholeMatch(of: /\d{8}T\d{6}Z/) != nil)
      #expect(event["UID"].flatMap(UUID.init) != nil)
    }
    let dues = try listed.map { try Instant(rfc3339: #require($0["uiterlijkTijdstip"].text)) }
    let moment = dues[0].description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    #expect(events[0]["DTSTART"] == moment)
    let lastDay = Amsterdam.date(at: dues[1].adding(microseconds: -1))
    #expect(events[1]["DTSTART;VALUE=DATE"] == lastDay.description.filter { $0 != "-" })
  }

  @Test func itTellsNothingOfWhatKind() async throws {
    let desk = try await Desk.withTerms()
    let address = try await desk.newCase("planted-name")
    _ = try await desk.assign(to: Desk.worker, on: address, "planted-name")
    let words = try TermWorkflow.words() + ["planted-name"] + Desk.all.flatMap { [$0.subject, $0.organisation] }
    for (role, actor) in [("balie", Desk.desk), ("keurder", Desk.judge), ("uitvoerder", Desk.worker)] {
      let text = try await feed(role, desk, as: actor).text.lowercased()
      #expect(text.contains("begin:vevent"))
      let unfolded = text.replacing("\r\n ", with: "")
      for word in words { #expect(!unfolded.contains(word.lowercased()), "\(word) is in the feed of \(role)") }
    }
  }

  @Test func itHasWhatIsForTheRoleAndMayBeSeen() async throws {
    let desk = try await Desk.withTerms()
    let address = try await desk.newCase()
    _ = try await desk.assign(to: Desk.worker, on: address)
    #expect(try await feed("balie", desk, as: Desk.desk).read.events.count == 2)
    // The next thing that happens is a warning to this role.
    #expect(try await feed("keurder", desk, as: Desk.judge).read.events.count == 1)
    #expect(try await feed("uitvoerder", desk, as: Desk.worker).read.events.count == 1)
    // It sees all, and nothing is for it.
    #expect(try await feed("toezicht", desk, as: Desk.watch).read.events.isEmpty)
    // Someone with a second role sees in the calendar of the one nothing of the other.
    let both = Actor(subject: "x", organisation: Desk.desk.organisation, roles: ["balie", "keurder"])
    #expect(try await feed("keurder", desk, as: both).read.events.isEmpty)
    try await desk.grant(address)
    // What stands still has no day; the judge no longer sees the phase.
    #expect(try await feed("balie", desk, as: Desk.desk).read.events.isEmpty)
    #expect(try await feed("keurder", desk, as: Desk.judge).read.events.isEmpty)
  }

  @Test func anIdIsOfOneDeadlineForOneOrganisation() async throws {
    let desk = try await Desk.withTerms()
    _ = try await desk.newCase()
    let mine = try await feed("balie", desk, as: Desk.desk).read.events.compactMap { $0["UID"] }
    try await desk.advance(days: 20)
    #expect(try await feed("balie", desk, as: Desk.desk).read.events.compactMap { $0["UID"] } == mine)
    let theirs = try await feed("keurder", desk, as: Desk.judge).read.events.compactMap { $0["UID"] }
    #expect(Set(mine + theirs).count == 3)
  }

  @Test func longLinesAreFoldedBetweenCharacters() async throws {
    let path = String(repeating: "é,;\\€", count: 30)
    let desk = try await Desk { $0.url = "https://casusregie.example/\(path)/" }
    let address = try await desk.newCase()
    let event = try #require(try await feed("balie", desk, as: Desk.desk).read.events.first)
    #expect(event["URL"] == "https://casusregie.example/\(path)\(address)")
    #expect(event["DESCRIPTION"]?.hasSuffix("https://casusregie.example/\(path)\(address)") == true)
  }

  @Test func withoutCasesThereIsACalendarAllTheSame() async throws {
    let desk = try await Desk()
    let read = try await feed("balie", desk, as: Desk.desk).read
    #expect(read.events.isEmpty)
    #expect(read.properties["NAME"] == "Termijnen in casussen")
  }

  @Test func itIsForWhoActsInTheRole() async throws {
    let desk = try await Desk()
    let path = "/v1/termijnen/agenda"
    #expect(try await desk.send(.get, "\(path)?rol=balie").status == 401)
    let other = try await desk.send(.get, "\(path)?rol=keurder", as: Desk.desk)
    #expect(other.status == 403 && other.isProblem)
    #expect(!other.text.contains("keurder"))
    for query in ["", "?rol=", "?rol=balie&token=x"] {
      #expect(try await desk.send(.get, path + query, as: Desk.desk).status == 400)
    }
    let json = try await desk.send(.get, "\(path)?rol=balie", as: Desk.desk, headers: [.accept: "application/json"])
    #expect(json.status == 406)
  }
}
