/// The constant part of a statement that runs often: its text is made once, and only the binds are made per call.
///
///     static let find = PreparedQuery("select state, revision from cases where id = $1")
///     let rows = try connection.query(find.bind(id))
///
/// It belongs to no connection: each connection prepares it on first use, in the same round trip.
public struct PreparedQuery: Sendable {
  public let sql: String

  public init(_ sql: StaticString) { self.sql = sql.description }

  /// The statement with its `$1`, `$2`... in this order. The server refuses a wrong number of them.
  public func bind<each Value: PostgresBindable>(_ values: repeat each Value) -> Statement {
    var binds = Binds(capacity: 8)
    for value in repeat each values { value.bind(to: &binds) }
    return Statement(sql: sql, binds: binds)
  }

  /// The same for a statement of many parameters: `append` adds them one by one.
  public func bind(_ append: (inout Binds) -> Void) -> Statement {
    var binds = Binds(capacity: 64)
    append(&binds)
    return Statement(sql: sql, binds: binds)
  }
}
