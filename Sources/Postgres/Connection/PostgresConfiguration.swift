/// The address of the database and the parameters of a connection. `nil` leaves the value to libpq, with its environment and
/// defaults.
public struct PostgresConfiguration: Sendable, Equatable {
  /// A host name or address, or the directory of a Unix socket when it starts with `/`. Several, separated by commas, are
  /// tried in turn.
  public var host: String
  /// One for each host, or one for all.
  public var ports: [Int]
  public var database: String
  public var user: String
  public var password: String?
  public var tls: TLS
  public var applicationName: String?
  /// Which of several servers is acceptable, in libpq's words: `any`, `read-write`, `primary`... With `read-write` a server
  /// that only reads, a standby or one that was demoted, counts as one that is away.
  public var target: String?
  /// The limit for opening at each address, in whole seconds and at least two (libpq's limits).
  public var connectTimeout: Duration
  /// The limit for a statement; `nil` leaves it to the server's setting.
  public var statementTimeout: Duration?
  /// The limit for waiting for a lock; `nil` leaves it to the server's setting.
  public var lockTimeout: Duration?
  /// The limit for a transaction that waits for its client, with everything that it has locked; `nil` leaves it to the
  /// server's setting. The transaction of a client that is frozen or cut off is then rolled back.
  public var idleTransactionTimeout: Duration?
  public var keepAlive: KeepAlive

  public init(
    host: String,
    port: Int = 5432,
    database: String,
    user: String,
    password: String? = nil,
    tls: TLS = TLS(),
    applicationName: String? = nil,
    target: String? = nil,
    connectTimeout: Duration = .seconds(5),
    statementTimeout: Duration? = nil,
    lockTimeout: Duration? = nil,
    idleTransactionTimeout: Duration? = nil,
    keepAlive: KeepAlive = KeepAlive()
  ) {
    self.host = host
    ports = [port]
    self.database = database
    self.user = user
    self.password = password
    self.tls = tls
    self.applicationName = applicationName
    self.target = target
    self.connectTimeout = connectTimeout
    self.statementTimeout = statementTimeout
    self.lockTimeout = lockTimeout
    self.idleTransactionTimeout = idleTransactionTimeout
    self.keepAlive = keepAlive
  }

  /// libpq's TLS settings, under its names.
  public struct TLS: Sendable, Equatable {
    /// `disable`, `prefer`, `require`, `verify-ca` or `verify-full`; only the last two say who the server is.
    public var mode: String?
    public var rootCertificate: String?
    public var certificate: String?
    public var key: String?

    public init(
      mode: String? = nil,
      rootCertificate: String? = nil,
      certificate: String? = nil,
      key: String? = nil
    ) {
      self.mode = mode
      self.rootCertificate = rootCertificate
      self.certificate = certificate
      self.key = key
    }
  }

  /// How soon a peer that vanished without closing is noticed: after `idle`, `count` probes `interval` apart. Ten seconds, so that
  /// the standby of a server whose machine died is soon found.
  public struct KeepAlive: Sendable, Equatable {
    public var idle: Duration
    public var interval: Duration
    public var count: Int

    public init(idle: Duration = .seconds(4), interval: Duration = .seconds(2), count: Int = 3) {
      self.idle = idle
      self.interval = interval
      self.count = count
    }
  }
}

extension PostgresConfiguration: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(user)@\(host):\(portList)/\(database)" }

  var portList: String { ports.map(String.init).joined(separator: ",") }

  /// The form for debuggers and `dump`: without the password.
  public var customMirror: Mirror {
    Mirror(self, children: ["host": host, "port": portList, "database": database, "user": user])
  }
}
