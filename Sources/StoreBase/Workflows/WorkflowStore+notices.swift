package import Postgres

extension WorkflowStore {
  /// The published versions that rest on no approval and are not of the founding, a sentence each: sealed, so no fault, and worth a look. They
  /// were published before that took two people, or by a program that does not ask.
  ///
  /// The founding is what was published before the first case (decision 0054).
  package static func unapproved(on connection: isolated PostgresConnection) throws -> [String] {
    let rows = try connection.query(
      """
      select name from directory_journal where kind = 'workflow'
      group by name
      having count(proposal) = 0 and min(recorded_at) > (select min(recorded_at) from journal)
      order by name collate "C"
      """
    )
    return try rows.map { "workflow \(try $0[0, as: String.self]): recorded after the first case, and on no approval" }
  }
}
