extension PostgresConfiguration {
  /// Whether a connection keeps its session from one transaction to the next. Behind a proxy that pools transactions it
  /// does not: locks, limits and prepared statements of a session then belong to whoever comes next.
  ///
  /// Two connections are looked at while both are open: they must never be in one session, and neither may change its own
  /// while the other holds another. A proxy that gives each client a session for as long as it stays passes.
  /// - Throws: ``PostgresError/Kind/unavailable`` when either cannot be opened.
  public func keepsSessions() async throws(PostgresError) -> Bool {
    let one = try await PostgresConnection.open(self)
    let other = try await PostgresConnection.open(self)
    for _ in 0..<Self.attempts {
      let first = try await one.answer(to: Self.session)
      let second = try await other.answer(to: "begin; \(Self.session)")
      // Not asked once more when they share: with one session for all, it would wait for the other's transaction.
      guard first != second, try await one.answer(to: Self.session) == first else { return false }
      try await other.execute(script: "rollback")
    }
    return true
  }

  /// More than one, for a busy proxy may give back the same session by chance.
  private static let attempts = 5
  private static let session = "select pg_backend_pid()"
}
