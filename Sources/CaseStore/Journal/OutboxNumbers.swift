import Postgres

/// Holds the numbers of the events of each recipient against the last number that it was given: each number is there once, or
/// its event was removed long after.
enum OutboxNumbers {
  /// - Returns: what is wrong, a sentence for each recipient.
  static func faults(on connection: isolated PostgresConnection) throws -> [String] {
    try connection.query(
      """
      select recipient.organisation from recipient
      left join (
        select organisation, count(*) as count, max(sequence) as last from outbox where sequence is not null group by 1
      ) told using (organisation)
      where coalesce(count, 0) + removed <> last_sequence or last > last_sequence or removed > confirmed_sequence
      order by 1
      """
    ).map { "recipient \(try $0[0, as: String.self]): the numbers of its events are not without gaps" }
  }
}
