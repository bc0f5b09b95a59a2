import CaseCore
import Development
import Foundation
import LocalServices
import OrderedCollections
import Server
import Synchronization
import WorkflowFiles

/// What a run has: database and its standby, broker, two instances of the service, and partners.
final class ChaosStage: Sendable {
  let installation: LocalInstallation
  let databases: DatabasePair
  let partners: [ModelPartner]
  let progress: Progress
  private let ports: [Int]
  private let instances: Mutex<[ServiceProcess]>

  var services: LocalServices { installation.services }

  static func start(_ options: ChaosOptions, in folder: URL) async throws -> ChaosStage {
    let workflow = URL(filePath: options.workflow)
    let alone = try await LocalInstallation.start(
      in: folder,
      port: 0,
      workflows: workflow.deletingLastPathComponent().path,
      logLevel: "info",
      brokerNodes: options.brokerNodes
    )
    do {
      let databases = try await DatabasePair.make(of: alone.services.postgres)
      let installation = try await alone.naming(databasePorts: databases.ports)
      let progress = Progress()
      let partners = try await partners(of: installation, options, progress)
      // A quorum queue is lost for good when this broker (3.10) dies within seconds of its declaration, which is the broker's fault: a
      // stop in order writes down which there are.
      for broker in installation.services.brokers { try await broker.restart() }
      let ports = [installation.settings.http.port, LocalServices.freePort()]
      let stage = ChaosStage(installation, databases, partners, progress, ports: ports)
      for number in ports.indices { try stage.startInstance(number) }
      try await stage.awaitReady()
      return stage
    } catch {
      await alone.stop()
      throw error
    }
  }

  private init(
    _ installation: LocalInstallation,
    _ databases: DatabasePair,
    _ partners: [ModelPartner],
    _ progress: Progress,
    ports: [Int]
  ) {
    (self.installation, self.databases, self.partners) = (installation, databases, partners)
    (self.progress, self.ports) = (progress, ports)
    instances = Mutex([])
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
      log: installation.folder.appending(path: "instance-\(number + 1).log")
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
    await databases.stop()
    await installation.stop()
  }

  // MARK: - The database, as its superuser sees it

  /// Rows, columns apart by `|`.
  func rows(_ sql: String) async throws -> [[String]] {
    try await databases.primary.psql(sql, database: installation.name).split(separator: "\n").map {
      $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
