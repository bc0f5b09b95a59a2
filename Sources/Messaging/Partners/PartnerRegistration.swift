public import CaseCore
public import StoreBase

/// Registers an organisation: its queue and user on the broker, and its entry in the directory.
///
/// The broker comes first, then the database. Once the directory has an organisation, events are recorded for it, and by
/// then its queue exists. When it is interrupted in between, what is on the broker does no harm, and running it again
/// completes it.
public struct PartnerRegistration: Sendable {
  private let organisations: OrganisationStore
  private let broker: BrokerAdministration

  public init(organisations: OrganisationStore, broker: BrokerAdministration) {
    self.organisations = organisations
    self.broker = broker
  }

  /// Registers an organisation, or changes its entry.
  /// - Parameter password: the broker password that it gets. Without one, an existing user keeps its own, and a new one gets
  ///   a random password.
  /// - Returns: the password, when a random one was made: here and nowhere else. When it is lost, for example by a crash
  ///   before it was passed on, set another.
  /// - Throws: ``BrokerAdministrationError`` or ``StoreBase/StoreError``.
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
