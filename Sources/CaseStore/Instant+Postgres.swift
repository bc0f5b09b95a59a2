package import CaseCore
package import Postgres

/// Both count microseconds since 1970, so an instant that is written is the instant that is read.
extension Instant {
  package init(_ timestamp: PostgresTimestamp) { self.init(microseconds: timestamp.microsecondsSince1970) }

  var timestamp: PostgresTimestamp { PostgresTimestamp(microsecondsSince1970: microseconds) }
}
