package import JOSE
import StoreBase

/// The organisation whose queue a message came by.
package struct InboxOwner: Sendable, Hashable {
  package let number: String
  /// Its commands come in by it.
  let queue: String

  package init(number: String, queue: String) { (self.number, self.queue) = (number, queue) }

  /// Whether a broker user can write there. It has one of those, and two while its password or its certificate changes. What one of
  /// them wrote counts also when that user is there no more.
  func has(user: String) -> Bool { PartnerNames.isUser(user, of: number) }
}

/// The keys of an organisation that are in force.
package struct OwnerKeys: Sendable, Equatable {
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
