extension PostgresConfiguration {
  /// Whether a connection keeps its session from one transaction to the next. Behind a proxy that pools transactions it does
  /// not: locks, limits and prepared statements of a session then belong to another client next.
  ///
  /// Two connections are compared while both are open: they must never share a session, and neither may change its own while
  /// the other holds another. A proxy that assigns a session to each client for as long as it is connected passes.
  /// - Throws: ``PostgresError/Kind/unavailable`` when either cannot be opened.
  public func keepsSessions() async throws(PostgresError) -> Bool {
    let one = try await PostgresConnection.open(self)
    let other = try await PostgresConnection.open(self)
    for _ in 0..<Self.attempts {
      let first = try await one.answer(to: Self.session)
      let second = try await other.answer(to: "begin; \(Self.session)")
      // Not asked again when they share: with one session for all, it would wait for the other's transaction.
      guard first != second, try await one.answer(to: Self.session) == first else { return false }
      try await other.execute(script: "rollback")
    }
    return true
  }

  /// More than one, because a busy proxy may assign the same session again by chance.
  private static let attempts = 5
  private static let session = "select pg_backend_pid()"
}
