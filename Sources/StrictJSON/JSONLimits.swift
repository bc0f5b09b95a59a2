/// How much of a JSON text is read. Without limits a stranger chooses what reading costs.
package struct JSONLimits: Hashable, Sendable {
  /// The longest text, in bytes.
  package var bytes: Int
  /// How deep arrays and objects may lie in each other.
  package var depth: Int
  /// How many values there may be in all: members, items, and what holds them.
  package var values: Int

  package init(bytes: Int, depth: Int, values: Int) {
    self.bytes = bytes
    self.depth = depth
    self.values = values
  }

  /// The body of a request.
  package static let request = JSONLimits(bytes: 256 * 1024, depth: 16, values: 5_000)
  /// Header or claims of an access token.
  package static let token = JSONLimits(bytes: 16 * 1024, depth: 8, values: 500)
  /// What an issuer publishes about itself.
  package static let document = JSONLimits(bytes: 256 * 1024, depth: 16, values: 10_000)
}
