public import StoreBase

/// The end of a partner: first the directory, then the broker.
extension PartnerRegistration {
  /// Removes an organisation: it is shut out, holds no role any more, and its queues, its way in and its users go with all that is in
  /// them. Broken off, it can be done again.
  /// - Parameter check: looks at it when it is shut out, so when nothing comes or goes any more; what it throws lets it in again, unless
  ///   it was shut out before.
  /// - Returns: whether it took part; `false` for one that was removed before, of which the rest is removed now.
  /// - Throws: ``BrokerAdministrationError``, ``StoreBase/StoreError``, ``StoreBase/OrganisationStore/Busy``, or what `check` throws.
  @discardableResult
  public func remove(
    _ organisation: String,
    by whom: String,
    reason: String,
    unless check: @Sendable (OrganisationStore.Registered) async throws -> Void = { _ in }
  ) async throws -> Bool {
    try await organisations.exclusively(organisation) {
      let known = try await organisations.find(organisation)
      if let known {
        try await shutOut(organisation)
        do { try await check(known) } catch {
          if !known.isSuspended { try await letIn(known) }
          throw error
        }
      }
      let isRemoved: Bool
      do { isRemoved = try await organisations.remove(organisation, by: whom, reason: reason) } catch {
        // Taken back at the last moment: it stays as it was.
        if case .approvalLapsed = error as? StoreError, let known, !known.isSuspended { try await letIn(known) }
        throw error
      }
      try await clear(organisation)
      return isRemoved
    }
  }

  /// Takes what an organisation that was removed has on the broker.
  /// - Parameter kept: a queue that another reads now.
  func clear(_ organisation: String, keeping kept: String? = nil) async throws {
    let left = try await organisations.left(of: organisation)
    let names = PartnerNames(of: organisation, keyring: keyring)
    // Another one with a name of its users may be another installation's.
    let users = try await Set(broker.users(of: organisation, names)).union(left?.users ?? [])
    for user in users.sorted() { try await broker.removeUser(user) }
    try await broker.removeExchange(names.entrance)
    let queues = [names.commands, names.events] + [left?.queue, left?.formerQueue].compactMap(\.self)
    for queue in Set(queues).sorted() where queue != kept { try await broker.removeQueue(queue) }
    try await organisations.forgetBroker(of: organisation)
  }
}
