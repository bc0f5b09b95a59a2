/// What is an organisation's on the broker, by name. They end in 128 bits that nobody guesses: see
/// ``Keyring/queueHandle(of:)``.
package struct PartnerNames: Sendable, Hashable {
  /// The queue of its events.
  package let events: String
  /// The exchange that it writes commands to.
  package let entrance: String
  /// The queue in which they wait for the service.
  package let commands: String
  package init(of organisation: String, keyring: Keyring) {
    let handle = keyring.queueHandle(of: organisation)
    (events, entrance, commands) = ("events.\(handle)", "in.\(handle)", "opdrachten.\(handle)")
  }

  /// Its broker user, until it gets another beside it. A user can be guessed: without the password it is of no use to anyone.
  package static func user(of organisation: String) -> String { users(of: organisation)[0] }

  /// The names that its broker users may have: one at a time, and two while the password changes.
  package static func users(of organisation: String) -> [String] {
    ["partner.\(organisation)", "partner.\(organisation).2"]
  }

  /// The name of the user that comes after this one.
  package static func user(after user: String, of organisation: String) -> String {
    users(of: organisation).first { $0 != user } ?? Self.user(of: organisation)
  }
}
