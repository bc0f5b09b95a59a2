public import CaseCore
public import StoreBase

/// Registers an organisation: its queue and user on the broker, and its entry in the directory.
///
/// The broker comes first, then the database. Once the directory has an organisation, events are recorded for it, and by
/// then its queue exists. When it is interrupted in between, what is on the broker does no harm, and running it again
/// completes it.
///
/// An organisation whose queue has a name of before gets another one, and may read both: events go to the new one from then
/// on, and the former one is removed when it is empty and this runs again.
public struct PartnerRegistration: Sendable {
  /// What is a partner's on the broker.
  public struct Access: Sendable {
    public let queue: String
    /// A queue that it has to empty first.
    public let formerQueue: String?
    /// Where it writes commands.
    public let exchange: String
    public let user: String
    /// When a random one was made: here and nowhere else. When it is lost, for example by a crash before it was passed on, set
    /// another.
    public let password: String?
  }

  private let organisations: OrganisationStore
  private let broker: BrokerAdministration
  private let keyring: Keyring
  private let limits: UserLimits

  /// - Parameter limits: of each organisation's user.
  public init(
    organisations: OrganisationStore,
    broker: BrokerAdministration,
    keyring: Keyring,
    limits: UserLimits = UserLimits()
  ) {
    self.limits = limits
    self.organisations = organisations
    self.broker = broker
    self.keyring = keyring
  }

  /// Shuts an organisation out: its user may do nothing any more, its connections are closed, and commands of it that wait are
  /// not carried out. Its events wait in its queue.
  /// - Returns: whether there is such an organisation.
  public func suspend(_ organisation: String) async throws -> Bool {
    // First what the service itself goes by.
    guard try await organisations.setSuspended(true, organisation) else { return false }
    let user = PartnerNames.user(of: organisation)
    try await broker.revoke(user)
    try await broker.closeConnections(of: user)
    return true
  }

  /// Lets an organisation in again. What waited goes on.
  /// - Returns: whether there is such an organisation.
  public func resume(_ organisation: String) async throws -> Bool {
    guard try await organisations.setSuspended(false, organisation),
      let known = try await organisations.all().first(where: { $0.organisation.number == organisation })
    else { return false }
    _ = try await register(known.organisation)
    return true
  }

  /// Registers an organisation, or changes its entry.
  /// - Parameter password: the broker password that it gets. Without one, an existing user keeps its own, and a new one gets
  ///   a random password.
  /// - Throws: ``BrokerAdministrationError`` or ``StoreBase/StoreError``.
  @discardableResult
  public func register(_ organisation: Organisation, password: String? = nil) async throws -> Access {
    let number = organisation.number
    let names = PartnerNames(of: number, keyring: keyring)
    let known = try await organisations.all().first { $0.organisation.number == number }
    var former = known.flatMap { $0.queue == names.events ? $0.formerQueue : $0.queue }
    try await broker.makeQueue(names.events)
    try await broker.makeEntrance(names)
    let keeps = if password == nil { try await broker.clearTags(of: names.user) } else { false }
    let made = password == nil && !keeps ? BrokerAdministration.newPassword() : nil
    if let password = password ?? made { try await broker.setPassword(password, of: names.user) }
    try await broker.limit(names.user, to: limits)
    if let known, let queue = former, queue == known.formerQueue, known.isFormerQueueSettled,
      try await broker.isEmpty(queue)
    {
      former = nil
    }
    let readable = [names.events] + (former.map { [$0] } ?? [])
    if known?.isSuspended != true {
      try await broker.grant(UserPermissions(reading: readable, writing: names.entrance), to: names.user)
    }
    try await organisations.register(organisation, queue: names.events, commands: names.commands)
    if former == nil, let queue = known?.formerQueue {
      try await broker.removeQueue(queue)
      try await organisations.forgetFormerQueue(of: number)
    }
    return Access(
      queue: names.events,
      formerQueue: former,
      exchange: names.entrance,
      user: names.user,
      password: made
    )
  }
}
