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
  /// Where a partner finds its events.
  public struct Access: Sendable {
    public let queue: String
    /// A queue that it has to empty first.
    public let formerQueue: String?
    public let user: String
    /// When a random one was made: here and nowhere else. When it is lost, for example by a crash before it was passed on, set
    /// another.
    public let password: String?
  }

  private let organisations: OrganisationStore
  private let broker: BrokerAdministration
  private let keyring: Keyring

  public init(organisations: OrganisationStore, broker: BrokerAdministration, keyring: Keyring) {
    self.organisations = organisations
    self.broker = broker
    self.keyring = keyring
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
    let keeps = if password == nil { try await broker.hasUser(names.user) } else { false }
    let made = password == nil && !keeps ? BrokerAdministration.newPassword() : nil
    if let password = password ?? made { try await broker.setPassword(password, of: names.user) }
    try await broker.limit(names.user, to: UserLimits())
    if let queue = known?.formerQueue, queue == former, try await broker.isEmpty(queue) {
      former = nil
    }
    try await broker.grantReading([names.events] + (former.map { [$0] } ?? []), to: names.user)
    try await organisations.register(organisation, queue: names.events)
    if former == nil, let queue = known?.formerQueue {
      try await broker.removeQueue(queue)
      try await organisations.forgetFormerQueue(of: number)
    }
    return Access(queue: names.events, formerQueue: former, user: names.user, password: made)
  }
}
