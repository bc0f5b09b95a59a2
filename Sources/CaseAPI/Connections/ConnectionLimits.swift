/// How much of the service strangers can take: a request needs a token, a connection does not.
public struct ConnectionLimits: Sendable, Equatable {
  /// The most connections at once, of all together.
  public var connections: Int
  /// The most from one address. Behind a proxy all come from the proxy's.
  public var connectionsPerAddress: Int
  /// The most requests that are worked on at once; the others are told to come back.
  public var requests: Int
  /// How long the first request of a connection may take until its last header, the handshake of TLS included.
  public var headerTime: Duration
  /// How long a connection may wait for its next request, that one's headers included.
  public var idleTime: Duration
  /// How long a body may take from the last header to its last byte.
  public var bodyTime: Duration
  /// How long a part of an answer may wait for its receiver to take it.
  public var answerTime: Duration
  /// How long the other end may take to close a connection that this end has done with.
  public var closeTime: Duration
  /// The most requests of one connection that wait for their answers.
  public var queued: Int

  public init(
    connections: Int = 1_000,
    connectionsPerAddress: Int = 250,
    requests: Int = 200,
    headerTime: Duration = .seconds(10),
    idleTime: Duration = .seconds(60),
    bodyTime: Duration = .seconds(30),
    answerTime: Duration = .seconds(30),
    closeTime: Duration = .seconds(5),
    queued: Int = 16
  ) {
    self.connections = connections
    self.connectionsPerAddress = connectionsPerAddress
    self.requests = requests
    self.headerTime = headerTime
    self.idleTime = idleTime
    self.bodyTime = bodyTime
    self.answerTime = answerTime
    self.closeTime = closeTime
    self.queued = queued
  }
}

extension ConnectionLimits {
  /// Of the metrics: more than ever ask for them, and fewer than the files that the process keeps for all else. Prometheus keeps its connection
  /// between two questions.
  package static let metrics = ConnectionLimits(
    connections: 16,
    connectionsPerAddress: 16,
    idleTime: .seconds(120),
    queued: 4
  )
}

/// Which limit it was; the raw value names it in metrics and in the log.
enum ConnectionLimit: String, CaseIterable, Sendable {
  case connections, address, requests, client, header, idle, body, answer, close, queued

  /// What was done, for the log.
  var consequence: String {
    switch self {
    case .connections: "a connection was closed: there are as many as may be"
    case .address: "a connection was closed: its address has as many as it may have"
    case .requests: "a request was refused: as many are worked on as may be"
    case .client: "a request was refused: its client or its organisation asked as much as one may"
    case .header: "a connection was closed: its first request took too long"
    case .idle: "a connection was closed: it waited too long for a request"
    case .body: "a connection was closed: the body of its request took too long"
    case .answer: "a connection was closed: its answer was not taken"
    case .close: "a connection was closed: the other end did not"
    case .queued: "a connection was closed: too many of its requests waited for answers"
    }
  }

  /// Whether it is ordinary that connections come to it.
  var isOrdinary: Bool { self == .idle || self == .close }
}
