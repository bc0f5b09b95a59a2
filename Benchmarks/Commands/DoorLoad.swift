import CaseDoor
import Foundation
import StoreBase

/// Commands through the door, so many at a time.
struct DoorLoad {
  let door: CommandDoor
  let inFlight: Int

  /// Opens cases.
  /// - Returns: the ids under which the clerk knows them.
  func open(_ count: Int) async throws -> [UUID] {
    try await withThrowingTaskGroup(of: [UUID].self) { group in
      for part in 0..<inFlight {
        group.addTask { try await open(from: part, of: count) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  /// Gives commands on random cases until `end`.
  func run(on cases: [UUID], until end: ContinuousClock.Instant) async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<inFlight {
        group.addTask {
          while ContinuousClock.now < end, let alias = cases.randomElement() {
            _ = try await accepted(BenchmarkWorkflow.note(on: alias))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func open(from part: Int, of count: Int) async throws -> [UUID] {
    var aliases: [UUID] = []
    for number in stride(from: part, to: count, by: inFlight) {
      aliases.append(try await accepted(BenchmarkWorkflow.opening))
      if number % 10_000 == 0 { Progress.say("opening cases: \(number) of \(count)") }
    }
    return aliases
  }

  private func accepted(_ submission: Submission) async throws -> UUID {
    let answer = try await door.submit(submission)
    guard case .accepted(let accepted) = answer, let alias = accepted.alias else {
      throw BenchmarkError.notWhatWasAsked("the door answered \(answer)")
    }
    return alias
  }
}
