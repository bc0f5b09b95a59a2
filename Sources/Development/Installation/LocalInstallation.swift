package import Foundation
package import LocalServices
import LocalTime
import Postgres
package import Server
import StoreBase
import StoreSchema

/// A complete installation on this machine: private PostgreSQL and RabbitMQ, a database with its roles, a keyring, broker
/// users and the settings that go with them. Demo, start, tests and benchmarks all begin here.
///
/// Every secret is made anew for the folder and kept in files for its owner alone.
package struct LocalInstallation: Sendable {
  package let services: LocalServices
  package let folder: URL
  /// Of its database, its virtual host, and its user of both.
  package let name: String
  /// As the service is to be started with. The same is in ``settingsFile``.
  package let settings: Settings

  /// Where other commands find a running installation.
  package static func settingsFile(in folder: URL) -> URL { folder.appending(path: "casusregie.json") }

  /// - Parameters:
  ///   - folder: kept between runs; made when it is not there.
  ///   - port: where the service is to listen; 0 takes one that is free.
  ///   - workflows: the folder of workflows.
  ///   - brokerNodes: of how many nodes the broker is a cluster.
  package static func start(
    in folder: URL,
    port: Int,
    workflows: String,
    durability: Durability = .durable,
    logLevel: String = "info",
    brokerNodes: Int = 1
  ) async throws -> LocalInstallation {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let services = try await LocalServices.start(
      in: .kept(folder.appending(path: "services")),
      durability: durability,
      brokerNodes: brokerNodes
    )
    do {
      return try await prepare(
        "casusregie",
        on: services,
        in: folder,
        port: port,
        workflows: workflows,
        logLevel: logLevel
      )
    } catch {
      await services.stop()
      throw error
    }
  }

  /// An installation on services that run already. Several can share them when each has a name of its own.
  ///
  /// - Parameter name: of its database, its virtual host, and its user of both: lower case letters, digits and `_`.
  package static func prepare(
    _ name: String,
    on services: LocalServices,
    in folder: URL,
    port: Int,
    workflows: String,
    logLevel: String = "info"
  ) async throws -> LocalInstallation {
    let listening = port == 0 ? LocalServices.freePort() : port
    let temporary = settingsFile(in: folder).appendingPathExtension("new")
    try LocalSettings(name, services, folder: folder, port: listening, workflows: workflows, logLevel: logLevel)
      .write(to: temporary)
    let settings = try await Settings.read(file: temporary.path, environment: [:], LocalMode.complete)
    let installation = LocalInstallation(services: services, folder: folder, name: name, settings: settings)
    try await installation.prepareSecrets()
    try await installation.prepareDatabase()
    try await LocalBrokerSetup(services.broker, name: name, settings: settings).prepare()
    // Under its name, others find the installation.
    guard rename(temporary.path, settingsFile(in: folder).path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    return installation
  }

  package func stop() async {
    // What cannot be removed is overwritten at the next start.
    try? FileManager.default.removeItem(at: Self.settingsFile(in: folder))
    await services.stop()
  }

  /// A number from the range that is free for tests.
  package static let operatorNumber = "00000099000000000000"

  // MARK: - Secrets

  private func prepareSecrets() async throws {
    try FileManager.default.createDirectory(
      at: folder.appending(path: "secrets"),
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    try write(services.postgres.password, to: settings.database.ownerPasswordFile)
    try write(services.broker.adminPassword, to: settings.broker.administratorPasswordFile)
    try makeOnce(settings.database.passwordFile) { Self.password() }
    try makeOnce(settings.broker.passwordFile) { Self.password() }
    try makeOnce(settings.keyringFile) { Keyring.newText(keyName: "lokaal") }
  }

  private func write(_ secret: String, to path: String?) throws {
    if let path { try SecretFile.write(secret, to: path) }
  }

  private func makeOnce(_ path: String?, _ make: () -> String) throws {
    guard let path, !FileManager.default.fileExists(atPath: path) else { return }
    try SecretFile.write(make(), to: path)
  }

  private static func password() -> String { UUID().uuidString + UUID().uuidString }

  // MARK: - Database

  private func prepareDatabase() async throws {
    try await createDatabase()
    let owner = try await PostgresConnection.open(settings.postgresOwner())
    _ = try await Migrator(owner).migrate { try settings.keyring() }
    try await LocalClock.install(on: owner)
    try await createServiceRole(on: owner)
  }

  private func createDatabase() async throws {
    var configuration = try settings.postgresOwner()
    configuration.database = "postgres"
    let connection = try await PostgresConnection.open(configuration)
    try await connection.run { connection in
      let known = try connection.query("select from pg_database where datname = \(name)")
      if known.isEmpty { try connection.query("create database \(unsafeRawSQL: name)") }
    }
  }

  /// The role as which the service logs in: a member of the role that has its rights, with nothing of its own.
  private func createServiceRole(on owner: PostgresConnection) async throws {
    guard let file = settings.database.passwordFile else { return }
    let password = try SecretFile.read(file)
    try await owner.run { connection in
      let known = try connection.query("select from pg_roles where rolname = \(name)")
      if known.isEmpty {
        try connection.query("create role \(unsafeRawSQL: name) login in role casusregie_service")
      }
      // Our own hexadecimal digits and hyphens; PostgreSQL takes no parameter here.
      try connection.query("alter role \(unsafeRawSQL: name) password '\(unsafeRawSQL: password)'")
    }
  }
}
