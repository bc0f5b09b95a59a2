public import CaseCore
public import CaseStore

/// Takes an organisation in: its queue and user on the broker, and its entry in the directory.
///
/// First the broker, then the database. From the moment the directory has an organisation, events are recorded for it;
/// by then its queue exists. When it breaks off in between, what is on the broker does no harm, and doing it again
/// completes it.
public struct PartnerRegistration: Sendable {
  private let organisations: OrganisationStore
  private let broker: BrokerAdministration

  public init(organisations: OrganisationStore, broker: BrokerAdministration) {
    self.organisations = organisations
    self.broker = broker
  }

  /// Enters an organisation, or changes what is known of it.
  /// - Parameter password: the broker password that it is to have. Without one, a user that exists keeps its own, and a
  ///   new one gets a random password.
  /// - Returns: the password, when a random one was made: here and nowhere else. Whoever loses it, as in a crash before
  ///   it was passed on, sets another.
  /// - Throws: ``BrokerAdministrationError`` or ``CaseStore/StoreError``.
  @discardableResult
  public func register(_ organisation: Organisation, password: String? = nil) async throws -> String? {
    let number = organisation.number
    try await broker.makeQueue(for: number)
    let keeps = if password == nil { try await broker.hasUser(number) } else { false }
    let made = password == nil && !keeps ? BrokerAdministration.newPassword() : nil
    if let password = password ?? made { try await broker.setPassword(password, for: number) }
    try await broker.grantReading(to: number)
    try await organisations.register(organisation, queue: BrokerAdministration.queue(for: number))
    return made
  }
}
