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

  /// Its broker user with a password, until it gets another beside it. A user can be guessed: without the password it is of no use
  /// to anyone.
  package static func user(of organisation: String) -> String { users(of: organisation)[0] }

  /// The names that its broker users with a password may have: one at a time, and two while the password changes.
  package static func users(of organisation: String) -> [String] {
    ["partner.\(organisation)", "partner.\(organisation).2"]
  }

  /// The name of the user that comes after this one.
  package static func user(after user: String, of organisation: String) -> String {
    users(of: organisation).first { $0 != user } ?? Self.user(of: organisation)
  }

  /// A name for a broker user that logs in by certificate, which has it as its common name. A certificate is good until the day that is in
  /// it, whatever becomes of the user; so a name is given once, and what was made for one of before opens nothing.
  package static func newCertificateUser(of organisation: String) -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return "\(user(of: organisation)).\(String(repeating: "0", count: 16 - digits.count))\(digits)"
  }

  /// Whether a user with this name is an organisation's. Numbers of organisations have no point in them.
  package static func isUser(_ user: String, of organisation: String) -> Bool {
    let name = Self.user(of: organisation)
    return user == name || user.hasPrefix("\(name).")
  }

  /// Whether a user of an organisation logs in by certificate: what its name says.
  package static func isByCertificate(_ user: String, of organisation: String) -> Bool {
    isUser(user, of: organisation) && !users(of: organisation).contains(user)
  }
}
