extension PostgresConnection {
  /// Runs `body` with a statement before those of each of its round trips: in the same transaction, and in the same trip. It is for what
  /// holds until a transaction ends, such as a role or a setting, and has to hold for whatever `body` does.
  ///
  /// Each round trip is a transaction of its own, so `body` may begin none.
  ///
  /// - Parameter statement: what it answers is not shown to `body`. When it fails, nothing after it is executed.
  /// - Throws: what `body` throws; ``PostgresError/Kind/misuse(_:)`` within a transaction or another opening.
  public func withOpening<Value>(
    _ statement: Statement,
    _ body: (isolated PostgresConnection) throws -> Value
  ) throws -> Value {
    try checkUsable()
    try checkBegin()
    opening = statement
    defer { opening = nil }
    return try body(self)
  }
}
