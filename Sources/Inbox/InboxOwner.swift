import JOSE
import StoreBase

/// The organisation whose queue a message came by.
struct InboxOwner: Sendable, Hashable {
  let number: String
  /// Its commands come in by it.
  let queue: String

  /// The only broker users that can write there: it has one of them, and both while its password changes. What one of them wrote
  /// counts also when that user is there no more.
  var users: [String] { PartnerNames.users(of: number) }
}

/// The keys of an organisation that are in force.
struct OwnerKeys: Sendable {
  /// By one of which a command is signed.
  let signing: [ECPublicKey]
  /// For which answers are encrypted: the youngest.
  let encryption: ECPublicKey

  /// - Parameter keys: the youngest first.
  /// - Returns: `nil` without one of each.
  init?(_ keys: [ECPublicKey]) {
    signing = keys.filter { $0.use == .signature }
    guard !signing.isEmpty, let encryption = keys.first(where: { $0.use == .encryption }) else { return nil }
    self.encryption = encryption
  }
}
