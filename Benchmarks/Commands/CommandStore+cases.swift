import Foundation
import LocalServices
import Postgres
import StoreAdministration
import StoreBase

extension CommandStore {
  /// A database with cases that were opened through the door, at rest.
  /// - Parameter connections: as many are open afterwards.
  /// - Returns: the ids under which the clerk knows the cases, too.
  static func filled(
    _ name: String,
    on postgres: LocalPostgres,
    _ keyring: Keyring,
    cases: Int,
    connections: Int
  ) async throws -> (CommandStore, [UUID]) {
    let created = try await create(name, on: postgres)
    try await created.waitForDisk(false)
    await created.pool.close()
    let filling = try created.reopened(connections: 16)
    let opened = try await DoorLoad(door: filling.door(keyring), inFlight: 16).open(cases)
    await filling.pool.close()
    try await filling.waitForDisk(true)
    try await filling.settle()
    return (try filling.reopened(connections: connections), opened)
  }

  /// Checks every journal: one fault and there are no figures.
  /// - Returns: what was checked.
  func verify(_ keyring: Keyring, cases: Int) async throws -> String {
    Progress.say("checking the journals")
    let report = try await JournalVerifier(pool, keyring: keyring).verify()
    guard report.faults.isEmpty, report.cases == cases else {
      throw BenchmarkError.notWhatWasAsked("\(report.faults.count) faults in \(report.cases) journals")
    }
    return "all journals were checked afterwards: \(report.cases) cases, \(report.entries) entries, no fault"
  }
}
