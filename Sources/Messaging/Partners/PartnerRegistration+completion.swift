import CaseCore
import StoreBase

/// What an organisation has on the broker, made or made right, and then its entry in the directory.
extension PartnerRegistration {
  /// - Parameters:
  ///   - organisation: as it is from now on; `nil` for as it is known.
  ///   - login: of the kind that its user has.
  func complete(
    _ known: OrganisationStore.Registered,
    as organisation: Organisation? = nil,
    _ login: PartnerLogin = .kept
  ) async throws -> Access {
    try await complete(organisation ?? known.organisation, known, known.user, login)
  }

  /// - Parameters:
  ///   - known: `nil` for one that is new.
  ///   - user: its broker user.
  func complete(
    _ organisation: Organisation,
    _ known: OrganisationStore.Registered?,
    _ user: String,
    _ login: PartnerLogin
  ) async throws -> Access {
    let number = organisation.number
    let names = PartnerNames(of: number, keyring: keyring)
    // Users belong to the whole broker: whoever uses it elsewhere would be shut out by another password.
    if case .password(let password) = login, try await broker.isShared(user, with: names),
      try await !broker.has(password, user)
    {
      throw SharedUser(user: user)
    }
    var former = known.flatMap { $0.queue == names.events ? $0.formerQueue : $0.queue }
    try await broker.makeQueue(names.events)
    try await broker.makeEntrance(names)
    let made = try await admit(user, login, of: number)
    if let known, let queue = former, queue == known.formerQueue, known.isFormerQueueSettled,
      try await broker.isEmpty(queue)
    {
      former = nil
    }
    try await grant(user, known, names, reading: [names.events] + (former.map { [$0] } ?? []))
    for stray in try await broker.users(of: number, names) where stray != user && stray != known?.formerUser {
      try await broker.removeUser(stray)
    }
    try await enroll(organisation, names, user, isNew: known == nil)
    if former == nil, let queue = known?.formerQueue {
      try await broker.removeQueue(queue)
      try await organisations.forgetFormerQueue(of: number)
    }
    return Access(
      queue: names.events,
      formerQueue: former,
      exchange: names.entrance,
      user: user,
      isByCertificate: PartnerNames.isByCertificate(user, of: number),
      formerUser: known?.formerUser,
      password: made
    )
  }

  /// Makes the user, or makes right how it logs in.
  /// - Returns: the password, when a random one was made.
  private func admit(_ user: String, _ login: PartnerLogin, of organisation: String) async throws -> String? {
    guard !PartnerNames.isByCertificate(user, of: organisation) else {
      try await broker.removePassword(of: user)
      return nil
    }
    if case .password(let password) = login {
      try await broker.setPassword(password, of: user)
      return nil
    }
    if try await broker.clearTags(of: user) { return nil }
    let password = BrokerAdministration.newPassword()
    try await broker.setPassword(password, of: user)
    return password
  }

  /// Limits and rights of the user, and of the one of before.
  private func grant(
    _ user: String,
    _ known: OrganisationStore.Registered?,
    _ names: PartnerNames,
    reading queues: [String]
  ) async throws {
    var users = [user]
    // One of before that is not there any more has no password that anybody could give it.
    if let known, let former = known.formerUser, try await broker.clearTags(of: former) {
      if PartnerNames.isByCertificate(former, of: known.organisation.number) {
        try await broker.removePassword(of: former)
      }
      users.append(former)
    }
    for each in users {
      try await broker.limit(each, to: limits)
      guard known?.isSuspended != true else { continue }
      try await broker.grant(UserPermissions(reading: queues, writing: names.entrance), to: each)
    }
  }

  /// In the directory. Only who enters an organisation brings one back that was removed.
  private func enroll(_ organisation: Organisation, _ names: PartnerNames, _ user: String, isNew: Bool) async throws {
    guard !isNew else {
      return try await organisations.register(
        organisation,
        queue: names.events,
        commands: names.commands,
        user: user == PartnerNames.user(of: organisation.number) ? nil : user
      )
    }
    guard try await organisations.change(organisation, queue: names.events, commands: names.commands) else {
      throw RemovedMeanwhile(organisation: organisation.number)
    }
  }
}
