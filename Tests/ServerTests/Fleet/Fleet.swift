import Development
import Foundation
import LocalServices
import SeededRandom
import Server
import TestServices

/// Two instances of one installation, and what can happen to them.
struct Fleet: Sendable {
  enum Fate: CaseIterable {
    /// One dies in the middle of its work, and the other does the rest.
    case kill
    /// One stands still with its claims and connections open, and the other does the rest before it goes on.
    case freeze
    /// Both die, and what comes due meanwhile waits for them.
    case killAll
  }

  private let installation: Installation
  private let instances: [Instance]
  private let sender: Sender
  private let administration: Administration
  private let settingsService: FleetSettings

  static func start(_ installation: Installation) async throws -> Fleet {
    let fleet = Fleet(
      installation: installation,
      instances: [
        try await Instance.start(installation.settingsFile, port: installation.settings.http.port),
        try await Instance.start(installation.settingsFile, port: LocalServices.freePort()),
      ],
      sender: try await Sender(
        Partners.municipality,
        role: "gemeente",
        tokens: LocalTokens(installation.settings)
      ),
      administration: try Administration(installation.settings),
      settingsService: try await FleetSettings(installation)
    )
    try await fleet.awaitReady()
    return fleet
  }

  /// Cases begin, time moves, and in the middle of what comes due something happens to the instances.
  func round(_ fate: Fate, _ random: inout SeededGenerator) async throws {
    try await openCases(Int.random(in: 2...8, using: &random))
    // Now and then administrators set deadlines just before: cases are counted anew while instances die.
    let planned = Bool.random(using: &random) ? try await settingsService.change(&random) : nil
    let fired = try await count("select count(*) from timer where outcome = 'fired'")
    let victim = instances[Int.random(in: instances.indices, using: &random)]
    let days = Int.random(in: 1...60, using: &random)
    let enough = fired + Int.random(in: 0...6, using: &random)
    print("fleet test: \(fate) after \(days) days and \(enough - fired) timers")
    try await advance(days: days)
    try await waitFor("some timers to fire") { try await isDone(upTo: enough) }
    switch fate {
    case .kill:
      try await victim.kill()
      try await awaitAllSettled()
      try await victim.restart()
    case .freeze:
      victim.freeze()
      try await advance(days: 1)
      try await awaitAllSettled()
      victim.thaw()
    case .killAll:
      for instance in instances { try await instance.kill() }
      try await advance(days: Int.random(in: 1...60, using: &random))
      for instance in instances { try await instance.restart() }
    }
    try await awaitReady()
    if let planned { try await settingsService.expect(planned) }
  }

  func openCases(_ count: Int) async throws {
    for number in 0..<count {
      let url = instances[number % instances.count].url
      _ = try await sender.give(Body.signal(to: sender.organisation), at: url)
    }
  }

  func advance(days: Int) async throws {
    try await administration.advance(microseconds: Int64(days) * 86_400_000_000)
  }

  func awaitReady() async throws {
    for instance in instances { try await instance.waitUntilReady() }
  }

  func awaitAllSettled() async throws {
    try await waitFor("all that is due to be settled") { try await overdue() == 0 }
  }

  func stop() async throws {
    for instance in instances { _ = try await instance.stop() }
  }

  /// Whether so many have fired, or no more can.
  private func isDone(upTo fired: Int) async throws -> Bool {
    if try await count("select count(*) from timer where outcome = 'fired'") >= fired { return true }
    return try await overdue() == 0
  }

  private func overdue() async throws -> Int {
    try await count("select count(*) from timer where outcome is null and at <= service_now()")
  }

  private func count(_ sql: String) async throws -> Int {
    Int(try await installation.rows(sql).first ?? "") ?? -1
  }
}
