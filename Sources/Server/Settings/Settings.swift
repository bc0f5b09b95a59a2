public import CaseAPI
public import CaseCore

/// Everything that can be set, in one place. `docs/operations/settings.md` says what each is for; a test holds the two
/// against each other.
///
/// Read from the environment (`CASUSREGIE_DATABASE_URL`), and where it says nothing from a JSON file
/// (`{"database": {"url": "..."}}`). Secrets are in files of their own, of which only the path is a setting.
public struct Settings: Sendable {
  public struct Service: Sendable, Equatable {
    /// The OIN of whoever runs the service: part of the source of every event.
    public var oin: String
    /// Where partners reach the service: the beginning of the address in every event.
    public var url: String
  }

  public struct HTTP: Sendable, Equatable {
    public var host: String
    /// 0 takes any that is free.
    public var port: Int
    /// Certificate chain and key, PEM; both or neither. Without them a proxy in front does TLS.
    public var certificate: String?
    public var key: String?
    /// The authorities of certificates that clients may show, PEM, for tokens that are bound to one; `nil` asks no client for one.
    public var clientAuthorities: String?
    /// Says that a proxy does TLS, and that nobody but the proxy can reach ``host``.
    public var behindProxy = false
    /// What strangers can take of it. Times are in whole seconds.
    public var limits = ConnectionLimits()
    /// How much one client can ask, of one instance.
    public var clientRate = ClientRate()
  }

  public struct Metrics: Sendable, Equatable {
    /// Where operators reach the metrics: not the address of the API, whose users they tell about others.
    public var host: String
    /// `nil` shows them nowhere.
    public var port: Int?
  }

  public struct Database: Sendable, Equatable {
    /// libpq's: `postgresql://user@host:port/name?sslmode=verify-full`.
    public var url: String
    public var passwordFile: String?
    public var connections: Int
    /// As whom `migrate` connects; the service itself may not change the schema.
    public var ownerURL: String?
    public var ownerPasswordFile: String?
  }

  public struct Broker: Sendable, Equatable {
    /// `amqps://user@host:port/vhost`.
    public var url: String
    public var passwordFile: String?
    /// Where partners reach the broker, when that is another address than ours: `amqps://host:port/vhost`.
    public var partnerURL: String?
    /// How many connections, and channels in all of them, each partner's user may have.
    public var partnerConnections = 5
    public var partnerChannels = 50
    /// RabbitMQ's management API, for `partner add`.
    public var managementURL: String?
    public var administrator: String?
    public var administratorPasswordFile: String?
    /// As whom an instance that runs looks for transactions of partners; `nil` does not look.
    public var monitor: String?
    public var monitorPasswordFile: String?
    /// How many seconds the broker may be away or blocked before an alarm goes out.
    public var outageLimit = 30
  }

  public struct Identity: Sendable, Equatable {
    /// The OIDC issuer of the access tokens; empty when ``issuersFile`` says all.
    public var issuer: String
    public var audience: String
    /// A file with issuers that each speak for some organisations.
    public var issuersFile: String?
    /// The audience of tokens of those who give commands over queues: another, so that a token is good at one entrance only.
    public var commandAudience: String
    /// A claim that only tokens of systems have.
    public var machineClaim: String?
    /// Of these levels administrators must have signed in at one to change something, the preferred one first.
    public var administrationLevels: [String] = []
  }

  public struct Security: Sendable, Equatable {
    /// Says that connections within this machine may go without TLS.
    public var plaintextOnLoopback = false
  }

  public struct Deadlines: Sendable, Equatable {
    /// How many seconds the deadline loop may be silent before the instance is not ready and an alarm goes out.
    public var sweepLimit = 30
    /// How many seconds deadlines may be late before the same.
    public var overdueLimit = 60
  }

  /// When cases are compared, to find those about one person, and of which regions.
  public struct Match: Sendable, Equatable {
    public var moments = MatchMoments.standard
    /// None: then no case is compared.
    public var regions: Set<String> = []
  }

  /// From when on what waits for a partner, or of it, is an alarm.
  public struct Partners: Sendable, Equatable {
    /// How many seconds old an event may be that the broker has not confirmed.
    public var oldestLimit = 3_600
    /// How many events may wait.
    public var waitingLimit = 10_000
    /// How many messages a queue of events may have.
    public var queueLimit = 10_000
    /// For how many seconds a queue of events may have messages and no reader.
    public var readerLimit = 86_400
    /// For how many seconds commands may wait.
    public var commandLimit = 300
    /// How often in a row a partner may not be told, because its queue is not there or refuses, or its events cannot be read.
    public var failureLimit = 20
    /// How many commands of a partner may be refused on one day.
    public var refusedLimit = 1_000
    /// How many messages of a partner that could not be read may wait.
    public var deadLetterLimit = 0
  }

  /// The operator's traces. Without ``endpoint`` there are none.
  public struct Tracing: Sendable, Equatable {
    /// Of an OpenTelemetry collector, for OTLP over HTTP: `https://host:4318`.
    public var endpoint: String?
    /// Which part of the work is traced that no other trace led to: from 0 to 1.
    public var sampleRatio = 0.1
    /// A file with headers of each request to the collector, `name: value` on a line.
    public var headersFile: String?
    /// Says that the proxy in front sets `traceparent` itself, and that its traces go on here.
    public var continueFromProxy = false
  }

  /// In days: after how many an event that was not acknowledged is told again, and when an alarm goes out.
  public struct Acknowledgements: Sendable, Equatable {
    public var reminderDays = 7
    public var alarmDays = 14
  }

  public struct Retention: Sendable, Equatable {
    /// For how many days an event is kept that its recipient was told.
    public var eventDays = 365
    /// For how many days a timer is kept that was settled.
    public var timerDays = 90
  }

  public var service: Service
  public var http: HTTP
  public var metrics: Metrics
  public var database: Database
  public var broker: Broker
  public var identity: Identity
  public var deadlines = Deadlines()
  public var match = Match()
  public var partners = Partners()
  public var acknowledgements = Acknowledgements()
  public var retention = Retention()
  public var security = Security()
  public var tracing = Tracing()
  public var keyringFile: String
  /// A folder with one folder a workflow.
  public var workflowsFolder: String
  public var logLevel: String
  public var logFormat: LogFormat
  /// Set by nothing that is read: only the program for development fills it in.
  package var local: LocalMode?
}
