import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import LocalTime
import OrderedCollections
import Postgres
import StoreBase
import Testing

/// The calendar of a role.
@Suite struct DeadlineFeedTests {
  private func feed(_ role: String, _ api: TestAPI, as actor: Actor) async throws -> (
    text: String, read: ParsedCalendar
  ) {
    let reply = try await api.send(.get, "/v1/termijnen/agenda?rol=\(role)", as: actor)
    #expect(reply.status == 200, "\(reply.text)")
    #expect(reply.headers[.contentType] == "text/calendar; charset=utf-8")
    return (reply.text, try ParsedCalendar(reply.text))
  }

  /// The first word of what a calendar shows.
  private func standing(_ event: [String: String]) -> String? {
    event["SUMMARY"].map { String($0.prefix { $0 != ":" }) }
  }

  @Test func aDeadlineIsAnAppointmentOnItsLastDayOrMoment() async throws {
    let api = try await TestAPI.withTerms()
    let address = try await api.newCase()
    let id = String(address.suffix(36))
    let listed = try await api.deadlines(as: TestAPI.counter)
    let events = try await feed("balie", api, as: TestAPI.counter).read.events
    #expect(
      events.map { $0["SUMMARY"] } == [
        "Termijn: Terugbellen · fase Ontvangen · casus \(id.prefix(8))",
        "Termijn: Beslissen · fase Ontvangen · casus \(id.prefix(8))",
      ]
    )
    for event in events {
      #expect(event["DESCRIPTION"]?.hasSuffix("Casus \(id)\nhttps://casusregie.example\(address)") == true)
      #expect(event["URL"] == "https://casusregie.example\(address)")
      #expect((event["CLASS"], event["TRANSP"], event["STATUS"]) == ("PRIVATE", "TRANSPARENT", "CONFIRMED"))
      #expect(event["SEQUENCE"].flatMap(Int32.init).map { $0 > 0 } == true)
      #expect(event["DTSTAMP"]?.wholeMatch(of: /\d{8}T\d{6}Z/) != nil)
      #expect(event["LAST-MODIFIED"] == event["DTSTAMP"])
      #expect(event["UID"].flatMap(UUID.init) != nil)
    }
    let dues = try listed.map { try Instant(rfc3339: #require($0["uiterlijkTijdstip"].text)) }
    func stamp(_ moment: Instant) -> String { moment.description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z" }
    #expect(events[0]["DTSTART"] == stamp(dues[0].adding(seconds: -1_800)) && events[0]["DTEND"] == stamp(dues[0]))
    let lastDay = Amsterdam.date(at: dues[1].adding(microseconds: -1))
    func digits(_ day: CivilDate) -> String { day.description.filter { $0 != "-" } }
    #expect(events[1]["DTSTART;VALUE=DATE"] == digits(lastDay))
    #expect(events[1]["DTEND;VALUE=DATE"] == digits(lastDay.adding(days: 1)))
  }

  @Test func itTellsNothingOfWhatKind() async throws {
    let api = try await TestAPI.withTerms()
    let address = try await api.newCase("planted-name")
    _ = try await api.assign(to: TestAPI.worker, on: address, "planted-name")
    let words = try TermWorkflow.words() + ["planted-name"] + TestAPI.all.flatMap { [$0.subject, $0.organisation] }
    for (role, actor) in [("balie", TestAPI.counter), ("keurder", TestAPI.judge), ("uitvoerder", TestAPI.worker)] {
      let text = try await feed(role, api, as: actor).text.lowercased()
      #expect(text.contains("begin:vevent"))
      let unfolded = text.replacing("\r\n ", with: "")
      for word in words { #expect(!unfolded.contains(word.lowercased()), "\(word) is in the feed of \(role)") }
    }
  }

  @Test func itIsForTheRolesThatMustAct() async throws {
    let api = try await TestAPI.withTerms()
    let address = try await api.newCase()
    _ = try await api.assign(to: TestAPI.worker, on: address)
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    func shown() async throws -> [Int] {
      var counts: [Int] = []
      for (role, actor) in [("balie", TestAPI.counter), ("keurder", TestAPI.judge), ("uitvoerder", TestAPI.worker)] {
        counts.append(try await feed(role, api, as: actor).read.events.count)
      }
      return counts
    }
    // Both must vote; the task is the worker's alone.
    #expect(try await shown() == [2, 2, 1])
    _ = try await api.command(vote, to: address + "/opdrachten", as: TestAPI.counter)
    #expect(try await shown() == [0, 2, 1])
    _ = try await api.command(vote, to: api.onlyCase(of: TestAPI.judge) + "/opdrachten", as: TestAPI.judge)
    // They agree: it is for the desk to go on.
    #expect(try await shown() == [2, 0, 1])
    // It sees all, and nothing is for it.
    #expect(try await feed("toezicht", api, as: TestAPI.watch).read.events.isEmpty)
    // Someone with a second role sees in the calendar of the one nothing of the other.
    let both = Actor(subject: "x", organisation: TestAPI.counter.organisation, roles: ["balie", "keurder"])
    #expect(try await feed("keurder", api, as: both).read.events.isEmpty)
  }

  @Test func whatStandsStillIsShownAsSuch() async throws {
    let api = try await TestAPI.withTerms()
    let address = try await api.newCase()
    let before = try await feed("balie", api, as: TestAPI.counter).read.events[1]
    try await api.grant(address)
    let events = try await feed("balie", api, as: TestAPI.counter).read.events
    #expect(events.count == 1)
    #expect(events[0]["UID"] == before["UID"])
    #expect(events[0]["SUMMARY"]?.hasPrefix("Opgeschort: Beslissen · fase Verleend") == true)
    #expect(events[0]["STATUS"] == "TENTATIVE")
    #expect(events[0]["DTSTART;VALUE=DATE"] == before["DTSTART;VALUE=DATE"])
    let sequences = [before, events[0]].compactMap { $0["SEQUENCE"].flatMap(Int.init) }
    #expect(sequences.count == 2 && sequences[0] < sequences[1])
    #expect(try await feed("keurder", api, as: TestAPI.judge).read.events.isEmpty)
    // Nobody knows when it will be due: it comes after those that are due later.
    _ = try await api.newCase()
    let all = try await feed("balie", api, as: TestAPI.counter).read
    #expect(all.events.map(standing) == ["Termijn", "Termijn", "Opgeschort"])
  }

  @Test func whatIsOverIsShownAsSuch() async throws {
    let api = try await TestAPI.withTerms()
    _ = try await api.newCase()
    try await api.advance(days: 2)
    let read = try await feed("balie", api, as: TestAPI.counter).read
    #expect(read.events.map(standing) == ["Verlopen", "Termijn"])
    // Nothing reminds of what is over.
    #expect(read.components["VALARM"] == 1)
  }

  @Test func whatTheWorkflowWarnsOfIsAnAlarm() async throws {
    let api = try await TestAPI.withTerms()
    _ = try await api.newCase()
    let (text, read) = try await feed("balie", api, as: TestAPI.counter)
    #expect(read.components["VALARM"] == 2)
    let warned = try #require(try await api.deadlines(as: TestAPI.counter)[1]["volgendMoment"]["tijdstip"].text)
    #expect(text.contains("TRIGGER;VALUE=DATE-TIME:\(warned.prefix(19).filter { $0 != "-" && $0 != ":" })Z\r\n"))
    #expect(text.contains("TRIGGER:-PT1H\r\n"))
    // Of a day that the workflow does not warn of: at nine the day before.
    let other = try await TestAPI()
    _ = try await other.newCase()
    #expect(try await feed("balie", other, as: TestAPI.counter).text.contains("TRIGGER:-PT15H\r\n"))
  }

  @Test func aSecondLookGivesTheSameBytesOrNone() async throws {
    let api = try await TestAPI.withTerms()
    let address = try await api.newCase()
    let path = "/v1/termijnen/agenda?rol=balie"
    let first = try await api.send(.get, path, as: TestAPI.counter)
    let tag = try #require(first.headers[.eTag])
    #expect(first.headers[.cacheControl] == "private, no-cache")
    for known in [tag, "W/\(tag)", "\"x\", \(tag)"] {
      let again = try await api.send(.get, path, as: TestAPI.counter, headers: [.ifNoneMatch: known])
      #expect((again.status, again.text, again.headers[.eTag]) == (304, "", tag))
    }
    // The case changed, its deadlines did not; and it is later.
    _ = try await LocalClock(api.pool).advance(microseconds: 2_000_000)
    let note = #"{"opdracht":"noteren","grondslag":"wet","velden":{"tekst":"x"}}"#
    #expect(try await api.command(note, to: address + "/opdrachten", as: TestAPI.counter).status == 200)
    let later = try await api.send(.get, path, as: TestAPI.counter, headers: [.ifNoneMatch: tag])
    #expect((later.status, later.text) == (304, ""))
    // Another instance makes the same: what it rests on is in the database.
    let other = DeadlineFeed(reader: api.services.reader, url: "https://casusregie.example")
    #expect(try await other.text(for: TestAPI.counter, role: "balie") == first.text)
    // The calendar of another role is another one.
    let judge = try await api.send(.get, "/v1/termijnen/agenda?rol=keurder", as: TestAPI.judge)
    #expect(judge.headers[.eTag] != later.headers[.eTag])
    // So is that of the same role elsewhere.
    var tags: Set<String?> = []
    for actor in [TestAPI.worker, TestAPI.other] {
      tags.insert(try await api.send(.get, "/v1/termijnen/agenda?rol=uitvoerder", as: actor).headers[.eTag])
    }
    #expect(tags.count == 2)
  }

  /// What changes for others alone, a day that passes without anything coming in sight included, makes no other calendar.
  @Test func itIsAnotherOneWhenWhatItShowsIs() async throws {
    let api = try await TestAPI.withTerms()
    _ = try await api.newCase()
    var tags: [String?] = []
    func request() async throws {
      tags.append(try await api.send(.get, "/v1/termijnen/agenda?rol=balie", as: TestAPI.counter).headers[.eTag])
    }
    try await request()
    try await api.advance(days: 1)
    try await request()
    #expect(tags[0] != nil && tags[1] == tags[0])
    _ = try await api.newCase()
    try await request()
    #expect(tags[2] != tags[0])
    // Who holds which role says who must act.
    try await OrganisationStore(api.pool).register(
      Organisation(number: TestAPI.counter.organisation, name: "Organisatie", region: "oost", roles: ["adviseur"]),
      queue: "q.\(TestAPI.counter.organisation)"
    )
    try await request()
    #expect(!tags[..<3].contains(tags[3]))
  }

  @Test func onlyCasesThatChangedAreOpened() async throws {
    let api = try await TestAPI()
    let addresses = [try await api.newCase(), try await api.newCase()]
    #expect(try await feed("balie", api, as: TestAPI.counter).read.events.count == 2)
    // The first cannot be opened any more, and nobody tries as long as it did not change.
    let alias = try #require(UUID(uuidString: String(addresses[0].suffix(36))))
    try await api.pool.withConnection { connection in
      try connection.query(
        """
        update keyring.case_key set wrapped_by = 'weg'
        where case_id = (select case_id from case_party where alias = \(alias))
        """
      )
      return
    }
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    _ = try await api.command(vote, to: addresses[1] + "/opdrachten", as: TestAPI.counter)
    let read = try await feed("balie", api, as: TestAPI.counter).read
    #expect(read.events.compactMap { $0["URL"] } == ["https://casusregie.example\(addresses[0])"])
    // An instance that never saw it leaves it out, and says so.
    let other = DeadlineFeed(reader: api.services.reader, url: "https://casusregie.example")
    let text = try #require(try await other.text(for: TestAPI.counter, role: "balie"))
    #expect(try ParsedCalendar(text).events.isEmpty)
    #expect(
      try ParsedCalendar(text).properties["DESCRIPTION"]?.contains("1 van de casussen zijn niet leesbaar") == true
    )
  }

  @Test func itIsBoundedAndSaysSo() async throws {
    var workflow = try TermWorkflow.workflow()
    workflow.machines["uitleen"]?.deadlines["beslissen"]?.term = .length(
      try DeadlineRule(length: Length(400, .days), kind: .calendar)
    )
    let api = try await TestAPI(workflow: workflow)
    for _ in 0..<3 { _ = try await api.newCase() }
    let whole = try await feed("balie", api, as: TestAPI.counter).read
    // What is due in more than a year is not shown yet.
    #expect(whole.events.count == 3)
    #expect(whole.properties["DESCRIPTION"]?.contains("Dit zijn de eerste") == false)
    let few = DeadlineFeed(reader: api.services.reader, url: "https://casusregie.example", most: 2)
    let read = try ParsedCalendar(try #require(try await few.text(for: TestAPI.counter, role: "balie")))
    #expect(read.events.count == 2)
    #expect(read.properties["DESCRIPTION"]?.hasSuffix("Dit zijn de eerste 2 van 3 termijnen.") == true)
  }

  @Test func anIdIsOfOneDeadlineForOneOrganisation() async throws {
    let api = try await TestAPI.withTerms()
    _ = try await api.newCase()
    let mine = try await feed("balie", api, as: TestAPI.counter).read.events.compactMap { $0["UID"] }
    try await api.advance(days: 1)
    #expect(try await feed("balie", api, as: TestAPI.counter).read.events.compactMap { $0["UID"] } == mine)
    let theirs = try await feed("keurder", api, as: TestAPI.judge).read.events.compactMap { $0["UID"] }
    #expect(Set(mine + theirs).count == 4)
  }

  @Test func longLinesAreFoldedBetweenCharacters() async throws {
    let path = String(repeating: "é,;\\€", count: 30)
    let api = try await TestAPI { $0.url = "https://casusregie.example/\(path)/" }
    let address = try await api.newCase()
    let event = try #require(try await feed("balie", api, as: TestAPI.counter).read.events.first)
    #expect(event["URL"] == "https://casusregie.example/\(path)\(address)")
    #expect(event["DESCRIPTION"]?.hasSuffix("https://casusregie.example/\(path)\(address)") == true)
  }

  @Test func withoutCasesThereIsACalendarAllTheSame() async throws {
    let api = try await TestAPI()
    let read = try await feed("balie", api, as: TestAPI.counter).read
    #expect(read.events.isEmpty)
    #expect(read.properties["NAME"] == "Termijnen in casussen")
    // A calendar has at least one component.
    #expect(read.components["VTIMEZONE"] == 1)
  }

  @Test func itIsForWhoActsInTheRole() async throws {
    let api = try await TestAPI()
    let path = "/v1/termijnen/agenda"
    #expect(try await api.send(.get, "\(path)?rol=balie").status == 401)
    let other = try await api.send(.get, "\(path)?rol=keurder", as: TestAPI.counter)
    #expect(other.status == 403 && other.isProblem)
    #expect(!other.text.contains("keurder"))
    for query in ["", "?rol=", "?rol=balie&token=x"] {
      #expect(try await api.send(.get, path + query, as: TestAPI.counter).status == 400)
    }
    let json = try await api.send(
      .get,
      "\(path)?rol=balie",
      as: TestAPI.counter,
      headers: [.accept: "application/json"]
    )
    #expect(json.status == 406)
  }
}
