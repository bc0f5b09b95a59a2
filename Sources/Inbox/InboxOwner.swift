package import JOSE

/// The organisation whose queue a message came by.
package struct InboxOwner: Sendable, Hashable {
  package let number: String
  /// Its commands come in by it.
  let queue: String
  /// The only broker user that can write there.
  package let user: String

  package init(number: String, queue: String, user: String) {
    (self.number, self.queue, self.user) = (number, queue, user)
  }
}

/// The keys of an organisation that are in force.
package struct OwnerKeys: Sendable {
  /// By one of which a command is signed.
  package let signing: [ECPublicKey]
  /// For which answers are encrypted: the youngest.
  package let encryption: ECPublicKey

  /// - Parameter keys: the youngest first.
  /// - Returns: `nil` without one of each.
  package init?(_ keys: [ECPublicKey]) {
    signing = keys.filter { $0.use == .signature }
    guard !signing.isEmpty, let encryption = keys.first(where: { $0.use == .encryption }) else { return nil }
    self.encryption = encryption
  }
}
