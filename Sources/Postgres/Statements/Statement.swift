/// SQL with its parameters. A value becomes a parameter, never a part of the text:
///
///     let statement: Statement = "select state from cases where id = \(id)"   // select state from cases where id = $1
///
/// The text is the key of the connection's cache of prepared statements, so the same interpolation must give the same text
/// each time. For a statement that runs often, a ``PreparedQuery`` saves making its text.
public struct Statement: Sendable {
  public let sql: String
  let binds: Binds

  init(sql: String, binds: Binds) {
    self.sql = sql
    self.binds = binds
  }

  /// Uses text as SQL. A mistake here can turn data into SQL, so use it with constants only.
  public init(unsafeRawSQL sql: String) {
    self.init(sql: sql, binds: Binds())
  }
}

extension Statement: ExpressibleByStringInterpolation {
  public init(stringLiteral sql: String) {
    self.init(sql: sql, binds: Binds())
  }

  public init(stringInterpolation: Interpolation) {
    self.init(sql: stringInterpolation.sql, binds: stringInterpolation.binds)
  }

  public struct Interpolation: StringInterpolationProtocol {
    var sql: String
    var binds: Binds

    public init(literalCapacity: Int, interpolationCount: Int) {
      sql = ""
      sql.reserveCapacity(literalCapacity + 3 * interpolationCount)
      binds = Binds(capacity: interpolationCount)
    }

    public mutating func appendLiteral(_ literal: String) { sql += literal }

    /// Appends the next `$n`.
    public mutating func appendInterpolation(_ value: some PostgresValue) { bind(value) }

    /// The same, with `nil` for NULL.
    public mutating func appendInterpolation<Value: PostgresValue>(_ value: Value?) { bind(value) }

    /// Appends text as SQL: only for text that the program itself made, such as the name of a schema.
    public mutating func appendInterpolation(unsafeRawSQL text: String) { sql += text }

    private mutating func bind(_ value: some PostgresBindable) {
      value.bind(to: &binds)
      sql += "$"
      sql += String(binds.count)
    }
  }
}

extension Statement {
  var canBeSent: Bool { binds.count <= Binds.limit }
}

/// Shows the text only: the binds hold data.
extension Statement: CustomStringConvertible, CustomReflectable {
  public var description: String { sql }
  public var customMirror: Mirror { Mirror(self, children: ["sql": sql]) }
}
