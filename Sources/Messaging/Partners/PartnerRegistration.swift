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
  /// - Throws: ``BrokerAdministrationError``, ``StoreBase/StoreError`` or ``StoreBase/OrganisationStore/Busy``.
  public func suspend(_ organisation: String) async throws -> Bool {
    try await organisations.exclusively(organisation) { try await shutOut(organisation) }
  }

  /// Lets an organisation in again. What waited goes on.
  /// - Parameter check: looks at it once it holds the lock, before anything changes.
  /// - Returns: whether there is such an organisation.
  /// - Throws: as ``suspend(_:)``, or what `check` throws.
  public func resume(
    _ organisation: String,
    unless check: @Sendable (OrganisationStore.Registered) async throws -> Void = { _ in }
  ) async throws -> Bool {
    try await organisations.exclusively(organisation) {
      guard var known = try await organisations.find(organisation) else { return false }
      try await check(known)
      // What it may do on the broker is made after it is let in; when that breaks off, `partner check --repair` makes it.
      guard try await organisations.resume(organisation) else { return false }
      known.isSuspended = false
      _ = try await complete(known.organisation, known, password: nil)
      return true
    }
  }

  /// Registers an organisation, also one that was removed, or changes its entry.
  /// - Parameters:
  ///   - password: the broker password that it gets. Without one, an existing user keeps its own, and a new one gets a random
  ///     password.
  ///   - check: looks whether that may be once it holds the lock, before anything is made.
  /// - Throws: as ``suspend(_:)``, or what `check` throws; ``SharedUser`` when the password that is to be set is
  ///   another installation's too.
  @discardableResult
  public func register(
    _ organisation: Organisation,
    password: String? = nil,
    unless check: @Sendable () async throws -> Void = {}
  ) async throws -> Access {
    try await organisations.exclusively(organisation.number) {
      try await check()
      guard let known = try await organisations.find(organisation.number) else {
        return try await enter(organisation, password: password)
      }
      return try await complete(organisation, known, password: password)
    }
  }

  /// Enters an organisation as it was approved, with a random password, or changes in the directory what is known of one that takes
  /// part.
  /// - Returns: what its client needs; `nil` for one that took part.
  /// - Throws: as ``suspend(_:)``.
  public func enterOrChange(_ organisation: Organisation) async throws -> Access? {
    try await organisations.exclusively(organisation.number) {
      guard let known = try await organisations.find(organisation.number) else {
        return try await enter(organisation, password: nil)
      }
      try await organisations.register(organisation, queue: known.queue, commands: known.commands)
      return nil
    }
  }

  /// Makes right on the broker what can be, of an organisation that takes part.
  /// - Parameter check: looks whether that may be once it holds the lock.
  /// - Returns: whether it takes part.
  /// - Throws: as ``suspend(_:)``, or what `check` throws.
  public func repair(_ organisation: String, unless check: @Sendable () async throws -> Void = {}) async throws -> Bool
  {
    try await organisations.exclusively(organisation) {
      try await check()
      guard let known = try await organisations.find(organisation) else { return false }
      _ = try await complete(known.organisation, known, password: nil)
      return true
    }
  }

  @discardableResult
  func shutOut(_ organisation: String) async throws -> Bool {
    // First what the service itself goes by; and its users as they are after that.
    guard try await organisations.setSuspended(true, organisation),
      let known = try await organisations.find(organisation)
    else { return false }
    for user in known.users {
      try await broker.revoke(user)
      try await broker.closeConnections(of: user)
    }
    return true
  }

  func letIn(_ known: OrganisationStore.Registered) async throws {
    var known = known
    _ = try await organisations.setSuspended(false, known.organisation.number)
    known.isSuspended = false
    _ = try await complete(known.organisation, known, password: nil)
  }

  /// One that is new. What was there already, of an attempt that was killed, stays: it is what the next attempt completes. What is left of
  /// one that was removed goes first.
  private func enter(_ organisation: Organisation, password: String?) async throws -> Access {
    let names = PartnerNames(of: organisation.number, keyring: keyring)
    let user = PartnerNames.user(of: organisation.number)
    if try await organisations.left(of: organisation.number) != nil { try await clear(organisation.number) }
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

  func complete(
    _ organisation: Organisation,
    _ known: OrganisationStore.Registered?,
    password: String?
  ) async throws -> Access {
    let number = organisation.number
    let names = PartnerNames(of: number, keyring: keyring)
    let user = known?.user ?? PartnerNames.user(of: number)
    // Users belong to the whole broker: whoever uses it elsewhere would be shut out by another password.
    if let password, try await broker.isShared(user, with: names), try await !broker.has(password, user) {
      throw SharedUser(user: user)
    }
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
      // One without these rights here may be another installation's.
      if try await broker.permissions(of: stray)?.areOf(names) == true { try await broker.removeUser(stray) }
    }
    try await enroll(organisation, names, isNew: known == nil)
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

  /// In the directory. Only who enters an organisation brings one back that was removed.
  private func enroll(_ organisation: Organisation, _ names: PartnerNames, isNew: Bool) async throws {
    guard !isNew else {
      return try await organisations.register(organisation, queue: names.events, commands: names.commands)
    }
    guard try await organisations.change(organisation, queue: names.events, commands: names.commands) else {
      throw RemovedMeanwhile(organisation: organisation.number)
    }
  }
}

/// A broker user that another installation uses too: it gets no other password.
public struct SharedUser: Error, Hashable, CustomStringConvertible {
  public let user: String

  public var description: String {
    "the broker user \(user) has rights that this installation did not give it, so another one may use it: its password was not changed. "
      + "partner rotate gives the organisation another user, of this installation alone"
  }
}

/// An organisation was removed while something of it was changed: what was made of it on the broker goes when it is removed once more.
struct RemovedMeanwhile: Error, CustomStringConvertible {
  let organisation: String

  var description: String {
    "\(organisation) was removed meanwhile; give partner remove once more, for what this command made of it on the broker"
  }
}
