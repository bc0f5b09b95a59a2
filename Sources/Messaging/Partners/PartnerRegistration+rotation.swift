import StoreBase

/// Another password without a moment in which none works: RabbitMQ has one password for a user, so it is another user.
///
/// ```
///            rotate                               finish
///  user A ─────────────► A and B work, same rights ─────────────► user B; A is shut out and gone
/// ```
extension PartnerRegistration {
  /// Why a password cannot be rotated now.
  public enum RotationFault: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown(String)
    /// The former user still works.
    case unfinished(former: String)
    case notBegun

    public var description: String {
      switch self {
      case .unknown(let number): "no organisation has the number \(number)"
      case .unfinished(let user):
        "the former user \(user) still works: finish that first (--finish). A password that was lost: partner add --new-password"
      case .notBegun: "it has one user: there is no former one to end"
      }
    }
  }

  /// Makes another user for an organisation, with a random password. The one that it has goes on working.
  /// - Throws: ``RotationFault``, ``BrokerAdministrationError`` or ``StoreBase/StoreError``. Nothing has changed then.
  public func rotate(_ organisation: String) async throws -> Access {
    guard let known = try await organisations.find(organisation) else { throw RotationFault.unknown(organisation) }
    if let former = known.formerUser { throw RotationFault.unfinished(former: former) }
    let names = PartnerNames(of: organisation, keyring: keyring)
    let user = PartnerNames.user(after: known.user, of: organisation)
    let password = BrokerAdministration.newPassword()
    // First what tells two at once apart. Killed after this it has a user without a password: `partner add --new-password`.
    guard try await organisations.rotate(organisation, to: user) else {
      throw RotationFault.unfinished(former: known.user)
    }
    do {
      try await broker.setPassword(password, of: user)
      try await broker.limit(user, to: limits)
      if !known.isSuspended {
        let readable = [known.queue] + (known.formerQueue.map { [$0] } ?? [])
        try await broker.grant(UserPermissions(reading: readable, writing: names.entrance), to: user)
      }
    } catch {
      // What cannot be taken back is as if it had been killed; the error that matters is the first.
      try? await broker.removeUser(user)
      try? await organisations.abandonRotation(of: organisation)
      throw error
    }
    return Access(
      queue: known.queue,
      formerQueue: known.formerQueue,
      exchange: names.entrance,
      user: user,
      formerUser: known.user,
      password: password
    )
  }

  /// Shuts the former user of an organisation out, also where it is connected, and removes it. Broken off, it can be done again.
  /// - Returns: the name of that user.
  /// - Throws: ``RotationFault``, ``BrokerAdministrationError`` or ``StoreBase/StoreError``.
  public func finishRotation(_ organisation: String) async throws -> String {
    guard let known = try await organisations.find(organisation) else { throw RotationFault.unknown(organisation) }
    guard let former = known.formerUser else { throw RotationFault.notBegun }
    try await broker.removeUser(former)
    try await organisations.forgetFormerUser(of: organisation)
    return former
  }
}
