import CaseCore
import Foundation
import HTTPTypes
import Postgres
import Testing

/// Where a page ends may be a case that its reader may not know of.
@Suite struct PlaceTests {
  private static let colleague = Actor(subject: "x", organisation: Desk.desk.organisation, roles: ["keurder"])

  @Test func aPlaceNamesNoCaseAndIsForOneReaderAndOneQuestion() async throws {
    let desk = try await Desk()
    for _ in 0...100 { _ = try await desk.newCase() }
    let aliases = try await desk.pool.withConnection { connection in
      try connection.query("select alias from case_party").map { try $0[0, as: UUID.self].uuidString.lowercased() }
    }
    let list = try await desk.send(.get, "/v1/casussen", as: Self.colleague)
    let next = try #require(list["volgende"].text)
    #expect(list["casussen"].items.isEmpty)
    for alias in aliases { #expect(!next.lowercased().contains(alias)) }
    #expect(try await desk.send(.get, next, as: Self.colleague).status == 200)
    #expect(try await desk.send(.get, next, as: Desk.desk).faults == ["na"])
    let place = String(next.split(separator: "=")[1])
    #expect(try await desk.send(.get, "/v1/termijnen?na=\(place)", as: Self.colleague).faults == ["na"])

    let deadlines = try await desk.send(.get, "/v1/termijnen?stand=loopt", as: Desk.desk)
    let later = try #require(deadlines["volgende"].text)
    for alias in aliases { #expect(!later.lowercased().contains(alias)) }
    #expect(try await desk.send(.get, later, as: Desk.desk)["termijnen"].items.count == 1)
    let other = later.replacing("stand=loopt", with: "stand=verlopen")
    #expect(try await desk.send(.get, other, as: Desk.desk).faults == ["na"])
  }
}
