/// How much of the service one client can take: so many requests in a row, which come back evenly over a time.
public struct ClientRate: Sendable, Equatable {
  /// The most requests in a row; 0 for no limit.
  public var requests: Int
  /// In which time so many come back, in whole seconds.
  public var period: Duration

  public init(requests: Int = 6_000, period: Duration = .seconds(30)) {
    self.requests = requests
    self.period = period
  }

  static let none = ClientRate(requests: 0)

  /// As `RateLimit-Policy` says it.
  var policy: String { "\"\(Self.name)\";q=\(requests);w=\(period.components.seconds)" }

  /// Of the policy, in both headers.
  static let name = "client"
}
