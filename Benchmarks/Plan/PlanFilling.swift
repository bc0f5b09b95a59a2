import LocalServices
import Postgres
import StoreBase

/// Running cases for a plan, made through the door.
struct PlanFilling {
  let postgres: LocalPostgres
  let keyring: Keyring

  /// - Returns: the store with as many cases, at rest.
  func fill(_ cases: Int) async throws -> CommandStore {
    let created = try await CommandStore.create("bench_plan", on: postgres)
    try await created.waitForDisk(false)
    await created.pool.close()
    let filling = try created.reopened(connections: 16)
    Progress.say("opening \(cases) cases")
    _ = try await DoorLoad(door: filling.door(keyring), inFlight: 16).open(cases)
    await filling.pool.close()
    try await filling.waitForDisk(true)
    try await filling.settle()
    return try filling.reopened(connections: 4)
  }
}
