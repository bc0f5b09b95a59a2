import AsyncHTTPClient
import CaseAPI
import CaseCore
import CaseDoor
import CaseReading
import DeadlineAdministration
import Development
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import LocalTime
import Logging
import Outbox
import PartnerAdministration
import Postgres
import StoreBase
import StoreSchema
import TestServices
import Testing

/// The API of one test: a database of its own, an issuer of its own, and the router in this process.
struct TestAPI {
  let pool: PostgresPool
  let keyring: Keyring
  let issuer: TestIssuer
  let metrics = PrometheusMetrics()
  let records = Records()
  let clock: LocalClock
  let wakes = Wakes()
  private(set) var services: APIServices
  private let application: Application<RouterResponder<APIContext>>

  static let counter = Actor(subject: "persoon-een", organisation: "00000099000000000001", roles: ["balie"])
  static let judge = Actor(subject: "persoon-twee", organisation: "00000099000000000002", roles: ["keurder"])
  static let adviser = Actor(subject: "persoon-drie", organisation: "00000099000000000003", roles: ["adviseur"])
  static let applicant = Actor(subject: "persoon-vier", organisation: "00000099000000000004", roles: ["aanvrager"])
  static let watch = Actor(subject: "persoon-vijf", organisation: "00000099000000000005", roles: ["toezicht"])
  static let worker = Actor(subject: "persoon-zes", organisation: "00000099000000000006", roles: ["uitvoerder"])
  static let other = Actor(subject: "persoon-zeven", organisation: "00000099000000000007", roles: ["uitvoerder"])
  static let all = [counter, judge, adviser, applicant, watch, worker, other]

  init(
    local: Bool = false,
    workflow: Workflow = LoanWorkflow.workflow,
    change: (inout APIServices) -> Void = { _ in }
  ) async throws {
    let database = try await TestServices.freshDatabase(template: "case_api", prepare: Self.migrate)
    pool = PostgresPool(
      try PostgresConfiguration(connectionString: database.connectionString),
      pool: PoolConfiguration(maximum: 3),
      logger: records.logger
    )
    issuer = try await TestIssuer()
    clock = LocalClock(pool)
    let library = WorkflowLibrary(current: [workflow])
    library.open()
    keyring = try Keyring(text: Keyring.newText(keyName: "test"))
    let directory = DirectoryCache()
    let tokens = TokenVerifier([issuer.configuration], client: .shared, logger: records.logger, pause: .zero)
    let door = CommandDoor(pool: pool, keyring: keyring, library: library, directory: directory, wakes: wakes)
    let settingsService = SettingsService(pool: pool, keyring: keyring, door: door)
    services = APIServices(
      door: door,
      reader: CaseReader(pool: pool, keyring: keyring, library: library, directory: directory),
      settingsService: settingsService,
      rightsService: RightsService(
        RightsLedger(pool, keyring: keyring),
        directory: directory,
        settingsService: settingsService
      ),
      events: EventHistory(
        pool,
        from: EventSource(operatorNumber: "00000099000000000000", baseURL: "https://casusregie.example")
      ),
      acknowledgements: AcknowledgementStore(pool, keyring: keyring),
      tokens: tokens,
      healthChecks: tokens.healthChecks,
      metrics: metrics,
      logger: records.logger,
      url: "https://casusregie.example"
    )
    if local {
      services.localRoutes = LocalRoutes(clock: clock, issuer: try Self.localIssuer(), wakes: wakes).routes
    }
    change(&services)
    application = Application(router: CaseAPI.router(services), logger: records.logger)
    for actor in Self.all { try await register(actor) }
  }

  private func register(_ actor: Actor) async throws {
    try await OrganisationStore(pool).register(
      Organisation(number: actor.organisation, name: "Organisatie", region: "oost", roles: actor.roles),
      queue: "q.\(actor.organisation)"
    )
  }

  private static func localIssuer() throws -> LocalIssuer {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let configuration = IssuerConfiguration(
      unchecked: "http://localhost" + IssuerConfiguration.localPath,
      audience: "casusregie"
    )
    return try LocalIssuer(folder: folder, configuration)
  }

  private static func migrate(_ database: FreshDatabase) async throws {
    let connection = try await PostgresConnection.open(
      PostgresConfiguration(connectionString: database.connectionString)
    )
    _ = try await Migrator(connection).migrate()
    try await LocalClock.install(on: connection)
    try await connection.run { connection in
      try connection.query(
        """
        insert into workflow_version (workflow, version, digest, source)
        values ('uitleen', '1.0.0', decode(repeat('00', 32), 'hex'), 'test')
        """
      )
      return
    }
  }

  /// Sends a request as it is.
  func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    headers: HTTPFields = [:],
    body: String? = nil
  ) async throws -> Reply {
    try await application.test(.router) { client in
      let response = try await client.execute(
        uri: path,
        method: method,
        headers: headers,
        body: body.map { ByteBuffer(string: $0) }
      )
      return Reply(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }
  }

  /// Sends a request of a person's.
  func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    as actor: Actor,
    body: String? = nil,
    headers: HTTPFields = [:]
  ) async throws -> Reply {
    var claims = issuer.claims
    (claims.sub, claims.organisatie, claims.rollen) = (actor.subject, actor.organisation, actor.roles.sorted())
    claims.acr = actor.authentication.min()
    var headers = headers
    headers[.authorization] = "Bearer \(try await issuer.token(claims))"
    if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
    return try await send(method, path, headers: headers, body: body)
  }

  /// Gives a command under a new key, or the one given.
  func command(
    _ body: String,
    to path: String,
    as actor: Actor,
    key: String = UUID().uuidString,
    ifMatch: String? = nil
  ) async throws -> Reply {
    var headers: HTTPFields = [.idempotencyKey: key]
    headers[.ifMatch] = ifMatch
    return try await send(.post, path, as: actor, body: body, headers: headers)
  }

  /// A new case of the desk's: its address for the desk.
  func newCase(_ text: String = "tekst", applicant: Bool = false) async throws -> String {
    let more = applicant ? #","aanvrager":"\#(Self.applicant.organisation)""# : ""
    let reply = try await command(
      #"{"werkstroom":"uitleen","opdracht":"aanvragen","velden":{"tekst":"\#(text)"\#(more)}}"#,
      to: "/v1/casussen",
      as: Self.counter
    )
    return try #require(reply.headers[.location], "\(reply.text)")
  }

  /// The address of the one case that the actor's organisation has.
  func onlyCase(of actor: Actor) async throws -> String {
    let alias = try await pool.withConnection { connection in
      try connection.query("select alias from case_party where organisation = \(actor.organisation)").first?[
        0,
        as: UUID.self
      ]
    }
    return "/v1/casussen/\(alias?.uuidString.lowercased() ?? "none")"
  }
}
