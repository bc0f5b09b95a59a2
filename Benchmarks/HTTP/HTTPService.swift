import CaseAPI
import CaseCore
import CaseDoor
import CaseReading
import DeadlineAdministration
import Foundation
import Hummingbird
import Logging
import Outbox
import PartnerAdministration
import StoreBase

/// The REST API in this process, over TLS on a free port of the loopback, and the door that it gives commands to.
struct HTTPService {
  let door: CommandDoor
  let token: String
  private let services: APIServices
  private let certificate: LoopbackCertificate
  private let logger: Logger

  init(_ store: CommandStore, _ keyring: Keyring, certificate: LoopbackCertificate, logger: Logger) throws {
    let (pool, library, directory) = (
      store.pool, WorkflowLibrary(current: [BenchmarkWorkflow.workflow]), DirectoryCache()
    )
    library.open()
    let door = CommandDoor(pool: pool, keyring: keyring, library: library, directory: directory, wakes: Wakes())
    let issuer = InboxIssuer()
    let settingsService = SettingsService(pool: pool, keyring: keyring, door: door)
    let ledger = RightsLedger(pool, keyring: keyring)
    services = APIServices(
      door: door,
      reader: CaseReader(pool: pool, keyring: keyring, library: library, directory: directory),
      settingsService: settingsService,
      rightsService: RightsService(ledger, directory: directory, settingsService: settingsService),
      events: EventHistory(
        pool,
        from: EventSource(operatorNumber: InboxSender.operatorNumber, baseURL: "https://casusregie.example")
      ),
      acknowledgements: AcknowledgementStore(pool, keyring: keyring),
      tokens: issuer.verifier(logger),
      healthChecks: [],
      metrics: PrometheusMetrics(),
      logger: logger,
      url: "https://casusregie.example",
      // Counted, and never reached.
      clientRate: ClientRate(requests: 1_000_000, organisationRequests: 1_000_000, period: .seconds(1))
    )
    self.door = door
    token = try issuer.accessToken(of: BenchmarkWorkflow.clerk)
    self.certificate = certificate
    self.logger = logger
  }

  /// Runs it for as long as `body` takes, which is told the port.
  func whileRunning<Result: Sendable>(_ body: @Sendable @escaping (Int) async throws -> Result) async throws -> Result {
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    let application = try application { continuation.yield($0) }
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        defer { continuation.finish() }
        try await application.run()
        return nil
      }
      group.addTask {
        guard let port = await ports.first(where: { _ in true }) else {
          throw BenchmarkError.notWhatWasAsked("the service did not start")
        }
        return try await body(port)
      }
      defer { group.cancelAll() }
      // The service ends first only when it could not be started.
      while let ended = try await group.next() { if let result = ended { return result } }
      throw BenchmarkError.notWhatWasAsked("the service did not start")
    }
  }

  private func application(onRunning: @escaping @Sendable (Int) -> Void) throws -> some ApplicationProtocol {
    let tls = try ServerTLS(certificate: certificate.certificate, key: certificate.key).configuration()
    return Application(
      router: CaseAPI.router(services),
      server: CaseAPI.server(ConnectionLimits(), metrics: services.metrics, logger: logger, tls: tls),
      configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: nil),
      onServerRunning: { channel in onRunning(channel.localAddress?.port ?? 0) },
      logger: Logger(label: "casusregie.bench") { _ in SwiftLogNoOpLogHandler() }
    )
  }
}
