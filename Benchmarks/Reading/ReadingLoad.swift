import CaseReading
import Foundation

/// Reads for the clerk, so many at a time.
struct ReadingLoad {
  enum Kind: String {
    /// One case, at random.
    case one = "a case"
    /// The page that people begin with: of all cases those that are due first.
    case list = "a list"
  }

  let reader: CaseReader
  let cases: [UUID]
  let inFlight: Int
  private static let page = 50

  /// - Returns: how many were answered a second.
  func rate(_ kind: Kind, seconds: Int) async throws -> Double {
    let start = ContinuousClock.now
    let end = start + .seconds(seconds)
    let count = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<inFlight {
        group.addTask {
          var count = 0
          while ContinuousClock.now < end {
            try await read(kind)
            count += 1
          }
          return count
        }
      }
      return try await group.reduce(0, +)
    }
    return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
  }

  private func read(_ kind: Kind) async throws {
    let clerk = BenchmarkWorkflow.clerk
    switch kind {
    case .one:
      guard let alias = cases.randomElement(), try await reader.view(alias, for: clerk) != nil else {
        throw BenchmarkError.notWhatWasAsked("a case was not shown")
      }
    case .list:
      let list = try await reader.list(CaseFilter(), by: .due, for: clerk, after: nil, limit: Self.page)
      guard list.cases.count == min(Self.page, cases.count) else {
        throw BenchmarkError.notWhatWasAsked("\(list.cases.count) cases were listed of \(cases.count)")
      }
    }
  }
}
