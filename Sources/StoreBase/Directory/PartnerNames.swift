/// What is an organisation's on the broker, by name. All but the user end in 128 bits that nobody guesses: see
/// ``Keyring/queueHandle(of:)``.
package struct PartnerNames: Sendable, Hashable {
  /// The queue of its events.
  package let events: String
  /// The exchange that it writes commands to.
  package let entrance: String
  /// The queue in which they wait for the service.
  package let commands: String
  /// Its broker user. That one can be guessed: without the password it is of no use to anyone.
  package let user: String

  package init(of organisation: String, keyring: Keyring) {
    let handle = keyring.queueHandle(of: organisation)
    (events, entrance, commands) = ("events.\(handle)", "in.\(handle)", "opdrachten.\(handle)")
    user = Self.user(of: organisation)
  }

  package static func user(of organisation: String) -> String { "partner.\(organisation)" }
}
