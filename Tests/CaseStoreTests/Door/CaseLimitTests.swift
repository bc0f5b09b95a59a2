import Foundation
import StoreBase
import TestOffice
import TestServices
import Testing

@testable import CaseDoor

/// Of four connections, one works on a case and the others wait in line.
@Suite("Turns on one case", .timeLimit(.minutes(5))) struct CaseLimitTests {
  private let caseID = UUID()
  private let mayEnd = Signal(false)
  private let begun = Signal(0)
  private let refused = Signal(0)

  /// Work that ends when it may; whether it had its turn.
  private func work(_ limit: CaseLimit) -> Task<Bool, Never> {
    Task {
      do throws(StoreError) {
        try await limit.run { (place) async throws(StoreError) in
          try place.take(caseID)
          begun.update { $0 += 1 }
          // Ends by itself only when the test has failed.
          _ = try? await mayEnd.wait(for: "the end") { $0 }
        }
        return true
      } catch {
        if case .contended = error { refused.update { $0 += 1 } }
        return false
      }
    }
  }

  @Test("who finds the line full is told to come back at once; those in it get their turn") func full() async throws {
    let limit = CaseLimit(of: try await Office().pool, limit: 2, patience: .seconds(600))
    let first = work(limit)
    try await begun.wait(for: "the first") { $0 == 1 }
    let others = (0..<3).map { _ in work(limit) }
    try await refused.wait(for: "one that finds no place") { $0 == 1 }
    #expect(begun.value == 1)
    mayEnd.update { $0 = true }
    var served = await first.value ? 1 : 0
    for other in others where await other.value { served += 1 }
    #expect(served == 3 && refused.value == 1)
  }

  @Test("nobody is told to come back while there is place, however fast they come and go") func fast() async throws {
    let limit = CaseLimit(of: try await Office().pool, limit: 8, patience: .seconds(600))
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<5_000 {
            do throws(StoreError) {
              try await limit.run { (place) async throws(StoreError) in try place.take(caseID) }
            } catch { refused.update { $0 += 1 } }
          }
        }
      }
    }
    #expect(refused.value == 0)
  }

  @Test("who has waited for too long is told to come back, and leaves the line") func patience() async throws {
    let limit = CaseLimit(of: try await Office().pool, limit: 1, patience: .milliseconds(20))
    let first = work(limit)
    try await begun.wait(for: "the first") { $0 == 1 }
    for count in 1...2 {
      let other = work(limit)
      try await refused.wait(for: "the end of its patience") { $0 == count }
      #expect(await !other.value)
    }
    mayEnd.update { $0 = true }
    #expect(await first.value)
    #expect(await work(limit).value)
  }
}
