import CaseCore
import Foundation
import HTTPTypes
import Postgres
import Testing

/// Where a page ends may be a case that its reader may not know of.
@Suite struct PlaceTests {
  private static let colleague = Actor(subject: "x", organisation: TestAPI.counter.organisation, roles: ["keurder"])

  @Test func aPlaceNamesNoCaseAndIsForOneReaderAndOneQuestion() async throws {
    let api = try await TestAPI()
    for _ in 0...100 { _ = try await api.newCase() }
    let aliases = try await api.pool.withConnection { connection in
      try connection.query("select alias from case_party").map { try $0[0, as: UUID.self].uuidString.lowercased() }
    }
    let list = try await api.send(.get, "/v1/casussen", as: Self.colleague)
    let next = try #require(list["volgende"].text)
    #expect(list["casussen"].items.isEmpty)
    for alias in aliases { #expect(!next.lowercased().contains(alias)) }
    #expect(try await api.send(.get, next, as: Self.colleague).status == 200)
    #expect(try await api.send(.get, next, as: TestAPI.counter).faults == ["na"])
    let place = String(next.split(separator: "=")[1])
    #expect(try await api.send(.get, "/v1/termijnen?na=\(place)", as: Self.colleague).faults == ["na"])

    let deadlines = try await api.send(.get, "/v1/termijnen?stand=loopt", as: TestAPI.counter)
    let later = try #require(deadlines["volgende"].text)
    for alias in aliases { #expect(!later.lowercased().contains(alias)) }
    #expect(try await api.send(.get, later, as: TestAPI.counter)["termijnen"].items.count == 1)
    let other = later.replacing("stand=loopt", with: "stand=verlopen")
    #expect(try await api.send(.get, other, as: TestAPI.counter).faults == ["na"])
  }
}
