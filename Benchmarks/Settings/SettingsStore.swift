import CaseCore
import CaseDoor
import DeadlineAdministration
import Foundation
import LocalServices
import Logging
import Postgres
import SettingsStore
import StoreBase
import StoreSchema
import WorkflowFiles

/// A database with regions, a running case for each version of the workflow, and in every region a setting for each type of case
/// that differs from all others in more than a length: so no two of them are proved as one.
struct SettingsStore {
  private static let proposer = Actor(
    subject: "measuring administrator",
    organisation: "00000099000000000091",
    roles: ["hoofdbeheerder"]
  )
  private static let approver = Actor(
    subject: "approving administrator",
    organisation: proposer.organisation,
    roles: proposer.roles
  )

  let workflow: SettingsWorkflow
  private let regions: [String]
  private let pool: PostgresPool
  private let keyring: Keyring

  init(_ workflow: SettingsWorkflow, regions: Int, on postgres: LocalPostgres) async throws {
    self.workflow = workflow
    self.regions = (1...regions).map { "region-\($0)" }
    keyring = try Keyring(text: Keyring.newText(keyName: "bench"))
    let name = "bench_settings"
    try await postgres.psql("create database \(name) template template0")
    let configuration = try PostgresConfiguration(connectionString: postgres.connectionString(database: name))
    _ = try await Migrator(PostgresConnection.open(configuration)).migrate()
    pool = PostgresPool(configuration, pool: .init(maximum: 4), logger: Logger(label: "casusregie.bench"))
    try await register()
    for file in workflow.files { try await open(file.workflow, source: file.source) }
    try await setEverywhere()
  }

  func close() async { await pool.close() }

  /// As an instance has it that was just started.
  func settingsService() -> SettingsService {
    let library = WorkflowLibrary(current: []) { source in
      // What cannot be read is no workflow, and `SettingsService` says so.
      try? WorkflowFile.load(source, name: workflow.key)
    }
    library.open()
    return SettingsService(pool: pool, keyring: keyring, door: door(library))
  }

  /// What touches every region, type of case and version.
  func proposeForAll(_ round: Int, at settingsService: SettingsService) async throws -> Proposal {
    let place = SettingPlace(workflow: workflow.key, deadline: .init(workflow.deadlines.free, of: workflow.root))
    return try await settingsService.propose(
      [.set(place, try length(90 + round))],
      reason: "measuring",
      by: Self.proposer
    )
  }

  func proposeForOneRegion(_ round: Int, at settingsService: SettingsService) async throws -> Proposal {
    let change = SettingsChange.set(place(regions[0], workflow.caseTypes[0]), try length(60 + round))
    return try await settingsService.propose([change], reason: "measuring", by: Self.proposer)
  }

  func approve(_ proposal: Proposal, at settingsService: SettingsService) async throws {
    let plan = try await settingsService.plan(proposal.number, for: Self.approver)
    _ = try await settingsService.approve(proposal.number, plan: plan.digest, by: Self.approver)
  }

  // MARK: - Filling

  private func register() async throws {
    let store = OrganisationStore(pool)
    var all = workflow.organisations
    let administration = Self.proposer
    all.append(
      .init(number: administration.organisation, name: "Beheer", region: regions[0], roles: administration.roles)
    )
    all += regions.enumerated().map { index, region in
      let number = String(format: "000000990000001%05d", index)
      return .init(number: number, name: region, region: region, roles: [workflow.roles[0]])
    }
    for organisation in all { try await store.register(organisation, queue: "events.\(organisation.number)") }
  }

  /// Publishes a version and begins a case that follows it.
  private func open(_ version: Workflow, source: String) async throws {
    try await WorkflowStore(pool).publish(.init(workflow: version.key, version: version.version, source: source))
    let library = WorkflowLibrary(current: [version])
    library.open()
    var opening = workflow.opening
    opening.id = UUID().uuidString
    guard case .accepted = try await door(library).submit(opening) else {
      throw BenchmarkError.notWhatWasAsked("a case could not be opened")
    }
  }

  private func setEverywhere() async throws {
    let settingsService = settingsService()
    var changes: [SettingsChange] = []
    for (number, region) in regions.enumerated() {
      for (type, caseType) in workflow.caseTypes.enumerated() {
        // As many warnings as say which region it is, and reminders which type.
        var setting = try length(50)
        setting.warnings = try (0...number).map { .init(before: try Length(49 - $0, .days), roles: workflow.roles) }
        setting.reminders = try (0...type).map { .init(after: try Length(1 + $0, .days), roles: workflow.roles) }
        changes.append(.set(place(region, caseType), setting))
      }
    }
    Progress.say("setting \(changes.count) deadlines, each otherwise")
    try await approve(settingsService.propose(changes, reason: "measuring", by: Self.proposer), at: settingsService)
  }

  private func place(_ region: String, _ caseType: String) -> SettingPlace {
    SettingPlace(
      workflow: workflow.key,
      region: region,
      caseType: caseType,
      deadline: .init(workflow.deadlines.set, of: workflow.root)
    )
  }

  private func length(_ days: Int) throws -> DeadlineSetting { DeadlineSetting(length: try Length(days, .days)) }

  private func door(_ library: WorkflowLibrary) -> CommandDoor {
    CommandDoor(pool: pool, keyring: keyring, library: library, directory: DirectoryCache(), wakes: Wakes())
  }
}
