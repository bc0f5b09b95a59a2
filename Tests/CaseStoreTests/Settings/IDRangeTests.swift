import Foundation
import Testing

@testable import DeadlineAdministration

@Suite("The parts in which all cases are read")
struct IDRangeTests {
  @Test("Every id is in exactly one part", arguments: [1, 2, 3, 7, 51, 1_000])
  func everyIDOnce(count: Int) {
    let parts = IDRange.parts(count)
    #expect(parts.count == count)
    #expect(parts.first?.first == UUID(uuidString: "00000000-0000-0000-0000-000000000000"))
    #expect(parts.last?.last == UUID(uuidString: "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"))
    for (part, next) in zip(parts, parts.dropFirst()) {
      #expect(part.first < part.last)
      #expect(part.last < next.first)
      // Between the two there is no other id.
      #expect(high(next.first) == high(part.last) + 1)
      #expect(low(part.last) == .max && low(next.first) == 0)
    }
  }

  private func high(_ id: UUID) -> UInt64 { half(id, 0) }
  private func low(_ id: UUID) -> UInt64 { half(id, 8) }

  private func half(_ id: UUID, _ start: Int) -> UInt64 {
    withUnsafeBytes(of: id.uuid) { $0.loadUnaligned(fromByteOffset: start, as: UInt64.self).bigEndian }
  }
}
