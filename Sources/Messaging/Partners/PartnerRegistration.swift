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
    /// Whether that user logs in by certificate, with its name as the common name.
    public let isByCertificate: Bool
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
      _ = try await complete(known)
      return true
    }
  }

  /// Registers an organisation, also one that was removed, or changes its entry.
  /// - Parameters:
  ///   - password: the broker password that it gets. Without one, an existing user keeps its own, and a new one gets a random
  ///     password.
  ///   - check: looks whether that may be once it holds the lock, before anything is made.
  /// - Throws: as ``register(_:login:unless:)``.
  @discardableResult
  public func register(
    _ organisation: Organisation,
    password: String? = nil,
    unless check: @Sendable () async throws -> Void = {}
  ) async throws -> Access {
    try await register(organisation, login: password.map(PartnerLogin.password) ?? .kept, unless: check)
  }

  /// Registers an organisation, also one that was removed, or changes its entry.
  /// - Parameters:
  ///   - login: how its broker user logs in.
  ///   - check: looks whether that may be once it holds the lock, before anything is made.
  /// - Throws: as ``suspend(_:)``, or what `check` throws; ``SharedUser`` when the password that is to be set is
  ///   another installation's too; ``OtherLogin`` when its user logs in otherwise.
  @discardableResult
  public func register(
    _ organisation: Organisation,
    login: PartnerLogin,
    unless check: @Sendable () async throws -> Void = {}
  ) async throws -> Access {
    try await organisations.exclusively(organisation.number) {
      let known = try await organisations.find(organisation.number)
      if let known { try login.require(of: known) }
      try await check()
      guard let known else { return try await enter(organisation, login) }
      return try await complete(known, as: organisation, login)
    }
  }

  /// Enters an organisation as it was approved, or changes in the directory what is known of one that takes part.
  /// - Parameter login: how its broker user logs in; without it, by a random password.
  /// - Returns: what its client needs; `nil` for one that took part.
  /// - Throws: as ``suspend(_:)``; ``OtherLogin`` when its user logs in otherwise.
  public func enterOrChange(_ organisation: Organisation, login: PartnerLogin = .kept) async throws -> Access? {
    try await organisations.exclusively(organisation.number) {
      guard let known = try await organisations.find(organisation.number) else {
        return try await enter(organisation, login)
      }
      try login.require(of: known)
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
      _ = try await complete(known)
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
    _ = try await complete(known)
  }

  /// One that is new. What was there already, of an attempt that was killed, stays: it is what the next attempt completes. What is left of
  /// one that was removed goes first.
  private func enter(_ organisation: Organisation, _ login: PartnerLogin) async throws -> Access {
    let names = PartnerNames(of: organisation.number, keyring: keyring)
    let user = login.firstUser(of: organisation.number)
    if try await organisations.left(of: organisation.number) != nil { try await clear(organisation.number) }
    let hadQueue = try await broker.queue(names.events) != nil
    let hadCommands = try await broker.queue(names.commands) != nil
    let hadUser = try await broker.tags(of: user) != nil
    do { return try await complete(organisation, nil, user, login) } catch {
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
