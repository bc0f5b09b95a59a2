/// How much of the service one client can take, and one organisation with all its clients: so many requests in a row, which come back
/// evenly over a time.
public struct ClientRate: Sendable, Equatable {
  /// The most requests of one client in a row; 0 for no limit on clients or organisations.
  public var requests: Int
  /// The most of one organisation, with all its clients together; 0 for no limit on organisations.
  public var organisationRequests: Int
  /// In which time so many come back, in whole seconds.
  public var period: Duration

  public init(requests: Int = 6_000, organisationRequests: Int = 30_000, period: Duration = .seconds(30)) {
    self.requests = requests
    self.organisationRequests = organisationRequests
    self.period = period
  }

  static let none = ClientRate(requests: 0)

  var client: RequestBucket? { RequestBucket("client", requests: requests, period: period) }
  var organisation: RequestBucket? { RequestBucket("organisation", requests: organisationRequests, period: period) }
}
