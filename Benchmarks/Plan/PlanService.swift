import CaseCore
import DeadlineAdministration
import SettingsStore
import StoreBase

/// Makes the plan that is measured.
struct PlanService {
  private static let administrator = Actor(
    subject: "measuring administrator",
    organisation: "00000099000000000003",
    roles: ["hoofdbeheerder"]
  )

  private let store: CommandStore
  private let settingsService: SettingsService

  init(store: CommandStore, keyring: Keyring) {
    self.store = store
    settingsService = SettingsService(pool: store.pool, keyring: keyring, door: store.door(keyring))
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
    let change = SettingsChange.set(place, DeadlineSetting(length: try Length(12, .days)))
    return try await settingsService.propose([change], reason: "measuring", by: administrator).number
  }

  func plan(_ number: Int64) async throws -> SettingsPlan {
    try await settingsService.plan(number, for: Self.administrator)
  }
}
