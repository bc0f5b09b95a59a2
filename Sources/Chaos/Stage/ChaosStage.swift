import CaseCore
import Development
import Foundation
import LocalServices
import OrderedCollections
import Server
import Synchronization
import WorkflowFiles

/// What a run has: database and its standby, broker, two instances of the service with a network between them and their servers, and
/// partners.
final class ChaosStage: Sendable {
  let installation: LocalInstallation
  let databases: DatabasePair
  let networks: Networks
  let partners: [ModelPartner]
  let progress: Progress
  /// Of the instances, where operators read their metrics.
  let metricsPorts: [Int]
  private let disks: ChaosDisks
  private let ports: [Int]
  private let instances: Mutex<[ServiceProcess]>

  var services: LocalServices { installation.services }

  static func start(_ options: ChaosOptions, in folder: URL) async throws -> ChaosStage {
    let standby = folder.appending(path: "services/standby")
    let disks = try await ChaosDisks.make(for: [folder.appending(path: "services/postgresql"), standby], options)
    do {
      let alone = try await LocalInstallation.start(
        in: folder,
        port: 0,
        workflows: URL(filePath: options.workflow).deletingLastPathComponent().path,
        logLevel: "info",
        brokerNodes: options.brokerNodes
      )
      do {
        let databases = try await DatabasePair.make(of: alone.services.postgres, standbyIn: standby)
        let stage = try await ChaosStage(alone.naming(databasePorts: databases.ports), databases, disks, options)
        try await stage.begin()
        return stage
      } catch {
        await alone.stop()
        throw error
      }
    } catch {
      await disks.remove()
      throw error
    }
  }

  private init(
    _ installation: LocalInstallation,
    _ databases: DatabasePair,
    _ disks: ChaosDisks,
    _ options: ChaosOptions
  ) async throws {
    (self.installation, self.databases, self.disks) = (installation, databases, disks)
    progress = Progress()
    networks = try await .open(databases: databases.ports, brokers: installation.services.brokers.map(\.amqpPort))
    partners = try await Self.partners(of: installation, options, progress)
    ports = [installation.settings.http.port, LocalServices.freePort()]
    metricsPorts = ports.map { _ in LocalServices.freePort() }
    instances = Mutex([])
  }

  private func begin() async throws {
    // Faults that kill the broker are not about queues that were just made.
    for broker in services.brokers { try await broker.settleNewQueues() }
    try await letClockGoBack()
    for number in ports.indices { try startInstance(number) }
    try await awaitReady()
  }

  private static func partners(
    of installation: LocalInstallation,
    _ options: ChaosOptions,
    _ progress: Progress
  ) async throws -> [ModelPartner] {
    let (settings, administration) = (installation.settings, try Administration(installation.settings))
    let folder = try ScenarioFolder(options.workflow)
    let scenarios = try folder.names.map { try folder.scenario($0) }
    let workflow = try WorkflowFolder.load(options.workflow).workflow
    let today = Amsterdam.date(at: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)))
    let serviceKeys = try administration.serviceKeys().json
    var partners: [ModelPartner] = []
    for (number, (name, organisation)) in folder.organisations.prefix(options.partners).enumerated() {
      let access = try await administration.register(organisation, password: .new)
      let seal = try PartnerSeal(access, serviceKeys: serviceKeys, system: "chaos")
      _ = try await administration.register(try seal.keys, of: organisation.number)
      let binding = TokenBinding(audience: settings.identity.commandAudience, thumbprint: seal.thumbprint)
      let tokens = PartnerTokens(tokens: try LocalTokens(settings), organisation: organisation, binding: binding)
      partners.append(
        ModelPartner(
          name,
          organisation,
          access: access,
          seal: seal,
          scenarioCommands: ScenarioCommands(of: name, in: scenarios, workflow: workflow, today: today),
          tokens: tokens,
          progress: progress,
          followsEpochs: !options.isCareless,
          seed: options.seed &+ UInt64(number)
        )
      )
    }
    return partners
  }

  // MARK: - Instances

  var instanceCount: Int { ports.count }

  func instance(_ number: Int) -> ServiceProcess { instances.withLock { $0[number] } }

  func startInstance(_ number: Int) throws {
    let process = try ServiceProcess(
      settingsFile: LocalInstallation.settingsFile(in: installation.folder).path,
      port: ports[number],
      log: installation.folder.appending(path: "instance-\(number + 1).log"),
      settings: [
        "CASUSREGIE_DATABASE_URL": networks.database.address(installation.settings.database.url),
        "CASUSREGIE_BROKER_URL": networks.broker.address(installation.settings.broker.url),
        "CASUSREGIE_METRICS_PORT": "\(metricsPorts[number])",
      ]
    )
    instances.withLock { instances in
      if number < instances.count { instances[number] = process } else { instances.append(process) }
    }
  }

  func awaitReady() async throws {
    for number in 0..<instanceCount { try await instance(number).awaitReady(within: .seconds(180)) }
  }

  func stop() async {
    for process in instances.withLock(\.self) { process.end() }
    await networks.close()
    await databases.stop()
    await installation.stop()
    await disks.remove()
  }

  // MARK: - The database, as its superuser sees it

  /// The disk of a server; `nil` when it has none of its own.
  func disk(of server: LocalPostgres) -> LimitedDisk? { disks.disk(of: server.folder) }

  /// Rows, columns apart by `|`.
  func rows(_ sql: String) async throws -> [[String]] {
    try await databases.primary.psql(sql, database: installation.name).split(separator: "\n").map {
      $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
