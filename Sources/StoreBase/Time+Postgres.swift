package import CaseCore
package import Postgres

/// Both count microseconds since 1970, so an instant that is written is the instant that is read.
extension Instant {
  package init(_ timestamp: PostgresTimestamp) { self.init(microseconds: timestamp.microsecondsSince1970) }

  package var timestamp: PostgresTimestamp { PostgresTimestamp(microsecondsSince1970: microseconds) }
}

extension CivilDate {
  /// What a `date` minus `epoch` is in SQL.
  package init(daysSince1970 days: Int) { self.init(dayNumber: days) }
}

extension Duration {
  /// As statements take it; less than one is left out.
  package var inMilliseconds: Int64 { Int64(self / .milliseconds(1)) }
}
