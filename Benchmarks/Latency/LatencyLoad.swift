import CaseDoor
import Foundation
import StoreBase

/// A case by the ids under which clerk and partner know it.
struct BenchmarkCase: Sendable {
  let clerk: UUID
  let partner: UUID
}

/// Commands at a steady rate, whether those before them are done or not.
struct LatencyLoad {
  let door: CommandDoor
  let cases: [BenchmarkCase]

  /// - Returns: when the door had answered each; the n-th went to the n-th case, counted round.
  func run(_ count: Int, each pause: Duration) async throws -> [ContinuousClock.Instant] {
    let start = ContinuousClock.now
    return try await withThrowingTaskGroup { group in
      for number in 0..<count {
        try await Task.sleep(until: start + pause * number)
        group.addTask {
          let answer = try await door.submit(BenchmarkWorkflow.note(on: cases[number % cases.count].clerk))
          guard case .accepted = answer else { throw BenchmarkError.notWhatWasAsked("the door answered \(answer)") }
          return (number, ContinuousClock.now)
        }
      }
      var answered = Array(repeating: start, count: count)
      for try await (number, moment) in group { answered[number] = moment }
      return answered
    }
  }

  /// The first event of a case told that it was opened.
  func latencies(_ answered: [ContinuousClock.Instant], _ arrivals: Arrivals) -> Latencies {
    Latencies(
      answered.enumerated().compactMap { number, moment in
        let moments = arrivals[cases[number % cases.count].partner.uuidString.lowercased()]
        let place = 1 + number / cases.count
        return moments.indices.contains(place) ? moments[place] - moment : nil
      }
    )
  }
}
