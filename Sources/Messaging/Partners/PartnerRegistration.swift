public import CaseCore
public import StoreBase

/// Registers an organisation: its queue and user on the broker, and its entry in the directory.
///
/// The broker comes first, then the database. Once the directory has an organisation, events are recorded for it, and by
/// then its queue exists. What fails takes away again what it has made; when it is killed in between, what is on the broker does no
/// harm, and running it again completes it.
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
    /// A user that it had before, which still works.
    public let formerUser: String?
    /// When a random one was made: here and nowhere else. When it is lost, for example by a crash before it was passed on, set
    /// another.
    public let password: String?
  }

  let organisations: OrganisationStore
  let broker: BrokerAdministration
  let keyring: Keyring
  let limits: UserLimits

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

  /// Shuts an organisation out: its users may do nothing any more, their connections are closed, and commands of it that wait are
  /// not carried out. Its events wait in its queue.
  /// - Returns: whether there is such an organisation.
  public func suspend(_ organisation: String) async throws -> Bool {
    // First what the service itself goes by.
    guard let known = try await organisations.find(organisation),
      try await organisations.setSuspended(true, organisation)
    else { return false }
    for user in known.users {
      try await broker.revoke(user)
      try await broker.closeConnections(of: user)
    }
    return true
  }

  /// Lets an organisation in again. What waited goes on.
  /// - Returns: whether there is such an organisation.
  public func resume(_ organisation: String) async throws -> Bool {
    guard let known = try await organisations.find(organisation),
      try await organisations.setSuspended(false, organisation)
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
    guard let known = try await organisations.find(organisation.number) else {
      return try await enter(organisation, password: password)
    }
    return try await complete(organisation, known, password: password)
  }

  /// One that is new. What was there already, of an attempt that was killed, stays: it is what the next attempt completes.
  private func enter(_ organisation: Organisation, password: String?) async throws -> Access {
    let names = PartnerNames(of: organisation.number, keyring: keyring)
    let user = PartnerNames.user(of: organisation.number)
    let hadQueue = try await broker.queue(names.events) != nil
    let hadCommands = try await broker.queue(names.commands) != nil
    let hadUser = try await broker.tags(of: user) != nil
    do { return try await complete(organisation, nil, password: password) } catch {
      // What cannot be taken away is as an attempt that was killed leaves it; the error that matters is the first.
      if !hadUser { try? await broker.removeUser(user) }
      if !hadCommands {
        try? await broker.removeExchange(names.entrance)
        try? await broker.removeQueue(names.commands)
      }
      if !hadQueue { try? await broker.removeQueue(names.events) }
      throw error
    }
  }

  private func complete(
    _ organisation: Organisation,
    _ known: OrganisationStore.Registered?,
    password: String?
  ) async throws -> Access {
    let number = organisation.number
    let names = PartnerNames(of: number, keyring: keyring)
    let user = known?.user ?? PartnerNames.user(of: number)
    var former = known.flatMap { $0.queue == names.events ? $0.formerQueue : $0.queue }
    try await broker.makeQueue(names.events)
    try await broker.makeEntrance(names)
    let keeps = if password == nil { try await broker.clearTags(of: user) } else { false }
    let made = password == nil && !keeps ? BrokerAdministration.newPassword() : nil
    if let password = password ?? made { try await broker.setPassword(password, of: user) }
    if let known, let queue = former, queue == known.formerQueue, known.isFormerQueueSettled,
      try await broker.isEmpty(queue)
    {
      former = nil
    }
    let readable = [names.events] + (former.map { [$0] } ?? [])
    let permissions = UserPermissions(reading: readable, writing: names.entrance)
    // One of before that is not there any more has no password that anybody could give it.
    let isFormerThere =
      if let formerUser = known?.formerUser { try await broker.clearTags(of: formerUser) } else { false }
    for each in [user] + (isFormerThere ? known?.formerUser.map { [$0] } ?? [] : []) {
      try await broker.limit(each, to: limits)
      if known?.isSuspended != true { try await broker.grant(permissions, to: each) }
    }
    for stray in PartnerNames.users(of: number) where stray != user && stray != known?.formerUser {
      // One that may do nothing here may be another installation's.
      if try await broker.permissions(of: stray) != nil { try await broker.removeUser(stray) }
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
      user: user,
      formerUser: known?.formerUser,
      password: made
    )
  }
}
