import CaseCore
import StoreBase

/// Another password without a moment in which none works: RabbitMQ has one password for a user, so it is another user. A certificate opens
/// what its name says, until it ends; so what is made for another name opens nothing of the one of before.
///
/// ```
///            rotate                               finish
///  user A ─────────────► A and B work, same rights ─────────────► user B; A is shut out and gone
/// ```
extension PartnerRegistration {
  /// Why a user cannot be rotated now.
  public enum RotationFault: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown(String)
    /// The former user still works.
    case unfinished(former: String)
    case notBegun
    /// A rotation broke off before the user that it gave could do anything.
    case incomplete(user: String)
    /// There is such a user, and it is not known to be this installation's.
    case taken(user: String)
    /// A rotation to a user of another kind broke off.
    case otherKind(user: String)

    public var description: String {
      switch self {
      case .unknown(let number): "no organisation has the number \(number)"
      case .unfinished(let user):
        "the former user \(user) still works: finish that first (--finish). A password that was lost: partner add --new-password"
      case .notBegun: "it has one user: there is no former one to end"
      case .incomplete(let user):
        "the rotation broke off: the user \(user) cannot be used yet, and without the former one it would have none. "
          + "Rotate again (without --finish): that completes it"
      case .taken(let user):
        "the broker has a user \(user) that another installation may use: nothing was done. When nobody uses it, remove it there "
          + "(rabbitmqctl delete_user), and rotate again"
      case .otherKind(let user):
        "a rotation to the user \(user) broke off, and that one logs in otherwise: complete it first, by partner rotate without "
          + "--certificate and --password"
      }
    }
  }

  /// Makes another user for an organisation, with a random password or for a certificate. The one that it has goes on working. A rotation
  /// that broke off before its user could do anything is completed.
  /// - Parameter kind: how it logs in; `nil` for as the one that it has.
  /// - Throws: ``RotationFault``, ``BrokerAdministrationError``, ``StoreBase/StoreError`` or ``StoreBase/OrganisationStore/Busy``.
  ///   Nothing has changed then.
  public func rotate(_ organisation: String, to kind: PartnerLogin.Kind? = nil) async throws -> Access {
    try await organisations.exclusively(organisation) {
      guard let known = try await organisations.find(organisation) else { throw RotationFault.unknown(organisation) }
      let names = PartnerNames(of: organisation, keyring: keyring)
      if let former = known.formerUser, try await isUsable(known) {
        throw RotationFault.unfinished(former: former)
      }
      let user = try Self.nextUser(known, kind)
      try await checkFree(user, known, names)
      // First what `finish` goes by. Killed after this, it has a user that is not there: rotated again, it gets it.
      if known.formerUser == nil, try await !organisations.rotate(organisation, to: user) {
        throw RotationFault.unfinished(former: known.user)
      }
      let isByCertificate = PartnerNames.isByCertificate(user, of: organisation)
      let password = isByCertificate ? nil : BrokerAdministration.newPassword()
      do { try await make(user, password, known, names) } catch {
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
        isByCertificate: isByCertificate,
        formerUser: known.formerUser ?? known.user,
        password: password
      )
    }
  }

  /// Shuts the former user of an organisation out, also where it is connected, and removes it. Broken off, it can be done again.
  /// - Returns: the name of that user.
  /// - Throws: ``RotationFault``, ``BrokerAdministrationError``, ``StoreBase/StoreError`` or ``StoreBase/OrganisationStore/Busy``.
  public func finishRotation(_ organisation: String) async throws -> String {
    try await organisations.exclusively(organisation) {
      guard let known = try await organisations.find(organisation) else { throw RotationFault.unknown(organisation) }
      guard let former = known.formerUser else { throw RotationFault.notBegun }
      guard try await isUsable(known) else { throw RotationFault.incomplete(user: known.user) }
      try await broker.removeUser(former)
      try await organisations.forgetFormerUser(of: organisation)
      return former
    }
  }

  /// - Returns: of a rotation that broke off the user that it was to give.
  private static func nextUser(
    _ known: OrganisationStore.Registered,
    _ kind: PartnerLogin.Kind?
  ) throws(RotationFault) -> String {
    let number = known.organisation.number
    let present = PartnerLogin.Kind(of: known.user, of: number)
    guard known.formerUser == nil else {
      if let kind, kind != present { throw .otherKind(user: known.user) }
      return known.user
    }
    return switch kind ?? present {
    case .password: PartnerNames.user(after: known.user, of: number)
    case .certificate: PartnerNames.newCertificateUser(of: number)
    }
  }

  /// - Parameter password: `nil` for one that logs in by certificate.
  private func make(
    _ user: String,
    _ password: String?,
    _ known: OrganisationStore.Registered,
    _ names: PartnerNames
  ) async throws {
    if let password {
      try await broker.setPassword(password, of: user)
    } else {
      try await broker.removePassword(of: user)
    }
    try await broker.limit(user, to: limits)
    guard !known.isSuspended else { return }
    let readable = [known.queue] + (known.formerQueue.map { [$0] } ?? [])
    try await broker.grant(UserPermissions(reading: readable, writing: names.entrance), to: user)
  }

  /// Whether the broker has the user of an organisation, with rights unless it is shut out. Before it has, no password of it was told.
  private func isUsable(_ known: OrganisationStore.Registered) async throws -> Bool {
    guard try await broker.tags(of: known.user) != nil else { return false }
    if known.isSuspended { return true }
    return try await broker.permissions(of: known.user) != nil
  }

  /// Users belong to the whole broker: one that another installation uses must not get another password.
  private func checkFree(_ user: String, _ known: OrganisationStore.Registered, _ names: PartnerNames) async throws {
    guard try await broker.tags(of: user) != nil else { return }
    if try await broker.isOfOthers(user, than: names) { throw RotationFault.taken(user: user) }
    // Without any right it may be of a partner that is shut out there.
    let isHere = try await broker.permissions(of: user) != nil
    guard isHere || known.users.contains(user) else { throw RotationFault.taken(user: user) }
  }
}
