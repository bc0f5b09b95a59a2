public import CaseCore
import Logging
import Messaging
package import Postgres
public import StoreAdministration
import StoreBase
public import StoreSchema

/// What administrators do from the command line, on the database and the broker that the settings name.
public struct Administration: Sendable {
  let settings: Settings
  package let pool: PostgresPool

  public init(_ settings: Settings) throws {
    self.settings = settings
    pool = PostgresPool(
      try settings.postgres(),
      pool: PoolConfiguration(minimum: 0, maximum: 2),
      logger: Logs.logger(level: "error")
    )
  }

  /// Brings the schema up to date, as the owner of the database.
  public func migrate() async throws -> Migrator.Report {
    let owner = try await PostgresConnection.open(settings.postgresOwner())
    return try await Migrator(owner).migrate { try settings.keyring() }
  }

  /// Enters an organisation, with its queue and its broker user, or changes what is known of it.
  public func register(
    _ organisation: Organisation,
    password: PartnerPassword = .keptOrNew
  ) async throws -> PartnerAccess {
    let faults = organisation.faults
    guard faults.isEmpty else { throw SettingsError(faults: faults) }
    let organisation = organisation.composed
    let registration = PartnerRegistration(
      organisations: OrganisationStore(pool, keyring: try settings.keyring()),
      broker: try settings.brokerAdministration()
    )
    let chosen: String? =
      switch password {
      case .keptOrNew: nil
      case .new: BrokerAdministration.newPassword()
      case .given(let password): password
      }
    let made = try await registration.register(organisation, password: chosen)
    return PartnerAccess(
      queue: BrokerAdministration.queue(for: organisation.number),
      user: BrokerAdministration.user(for: organisation.number),
      password: chosen ?? made
    )
  }

  public func organisations() async throws -> [(organisation: Organisation, queue: String)] {
    try await OrganisationStore(pool).all()
  }

  /// Checks every journal.
  public func verifyJournals() async throws -> JournalVerifier.Report {
    try await JournalVerifier(pool, keyring: settings.keyring()).verify()
  }
}
