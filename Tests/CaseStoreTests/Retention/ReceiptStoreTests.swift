import CaseCore
import LocalTime
import Postgres
import StoreAdministration
import TestOffice
import Testing

@Suite struct ReceiptStoreTests {
  private static let day: Int64 = 86_400_000_000

  @Test func anAnswerIsKeptForItsDaysAndNoLonger() async throws {
    let office = try await Office()
    let first = try await office.apply(id: "one")
    let store = ReceiptStore(office.pool)
    _ = try await office.clock.advance(microseconds: Int64(ReceiptStore.days - 1) * Self.day)
    #expect(try await store.forgetOld() == 0)
    #expect(try await office.apply(id: "one") == first)
    _ = try await office.clock.advance(microseconds: 2 * Self.day)
    #expect(try await store.forgetOld() == 1)
    // The id is new again.
    #expect(try await office.apply(id: "one") != first)
  }
}
