import AMQP
import CaseAPI
import CaseDoor
import DeadlineAdministration
import DeadlineTimers
import Foundation
import Hummingbird
import HummingbirdCore
import Identity
import Inbox
import Logging
import Messaging
import Metrics
import NIOSSL
import Outbox
import PartnerAdministration
import Postgres
import ServiceLifecycle
import SettingsStore
import StoreAdministration
import StoreBase
import Timers

extension Assembly {
  /// A silent partner must not keep the service from stopping, so the pool gets no more than this.
  func close() async {
    await inboxBroker.close()
    await broker.close()
    await pool.close()
    await watchPool.close()
  }

  func preparation() throws -> some Service {
    Preparation(
      pool: pool,
      database: try settings.postgres(),
      library: library,
      folder: FolderPublication(
        pool: pool,
        workflows: workflows,
        keyring: keyring,
        rights: rightsService.ledger,
        organisation: settings.service.oin,
        isLocal: settings.local != nil,
        logger: logger
      ),
      keyring: keyring,
      isLocal: settings.local != nil,
      gate: gate,
      logger: logger
    )
  }

  func gated(_ service: some Service) -> some Service { Gated(gate: gate, inner: service) }

  func readableVersions() -> some Service {
    ReadableVersions(store: WorkflowStore(pool), known: workflows, logger: logger)
  }

  func retention() -> some Service {
    RetentionSweep(
      receipts: ReceiptStore(pool),
      store: RetentionStore(pool),
      retention: settings.retention,
      logger: logger
    )
  }

  func confirmationWatch() -> some Service { ConfirmationWatch(rights: rightsService.ledger, logger: logger) }

  private var source: EventSource {
    EventSource(operatorNumber: settings.service.oin, baseURL: settings.service.url)
  }

  func standings() -> some Service {
    StandingLoop(store: StandingStore(pool), broker: broker, source: source, logger: logger)
  }

  func relay() -> some Service {
    Relay(
      store: RelayStore(pool),
      broker: broker,
      wake: wakes.outbox,
      source: source,
      tracer: tracer,
      logger: logger
    )
  }

  func partnerWatch() throws -> some Service {
    var limits = PartnerWatch.Settings()
    limits.oldest = .seconds(settings.partners.oldestLimit)
    limits.waiting = settings.partners.waitingLimit
    limits.messages = settings.partners.queueLimit
    limits.unread = .seconds(settings.partners.readerLimit)
    limits.failures = settings.partners.failureLimit
    limits.refused = settings.partners.refusedLimit
    // What it looks at is never older than the shortest limit by much.
    limits.every = min(limits.every, limits.oldest / 2, limits.unread / 2)
    return PartnerWatch(
      store: RelayStore(pool),
      letters: DeadLetterStore(pool, keyring: keyring),
      standings: InboxStandingStore(pool),
      readings: ReadingStore(pool),
      keys: PartnerKeyStore(pool, keyring: keyring),
      broker: broker,
      transactions: try settings.brokerMonitor().map { TransactionWatch($0, logger: logger) },
      alarms: AlarmStore(watchPool),
      outbox: wakes.outbox,
      settings: limits,
      logger: logger
    )
  }

  func acknowledgements() -> some Service {
    var times = AcknowledgementLoop.Settings()
    times.reminder = .seconds(settings.acknowledgements.reminderDays * 86_400)
    times.limit = .seconds(settings.acknowledgements.alarmDays * 86_400)
    return AcknowledgementLoop(
      store: AcknowledgementStore(pool),
      alarms: AlarmStore(watchPool),
      outbox: wakes.outbox,
      settings: times,
      logger: logger
    )
  }

  func inbox() throws -> some Service {
    var inbox = Inbox.Settings()
    inbox.waitLimit = .seconds(settings.partners.commandLimit)
    inbox.deadLetterLimit = settings.partners.deadLetterLimit
    return try Inbox(
      door: door,
      broker: inboxBroker,
      tokens: tokens,
      audience: settings.identity.commandAudience,
      operatorNumber: settings.service.oin,
      questions: QuestionRouter(try apiServices()),
      alarms: AlarmStore(watchPool),
      isReady: { [settingsService] in settingsService.health.isWell },
      settings: inbox,
      logger: logger
    )
  }

  func deadlines() -> some Service {
    DeadlineLoop(door: door, store: TimerStore(pool), wake: wakes.timers, heartbeat: heartbeat, logger: logger)
  }

  func settingsLoop() -> some Service {
    SettingsLoop(settingsService: settingsService, wake: wakes.settings, logger: logger)
  }

  func matchLoop() -> some Service {
    let store = MatchStore(pool: pool, keyring: keyring)
    return MatchLoop(
      matcher: CaseMatcher(door: door, store: store, permission: MatchPermission(regions: settings.match.regions)),
      store: store,
      moments: settings.match.moments,
      wake: wakes.matches,
      logger: logger
    )
  }

  func listingLoop() -> some Service {
    ListingLoop(lister: CaseLister(pool: pool, keyring: keyring, library: library), logger: logger)
  }

  func broadcast() throws -> some Service {
    WakeService(
      broadcast: WakeBroadcast(pool: pool, listeningWith: try settings.postgres(), wakes: wakes, logger: logger)
    )
  }

  /// What the routes of the API work with, whatever entrance asks.
  private func apiServices(requests: Int = ConnectionLimits().requests) throws -> APIServices {
    var services = APIServices(
      door: door,
      reader: reader,
      settingsService: settingsService,
      rightsService: rightsService,
      events: EventHistory(pool, from: source),
      acknowledgements: AcknowledgementStore(pool, keyring: keyring),
      tokens: tokens,
      healthChecks: healthChecks,
      isPrepared: { [gate] in gate.isOpen },
      metrics: metrics,
      logger: logger,
      url: settings.service.url,
      administrationLevels: settings.identity.administrationLevels,
      requestLimit: requests,
      clientRate: settings.http.clientRate
    )
    services.continuesTraces = settings.tracing.continueFromProxy
    services.localRoutes = try settings.local?.routes(pool, wakes) ?? []
    return services
  }

  func entrance(onRunning: @escaping @Sendable (Int) async -> Void) throws -> some Service {
    let limits = connectionLimits()
    let services = try apiServices(requests: limits.requests)
    return Application(
      router: CaseAPI.router(services),
      server: try server(limits),
      configuration: .init(
        address: .hostname(settings.http.host, port: settings.http.port),
        serverName: nil,
        // Those over the limits are closed; until they are, they must not use up what others need either.
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connections + Self.closing)
      ),
      onServerRunning: { channel in
        // So that the keys of the issuers are asked for before somebody needs them. A service that is tried out is its own issuer.
        _ = await tokens.hasKeys()
        await onRunning(channel.localAddress?.port ?? settings.http.port)
      },
      logger: Logs.troubleOnly(logger)
    )
  }

  /// Where operators read the metrics; `nil` when they are to be shown nowhere.
  func metricsEntrance() throws -> (any Service)? {
    guard let port = settings.metrics.port else { return nil }
    let tls = try settings.http.tls(asksClients: false)
    try certificateGauge()
    let gauges = MomentGauges(pool: pool, door: door, checks: healthChecks)
    return Application(
      router: CaseAPI.metricsRouter(metrics) { await gauges.record() },
      server: CaseAPI.metricsServer(metrics: metrics, logger: logger, tls: tls),
      configuration: .init(address: .hostname(settings.metrics.host, port: port), serverName: nil),
      logger: Logs.troubleOnly(logger)
    )
  }

  /// How many connections over the limits may be there because they are just being closed.
  private static let closing = 32

  /// The limits as they are set, within the descriptors that the process may have.
  private func connectionLimits() -> ConnectionLimits {
    var limits = settings.http.limits
    let room = Descriptors.room(besides: settings.database.connections) - Self.closing
    guard limits.connections > room else { return limits }
    limits.connections = max(10, room)
    logger.warning(
      "the process may open too few files for http.connections: raise the limit of open files (LimitNOFILE)",
      metadata: ["http.connections": "\(settings.http.limits.connections)", "taken": "\(limits.connections)"]
    )
    return limits
  }

  private func server(_ limits: ConnectionLimits) throws -> HTTPServerBuilder {
    CaseAPI.server(limits, metrics: metrics, logger: logger, tls: try settings.http.tls())
  }

  /// When the certificate that is served ends, in seconds since 1970: of its chain, the one that ends first. It is read once, at the start.
  private func certificateGauge() throws {
    guard let certificate = settings.http.certificate else { return }
    let ends = try NIOSSLCertificate.fromPEMFile(certificate).map(\.notValidAfter).min()
    if let ends { Gauge(label: "casusregie_certificate_end_timestamp_seconds").record(ends) }
  }

  private var healthChecks: [HealthCheck] {
    [
      HealthCheck("database") { [pool] in !pool.statistics.isUnavailable },
      // Commands need no broker: their events wait.
      HealthCheck("broker", isNeeded: false) { [brokerWatch] in brokerWatch.isWell },
      HealthCheck("voorbereiding") { [gate] in gate.isOpen },
      HealthCheck("termijnen") { [watchdog, gate] in watchdog.isWell || !gate.isOpen },
      HealthCheck("instellingen") { [settingsService] in settingsService.health.isWell },
    ] + tokens.healthChecks
  }
}

/// Has the wakes between processes end with the service.
private struct WakeService: Service {
  let broadcast: WakeBroadcast

  func run() async { await cancelWhenGracefulShutdown { await broadcast.run() } }
}
