import Metrics
package import Postgres

extension PostgresPool {
  /// Runs a unit of work on a connection, with whatever goes wrong as a ``StoreError``.
  package func store<Value: Sendable>(
    _ body: @Sendable (isolated PostgresConnection) throws -> Value
  ) async throws(StoreError) -> Value {
    do {
      let asked = ContinuousClock.now
      return try await withConnection { connection in
        // Made where it is used: what a program asks before it has metrics is not counted, and what it asks later is.
        Metrics.Timer(label: "casusregie_pool_wait_seconds").record(duration: ContinuousClock.now - asked)
        return try body(connection)
      }
    } catch let error as StoreError {
      throw error
    } catch let error as PostgresError {
      throw .database(error)
    } catch {
      throw .corrupt("\(type(of: error))")
    }
  }
}

extension PostgresPool {
  /// ``store(_:)`` for what is read for somebody: the database shows it no rows of cases but those of the organisation, and lets it write
  /// nothing. See decision 0055.
  /// - Parameter body: each of its round trips is a transaction of its own.
  package func store<Value: Sendable>(
    readingFor organisation: String,
    _ body: @Sendable (isolated PostgresConnection) throws -> Value
  ) async throws(StoreError) -> Value {
    try await store { connection in
      try connection.withOpening(ReaderRole.taken(for: organisation)) { connection in try body(connection) }
    }
  }
}

extension PostgresConnection {
  /// The one row of a statement that always has one.
  package func row(_ statement: Statement) throws -> Row {
    guard let row = try query(statement).first else { throw StoreError.corrupt("no row where there is always one") }
    return row
  }
}

extension PostgresPool {
  /// ``store(_:)`` for what can also be refused: a refusal of whoever decides stays what it is.
  package func refusable<Value: Sendable>(
    _ body: @Sendable (isolated PostgresConnection) throws -> Value
  ) async throws -> Value {
    do { return try await withConnection { connection in try body(connection) } } catch let error as PostgresError {
      throw StoreError.database(error)
    }
  }
}

/// The role as which the database is read for somebody: `casusregie_reader` of the schema.
package enum ReaderRole {
  /// Takes the role on for an organisation until the transaction ends. The name of the role and the setting are those of the policies in the
  /// schema.
  package static func taken(for organisation: String) -> Statement { take.bind(organisation) }

  private static let take = PreparedQuery(
    "select set_config('role', 'casusregie_reader', true), set_config('casusregie.organisation', $1, true)"
  )
}
