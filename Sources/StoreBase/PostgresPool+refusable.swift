package import Postgres

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
