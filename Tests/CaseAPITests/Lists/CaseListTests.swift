import CaseCore
import Foundation
import HTTPTypes
import Postgres
import Testing

/// Lists of cases that are asked for by what is shown of them.
@Suite struct CaseListTests {
  @Test func whatIsDueComesFirst() async throws {
    let api = try await TestAPI()
    var ids: [String] = []
    for _ in 0..<3 {
      ids.append(String(try await api.newCase().suffix(36)))
      try await api.advance(days: 1)
    }
    #expect(try await api.listed("sorteer=uiterlijkTijdstip", as: TestAPI.counter) == ids)
    #expect(try await api.listed("sorteer=-uiterlijkTijdstip", as: TestAPI.counter) == ids.reversed())
    #expect(try await api.listed("verlopen=true&sorteer=uiterlijkTijdstip", as: TestAPI.counter).isEmpty)
    try await api.advance(days: 9)
    #expect(
      try await api.listed("verlopen=true&sorteer=uiterlijkTijdstip", as: TestAPI.counter) == Array(ids.prefix(2))
    )
    #expect(try await api.listed("verlopen=false", as: TestAPI.counter) == [ids[2]])
    let listed = try await api.send(.get, "/v1/casussen?verlopen=false", as: TestAPI.counter)["casussen"][0]
    let shown = try await api.send(.get, "/v1/casussen/\(ids[2])", as: TestAPI.counter)
    #expect(listed["uiterlijkTijdstip"].text == shown["termijnen"][0]["uiterlijkTijdstip"].text)
    #expect(listed["opgeschort"].value as? Bool == false)
    #expect(listed["verlopen"].value as? Bool == false)
    #expect(listed["aanZet"].items.contains { $0["sleutel"].text == "balie" && $0["omschrijving"].text == "Balie" })
  }

  @Test func sinceWhenIsTheDayOfTheLastOtherPhase() async throws {
    let api = try await TestAPI()
    var ids: [String] = []
    for _ in 0..<3 {
      ids.append(String(try await api.newCase().suffix(36)))
      try await api.advance(days: 1)
    }
    let before = try await api.since(ids)
    #expect(Set(before).count == 3 && before == before.sorted())
    // A note leaves a case in its phase; to be granted is another one, which is not for the judge.
    let note = #"{"opdracht":"noteren","velden":{"tekst":"x"}}"#
    _ = try await api.command(note, to: "/v1/casussen/\(ids[1])/opdrachten", as: TestAPI.counter)
    try await api.grantOne(ids[0])
    let today = Amsterdam.date(at: try await api.now()).description
    #expect(try await api.since(ids) == [today, before[1], before[2]])
    #expect(try await api.listed("sorteer=faseSinds", as: TestAPI.counter) == [ids[1], ids[2], ids[0]])
    #expect(try await api.listed("sorteer=-faseSinds", as: TestAPI.counter) == [ids[0], ids[2], ids[1]])
    #expect(try await api.listed("inFaseSinds=\(before[1])", as: TestAPI.counter) == [ids[1]])
    for item in try await api.items("", as: TestAPI.judge) {
      let shown = try await api.send(.get, "/v1/casussen/\(item["id"].text ?? "")", as: TestAPI.judge)
      #expect(item["faseSinds"].isNull == item["fase"].isNull && shown["faseSinds"].isNull == item["fase"].isNull)
    }
    #expect(try await api.listed("inFaseSinds=2100-01-01", as: TestAPI.judge).count == 2)
    let ordered = try await api.items("sorteer=faseSinds", as: TestAPI.judge)
    #expect(ordered.map { $0["faseSinds"].isNull } == [false, false, true])
  }

  /// The judge may not know that a case is granted, when it is due then, or that it changed.
  @Test func whatIsHiddenIsNotFound() async throws {
    let api = try await TestAPI()
    try await api.grant(api.newCase())
    #expect(try await api.listed("fase=verleend", as: TestAPI.counter).count == 1)
    #expect(try await api.listed("fase=verleend", as: TestAPI.judge) == [])
    #expect(try await api.listed("gewijzigdSinds=2020-01-01T00:00:00Z", as: TestAPI.judge) == [])
    _ = try await api.assign(to: TestAPI.worker, on: api.newCase())
    try await api.advance(days: 20)
    #expect(try await api.listed("verlopen=true", as: TestAPI.judge).count == 1)
    #expect(try await api.listed("rol=uitvoerder", as: TestAPI.judge) == [])
    #expect(try await api.listed("rol=uitvoerder", as: TestAPI.counter).count == 1)
    #expect(try await api.listed("rol=uitvoerder", as: TestAPI.worker).count == 1)
  }

  @Test func allThatIsWrongIsSaidAtOnce() async throws {
    let api = try await TestAPI()
    let forms = try await api.send(
      .get,
      "/v1/casussen?verlopen=ja&opgeschort=&gewijzigdSinds=gisteren&inFaseSinds=mei&sorteer=naam&werkstroom=",
      as: TestAPI.counter
    )
    #expect(forms.status == 400 && forms.isProblem)
    #expect(Set(forms.faults) == ["verlopen", "opgeschort", "gewijzigdSinds", "inFaseSinds", "sorteer", "werkstroom"])
    let names = try await api.send(.get, "/v1/casussen?werkstroom=uitlen&rol=balje&na=x", as: TestAPI.counter)
    #expect(names.status == 400 && names.faults == ["werkstroom", "rol", "na"])
    #expect(names.text.contains("«uitleen»") && names.text.contains("«balie»"))
    // A state of a child is no phase of a case.
    #expect(try await api.send(.get, "/v1/casussen?fase=klaar", as: TestAPI.counter).faults == ["fase"])
  }

  @Test func aPlaceHoldsForOneReaderAndOneQuestion() async throws {
    let api = try await TestAPI()
    for _ in 0..<101 { _ = try await api.newCase() }
    let first = try await api.send(.get, "/v1/casussen?sorteer=uiterlijkTijdstip", as: TestAPI.counter)
    #expect(first["casussen"].items.count == 100)
    let next = try #require(first["volgende"].text)
    #expect(try await api.send(.get, next, as: TestAPI.counter)["casussen"].items.count == 1)
    #expect(try await api.listed("sorteer=uiterlijkTijdstip", as: TestAPI.counter).count == 101)
    let place = try #require(next.split(separator: "na=").last)
    for other in ["sorteer=-uiterlijkTijdstip&", "sorteer=uiterlijkTijdstip&fase=ontvangen&", ""] {
      #expect(try await api.send(.get, "/v1/casussen?\(other)na=\(place)", as: TestAPI.counter).faults == ["na"])
    }
    let colleague = Actor(subject: "x", organisation: TestAPI.counter.organisation, roles: ["balie"])
    #expect(try await api.send(.get, next, as: colleague).faults == ["na"])
    #expect(try await api.send(.get, next.dropLast() + "", as: TestAPI.counter).faults == ["na"])
  }

  /// Cases that stand still between two pages come once, whatever happens to others.
  @Test func whatStandsStillComesOnce() async throws {
    let api = try await TestAPI()
    var addresses: [String] = []
    for _ in 0..<150 { addresses.append(try await api.newCase()) }
    let first = try await api.send(.get, "/v1/casussen?sorteer=uiterlijkTijdstip", as: TestAPI.counter)
    let before = first["casussen"].items.compactMap { $0["id"].text }
    // The first of the page, and one behind it, go to the end; and a new one comes.
    let behind = addresses.map { String($0.suffix(36)) }.filter { !before.contains($0) }
    let moved = [before[0], behind[0]]
    for id in moved { try await api.grantOne(id) }
    try await api.advance(days: 1)
    let new = String(try await api.newCase().suffix(36))
    let rest = try await api.send(.get, try #require(first["volgende"].text), as: TestAPI.counter)
    let all = before + rest["casussen"].items.compactMap { $0["id"].text }
    #expect(rest["volgende"].isNull)
    #expect(all.suffix(3).sorted() == (moved + [new]).sorted() && all.suffix(3).first == new)
    #expect(all.filter { !moved.contains($0) }.count == 149)
    #expect(addresses.allSatisfy { all.contains(String($0.suffix(36))) })
  }
}

extension TestAPI {
  /// What each of these cases says since when it is in its phase.
  fileprivate func since(_ ids: [String]) async throws -> [String] {
    var days: [String] = []
    for id in ids {
      let shown = try await send(.get, "/v1/casussen/\(id)", as: Self.counter)
      days.append(shown["faseSinds"].text ?? "")
    }
    return days
  }

  /// Grants one of several cases, which is under no term then.
  fileprivate func grantOne(_ id: String) async throws {
    let theirs = try await pool.withConnection { connection in
      let rows = try connection.query(
        """
        select theirs.alias from case_party mine join case_party theirs using (case_id)
        where mine.alias = \(UUID(uuidString: id)) and theirs.organisation = \(Self.judge.organisation)
        """
      )
      return try rows[0][0, as: UUID.self].uuidString.lowercased()
    }
    let vote = #"{"opdracht":"oordelen","velden":{"stem":"ja"}}"#
    _ = try await command(vote, to: "/v1/casussen/\(id)/opdrachten", as: Self.counter)
    _ = try await command(vote, to: "/v1/casussen/\(theirs)/opdrachten", as: Self.judge)
    let granted = try await command(#"{"opdracht":"verlenen"}"#, to: "/v1/casussen/\(id)/opdrachten", as: Self.counter)
    #expect(granted.status == 200)
  }
}
