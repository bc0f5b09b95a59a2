/// A Swift value with a PostgreSQL type, sent and read in PostgreSQL's binary format.
///
/// The type of a bind is that of its Swift type, never guessed from the statement: `Int` is `int8`, `String` is `text`,
/// so a parameter compared with an enum column needs a cast in the SQL (`$1::kind`).
public protocol PostgresValue: PostgresBindable {
  /// Appends the binary form, without its length.
  func encode(into buffer: inout PostgresBuffer)

  /// Reads the binary form of a non-NULL field of `type`; `nil` when the type is another or the bytes do not fit.
  static func decode(_ bytes: RawSpan, type: PostgresType) -> Self?
}

/// A value for a `$n`: every ``PostgresValue``, and an optional of one, of which `nil` is NULL.
public protocol PostgresBindable: Sendable {
  /// The type declared for the parameter.
  static var postgresType: PostgresType { get }

  func bind(to binds: inout Binds)
}

extension PostgresValue {
  public func bind(to binds: inout Binds) { binds.append(self) }
}

extension Optional: PostgresBindable where Wrapped: PostgresValue {
  public static var postgresType: PostgresType { Wrapped.postgresType }

  public func bind(to binds: inout Binds) {
    switch self {
    case .some(let value): binds.append(value)
    case .none: binds.appendNull(Wrapped.postgresType)
    }
  }
}
