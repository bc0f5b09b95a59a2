public import CaseDoor
public import CaseReading
public import DeadlineAdministration
public import Identity
public import Logging
public import Outbox
public import PartnerAdministration

/// What the API works with.
public struct APIServices: Sendable {
  public var door: CommandDoor
  public var reader: CaseReader
  /// Where administrators set deadlines.
  public var settingsService: SettingsService
  /// Where administrators propose and approve what gives organisations rights.
  public var rightsService: RightsService
  /// What each organisation was told.
  public var events: EventHistory
  /// What organisations have to acknowledge.
  public var acknowledgements: AcknowledgementStore
  public var tokens: TokenVerifier
  /// What must work for the service to be ready, and what for all of it to work.
  public var healthChecks: [HealthCheck]
  /// Whether the start was found right. Before, whoever has a token is told to come back later.
  public var isPrepared: @Sendable () -> Bool
  /// In which the API counts its own requests.
  public var metrics: PrometheusMetrics
  public var logger: Logger
  /// Where people reach the service, for what leaves it with an address in it.
  public var url: String
  /// The longest that answering a request may take.
  public var timeLimit: Duration
  /// The same for a plan and its approval, which look at every running case: seconds for a hundred thousand of them.
  public var planTimeLimit: Duration
  /// Of these levels administrators must have signed in at one to change something, the preferred one first; empty when any will do.
  public var administrationLevels: [String]
  /// The most requests that are worked on at once.
  public var requestLimit: Int
  /// How much one client can ask, of this instance.
  public var clientRate: ClientRate
  /// Whether the `traceparent` of requests is set by a proxy of the operator's: then its trace goes on here. Otherwise a trace begins here.
  public var continuesTraces = false
  /// Routes beside those of the API: only a service that is tried out has any.
  package var localRoutes: [Route] = []

  public init(
    door: CommandDoor,
    reader: CaseReader,
    settingsService: SettingsService,
    rightsService: RightsService,
    events: EventHistory,
    acknowledgements: AcknowledgementStore,
    tokens: TokenVerifier,
    healthChecks: [HealthCheck],
    isPrepared: @escaping @Sendable () -> Bool = { true },
    metrics: PrometheusMetrics,
    logger: Logger,
    url: String,
    timeLimit: Duration = .seconds(30),
    planTimeLimit: Duration = .seconds(600),
    administrationLevels: [String] = [],
    requestLimit: Int = ConnectionLimits().requests,
    clientRate: ClientRate = ClientRate()
  ) {
    self.door = door
    self.reader = reader
    self.settingsService = settingsService
    self.rightsService = rightsService
    self.events = events
    self.acknowledgements = acknowledgements
    self.tokens = tokens
    self.healthChecks = healthChecks
    self.isPrepared = isPrepared
    self.metrics = metrics
    self.logger = logger
    self.url = url
    self.timeLimit = timeLimit
    self.planTimeLimit = planTimeLimit
    self.administrationLevels = administrationLevels
    self.requestLimit = requestLimit
    self.clientRate = clientRate
  }
}
