import AMQP
import AsyncHTTPClient
import CaseAPI
import CaseCore
import CaseDoor
import CaseReading
import DeadlineAdministration
import DeadlineTimers
import Foundation
import Identity
import Logging
import Messaging
import Metrics
import Outbox
import PartnerAdministration
import Postgres
import StoreBase
import Timers
import WorkflowFiles

/// The parts of the service, made from its settings and put together. Nothing runs yet: see ``CaseService``.
struct Assembly {
  let settings: Settings
  let logger: Logger
  let metrics: PrometheusMetrics
  let workflows: [WorkflowFile]
  let pool: PostgresPool
  /// Of the watchdog alone: one connection, with statements that end soon.
  let watchPool: PostgresPool
  let broker: AMQPConnection
  /// Of the inbox alone: the broker stops reading from a connection that publishes while it is short of memory.
  let inboxBroker: AMQPConnection
  let wakes = Wakes()
  let keyring: Keyring
  let library: WorkflowLibrary
  let door: CommandDoor
  let reader: CaseReader
  let settingsService: SettingsService
  let rightsService: RightsService
  let tokens: TokenVerifier
  let heartbeat = Heartbeat()
  let watchdog: Watchdog
  let brokerWatch: BrokerWatch
  let gate = StartGate()
  /// Sends spans to the operator's collector; `nil` when nothing is traced.
  let spanExporter: SpanExporter?
  let tracer: SpanTracer?

  /// - Throws: what is wrong with settings, keyring or workflows; nothing is connected to yet.
  init(_ settings: Settings) throws {
    self.settings = settings
    let logger = Logs.logger(level: settings.logLevel, format: settings.logFormat)
    self.logger = logger
    metrics = Telemetry.metrics
    workflows = try Self.readWorkflows(in: settings.workflowsFolder)
    let keyring = try settings.keyring()
    self.keyring = keyring
    library = WorkflowLibrary(current: workflows.map(\.workflow), keyring: keyring) { source in
      // A version that this program cannot read is one that it does not know; the door says so.
      try? WorkflowFile.load(source, name: "published")
    }
    pool = PostgresPool(
      try settings.postgres(),
      pool: PoolConfiguration(maximum: settings.database.connections),
      logger: logger
    )
    watchPool = try Self.watchPool(settings)
    broker = AMQPConnection(try settings.amqp(), logger: logger)
    // That the broker is away is said by the other connection.
    inboxBroker = AMQPConnection(try settings.amqp(), logger: Logs.silent)
    let spans = SpanQueue()
    spanExporter = try settings.collector().map { SpanExporter(queue: spans, collector: $0, logger: logger) }
    tracer = spanExporter == nil ? nil : SpanTracer(ratio: settings.tracing.sampleRatio, queue: spans)
    let directory = DirectoryCache()
    door = CommandDoor(
      pool: pool,
      keyring: keyring,
      library: library,
      directory: directory,
      wakes: wakes,
      tracer: tracer
    )
    reader = CaseReader(pool: pool, keyring: keyring, library: library, directory: directory)
    settingsService = SettingsService(pool: pool, keyring: keyring, door: door)
    rightsService = RightsService(
      RightsLedger(pool, keyring: keyring),
      directory: directory,
      settingsService: settingsService
    )
    tokens = TokenVerifier(try settings.issuers(), client: IssuerHTTP.client, logger: logger)
    watchdog = Self.watchdog(settings, watchPool, heartbeat, wakes.outbox, logger)
    brokerWatch = BrokerWatch(
      broker: broker,
      alarms: AlarmStore(watchPool),
      outbox: wakes.outbox,
      settings: .init(limit: .seconds(settings.broker.outageLimit)),
      logger: logger
    )
  }

  /// - Parameters:
  ///   - pool: for the watchdog alone.
  ///   - outbox: woken when an alarm has to be told.
  private static func watchdog(
    _ settings: Settings,
    _ pool: PostgresPool,
    _ heartbeat: Heartbeat,
    _ outbox: Wake,
    _ logger: Logger
  ) -> Watchdog {
    Watchdog(
      timers: TimerStore(pool),
      alarms: AlarmStore(pool),
      heartbeat: heartbeat,
      outbox: outbox,
      settings: .init(
        silence: .seconds(settings.deadlines.sweepLimit),
        lateness: .seconds(settings.deadlines.overdueLimit)
      ),
      logger: logger
    )
  }

  private static func watchPool(_ settings: Settings) throws -> PostgresPool {
    var configuration = try settings.postgres()
    configuration.statementTimeout = .seconds(5)
    // That the database is away is said by the other pool.
    return PostgresPool(configuration, pool: PoolConfiguration(minimum: 0, maximum: 1), logger: Logs.silent)
  }

  /// Every folder of the folder that has a workflow, in order.
  /// - Throws: that there is no such folder, or none with a workflow in it.
  static func workflowFolders(in folder: String) throws(SettingsError) -> [String] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
      throw SettingsError(faults: ["workflows.folder: \(folder) is no folder that is there for this account to read"])
    }
    let folders = names.map { "\(folder)/\($0)" }.filter {
      FileManager.default.fileExists(atPath: "\($0)/\(WorkflowFolder.fileName)")
    }
    guard !folders.isEmpty else { throw SettingsError(faults: ["workflows.folder: \(folder) holds no workflow"]) }
    return folders
  }

  /// The workflows of the folder.
  /// - Throws: all faults of all workflows.
  static func readWorkflows(in folder: String) throws -> [WorkflowFile] {
    var faults: [String] = []
    let files = try workflowFolders(in: folder).compactMap { folder -> WorkflowFile? in
      do throws(WorkflowFileError) { return try WorkflowFolder.load(folder) } catch {
        faults += error.faults.map(\.description)
        return nil
      }
    }
    let workflows = files.map(\.workflow)
    faults += files.flatMap { $0.faults(besides: workflows) }.map(\.description)
    guard faults.isEmpty else { throw SettingsError(faults: faults) }
    return files
  }
}

/// The metrics of the process. There is one system a process, however many services run in it.
private enum Telemetry {
  static let metrics: PrometheusMetrics = {
    let metrics = PrometheusMetrics()
    MetricsSystem.bootstrap(metrics)
    return metrics
  }()
}
