import AMQP
public import CaseCore
import DutchMessages
import Logging
import Messaging
package import Postgres
public import StoreAdministration
public import StoreBase
public import StoreSchema

/// What administrators do from the command line, on the database and the broker that the settings name.
public struct Administration: Sendable {
  let settings: Settings
  package let pool: PostgresPool

  public init(_ settings: Settings) throws {
    self.settings = settings
    pool = PostgresPool(
      try settings.postgres(),
      // A command about a partner holds one for as long as it lasts, and uses another.
      pool: PoolConfiguration(minimum: 0, maximum: 8),
      logger: Logs.logger(level: "error")
    )
  }

  /// Brings the schema up to date, as the owner of the database. What only the service needs, its own password too, need not be there.
  public static func migrate(_ settings: Settings) async throws -> Migrator.Report {
    let owner = try await PostgresConnection.open(settings.postgresOwner())
    return try await Migrator(owner).migrate { try settings.keyring() }
  }

  /// Enters an organisation, with its queue and its broker user, or changes what is known of it. What gives it rights needs an
  /// approval: ``carryOut(_:_:)``.
  public func register(
    _ organisation: Organisation,
    password: PartnerPassword = .keptOrNew,
    _ account: Account = Account()
  ) async throws -> PartnerAccess {
    let faults = organisation.faults.map(\.dutch) + [Self.numberFault(organisation.number)].compactMap(\.self)
    guard faults.isEmpty else { throw SettingsError(faults: faults) }
    let organisation = organisation.composed
    // What is wrong with it is said before anything is made: a password is told once.
    let broker = try settings.partnerBroker()
    let chosen: String? =
      switch password {
      case .keptOrNew, .certificate: nil
      case .new: BrokerAdministration.newPassword()
      case .chosen(let password): password
      }
    var login = chosen.map(PartnerLogin.password) ?? .kept
    if case .certificate = password {
      try Self.requireTLS(broker)
      login = .certificate
    }
    let access = try await registration().register(organisation, login: login) {
      try await requireNotMerged(organisation.number)
      try await requireNoGain(organisation, account)
    }
    return PartnerAccess(
      organisation.number,
      of: settings.service.oin,
      at: broker,
      access,
      password: chosen ?? access.password
    )
  }

  /// Without TLS nobody shows a certificate.
  static func requireTLS(_ broker: AMQPConfiguration) throws(SettingsError) {
    guard broker.tls == nil else { return }
    throw SettingsError(faults: [
      "a certificate takes TLS: broker.partnerUrl (or broker.url), where partners reach the broker, must begin with amqps://"
    ])
  }

  func registration(on approval: Approval? = nil) throws -> PartnerRegistration {
    let keyring = try settings.keyring()
    return PartnerRegistration(
      organisations: OrganisationStore(pool, keyring: keyring, on: approval),
      broker: try settings.brokerAdministration(),
      keyring: keyring,
      limits: settings.partnerLimits
    )
  }

  public func organisations() async throws -> [OrganisationStore.Registered] {
    try await OrganisationStore(pool).all()
  }

  /// Checks every journal.
  public func verifyJournals() async throws -> JournalVerifier.Report {
    let keyring = try settings.keyring()
    var report = try await JournalVerifier(pool, keyring: keyring).verify()
    // By another keyring everything looks damaged. That it is another one is no proof: whoever writes in the database can make it look so.
    do throws(StoreError) { try await keyring.requireOwn(in: pool) } catch {
      switch error {
      case .keysOther, .secretOther:
        report.notices.insert(
          "is this the keyring of this installation? By another everything looks damaged: \(error)",
          at: 0
        )
      default: throw error
      }
    }
    return report
  }
}
