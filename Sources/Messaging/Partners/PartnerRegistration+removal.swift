import StoreBase

/// The end of a partner: first the directory, then the broker.
extension PartnerRegistration {
  /// Removes an organisation: it is shut out, holds no role any more, and its queues, its way in and its users go with all that is in
  /// them. Broken off, it can be done again.
  /// - Returns: whether it took part; `false` for one that was removed before, of which the rest is removed now.
  /// - Throws: ``BrokerAdministrationError`` or ``StoreBase/StoreError``.
  @discardableResult
  public func remove(_ organisation: String, by whom: String, reason: String) async throws -> Bool {
    let known = try await organisations.find(organisation)
    if known != nil { _ = try await suspend(organisation) }
    let isRemoved = try await organisations.remove(organisation, by: whom, reason: reason)
    let names = PartnerNames(of: organisation, keyring: keyring)
    for user in PartnerNames.users(of: organisation) {
      // One that is not its user may be another installation's. Of what an earlier attempt left, nobody knows that any more.
      let isIts = known?.users.contains(user) ?? true
      let isHere = try await broker.permissions(of: user) != nil
      if isIts || isHere { try await broker.removeUser(user) }
    }
    try await broker.removeExchange(names.entrance)
    let queues = [names.commands, names.events] + [known?.queue, known?.formerQueue].compactMap(\.self)
    for queue in Set(queues).sorted() { try await broker.removeQueue(queue) }
    return isRemoved
  }
}
