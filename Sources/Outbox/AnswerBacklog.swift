package import Postgres
package import StoreBase

/// What was answered to questions and has not reached the one who asked: it is bounded, for a question is small and its answer is not.
package struct AnswerBacklog: Sendable {
  /// How many answers may be under way to one organisation.
  package static let most = 100

  private let pool: PostgresPool

  package init(_ pool: PostgresPool) { self.pool = pool }

  package func hasRoom(for organisation: String) async throws(StoreError) -> Bool {
    try await pool.store { connection in
      try connection.row(Self.count.bind(organisation, Self.most))[0, as: Int64.self] < Int64(Self.most)
    }
  }

  private static let count = PreparedQuery(
    """
    select count(*) from (
      select from outbox join recipient using (organisation)
      where organisation = $1 and event = 'vraag.beantwoord' and content is not null
        and (sequence is null or sequence > confirmed_sequence)
      limit $2
    ) waiting
    """
  )
}
