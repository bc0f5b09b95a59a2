import StoreBase

/// What is an organisation's on the broker, by name.
struct PartnerNames: Sendable, Hashable {
  /// The queue of its events.
  let events: String
  /// Its broker user. That one can be guessed: without the password it is of no use to anyone.
  let user: String

  init(of organisation: String, keyring: Keyring) {
    events = "events.\(keyring.queueHandle(of: organisation))"
    user = Self.user(of: organisation)
  }

  static func user(of organisation: String) -> String { "partner.\(organisation)" }
}
