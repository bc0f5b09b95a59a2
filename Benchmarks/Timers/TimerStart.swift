import Development
import Foundation
import LocalServices

/// How long an instance takes to be ready, beside few cases and beside many: in turns, so that both meet the same machine.
struct TimerStart {
  static let fewDatabase = "casusregie_few"

  struct Outcome {
    /// Seconds from the start of the process until it says that it is ready.
    var few: [Double] = []
    var many: [Double] = []
  }

  let installation: TimerInstallation

  func run(rounds: Int) async throws -> Outcome {
    var outcome = Outcome()
    for round in 0...rounds {
      let few = try await time(Self.fewDatabase)
      let many = try await time(TimerInstallation.database)
      Progress.say("start \(round) of \(rounds): \(few) s with few cases, \(many) s with many")
      // The first of each warms the caches and does not count.
      guard round > 0 else { continue }
      outcome.few.append(few)
      outcome.many.append(many)
    }
    return outcome
  }

  private func time(_ database: String) async throws -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    // The first instance: it is also the issuer of tokens, which it needs to be ready.
    let service = try installation.service(port: installation.port, database: database)
    try await service.awaitReady()
    let duration = start.duration(to: clock.now)
    service.end()
    return duration / .seconds(1)
  }
}
