import CaseCore
import CaseStore

/// The desk at which the plan that is measured is made.
struct PlanDesk {
  private static let administrator = Actor(
    subject: "measuring administrator",
    organisation: "00000099000000000003",
    roles: ["hoofdbeheerder"]
  )

  private let store: CommandStore
  private let desk: ConfigurationDesk

  init(store: CommandStore, keyring: Keyring) {
    self.store = store
    desk = ConfigurationDesk(pool: store.pool, keyring: keyring, door: store.door(keyring))
  }

  /// Proposes another length for the deadline that all cases have.
  func propose() async throws -> Int64 {
    let administrator = Self.administrator
    let organisation = Organisation(
      number: administrator.organisation,
      name: "Administration",
      region: BenchmarkWorkflow.region,
      roles: administrator.roles
    )
    try await OrganisationStore(store.pool).register(organisation, queue: "events.administration")
    let place = SettingPlace(
      workflow: BenchmarkWorkflow.key,
      deadline: .init(BenchmarkWorkflow.deadline, of: BenchmarkWorkflow.workflow.root)
    )
    let change = ConfigurationChange.set(place, DeadlineSetting(length: try Length(12, .days)))
    return try await desk.propose([change], reason: "measuring", by: administrator).number
  }

  func plan(_ number: Int64) async throws -> SettingsPlan { try await desk.plan(number, for: Self.administrator) }
}
