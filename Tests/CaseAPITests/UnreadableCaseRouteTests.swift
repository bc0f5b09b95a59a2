import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import Postgres
import Testing

/// What the API says when one case of many cannot be read.
@Suite struct UnreadableCaseRouteTests {
  @Test func listsNameItAndAMetricCountsIt() async throws {
    let api = try await TestAPI()
    let addresses = [try await api.newCase(), try await api.newCase(), try await api.newCase()]
    let alias = try #require(UUID(uuidString: String(addresses[1].suffix(36))))
    try await api.pool.withConnection { connection in
      try connection.query(
        """
        update keyring.case_key set wrapped_by = 'weg'
        where case_id = (select case_id from case_party where alias = \(alias))
        """
      )
      return
    }
    let id = String(addresses[1].suffix(36))
    for path in ["/v1/casussen", "/v1/termijnen"] {
      let reply = try await api.send(.get, path, as: TestAPI.counter)
      #expect(reply.status == 200)
      #expect(reply["casussen"].items.count + reply["termijnen"].items.count == 2)
      #expect(reply["nietLeesbaar"].items.map(\.text) == [id])
      // The judge's organisation knows it by another id.
      #expect(try await api.send(.get, path, as: TestAPI.judge)["nietLeesbaar"].items.count == 1)
    }
    #expect(api.metrics.exposition.contains(#"casusregie_cases_unreadable_total{reason="key_missing"} 4"#))
    // One that only receives is told nothing.
    let applicant = try await api.send(.get, "/v1/casussen", as: TestAPI.applicant)
    #expect(applicant["nietLeesbaar"].items.isEmpty)
  }

  @Test func aDamagedEntryIsShownAsSuchAmongTheOthers() async throws {
    let api = try await TestAPI()
    let address = try await api.newCase()
    let alias = try #require(UUID(uuidString: String(address.suffix(36))))
    let whole = try await api.send(.get, "\(address)/journaal", as: TestAPI.counter)
    #expect(whole["vermeldingen"].items.allSatisfy { $0["leesbaar"].value as? Bool == true })
    try await api.pool.withConnection { connection in
      try connection.query(
        """
        update journal set content = set_byte(content, 20, get_byte(content, 20) # 1)
        where revision = 1 and case_id = (select case_id from case_party where alias = \(alias))
        """
      )
      return
    }
    let damaged = try await api.send(.get, "\(address)/journaal", as: TestAPI.counter)
    #expect(damaged.status == 200 && damaged["vermeldingen"].items.count == whole["vermeldingen"].items.count)
    let first = try #require(damaged["vermeldingen"].items.first)
    #expect(first["leesbaar"].value as? Bool == false && first["velden"].keys.isEmpty && first["revisie"].number == 1)
    #expect(damaged["vermeldingen"].items.dropFirst().allSatisfy { $0["leesbaar"].value as? Bool == true })
    #expect(api.metrics.exposition.contains(#"casusregie_cases_unreadable_total{reason="damaged"} 1"#))
  }
}
