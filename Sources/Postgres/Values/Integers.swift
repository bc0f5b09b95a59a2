extension PostgresValue where Self: FixedWidthInteger {
  /// Reads any integer column whose value fits, so that a column may be widened without a change here.
  public static func decode(_ bytes: RawSpan, type: PostgresType) -> Self? {
    switch (type, bytes.byteCount) {
    case (.int8, 8): bytes.integer(as: Int64.self).flatMap { Self(exactly: $0) }
    case (.int4, 4): bytes.integer(as: Int32.self).flatMap { Self(exactly: $0) }
    case (.int2, 2): bytes.integer(as: Int16.self).flatMap { Self(exactly: $0) }
    default: nil
    }
  }
}

extension Int: PostgresValue, PostgresElement {
  public static var postgresType: PostgresType { .int8 }
  public static var postgresArrayType: PostgresType { .int8Array }
  public func encode(into buffer: inout PostgresBuffer) { buffer.append(Int64(self)) }
}

extension Int64: PostgresValue, PostgresElement {
  public static var postgresType: PostgresType { .int8 }
  public static var postgresArrayType: PostgresType { .int8Array }
  public func encode(into buffer: inout PostgresBuffer) { buffer.append(self) }
}

extension Int32: PostgresValue, PostgresElement {
  public static var postgresType: PostgresType { .int4 }
  public static var postgresArrayType: PostgresType { .int4Array }
  public func encode(into buffer: inout PostgresBuffer) { buffer.append(self) }
}

extension Int16: PostgresValue, PostgresElement {
  public static var postgresType: PostgresType { .int2 }
  public static var postgresArrayType: PostgresType { .int2Array }
  public func encode(into buffer: inout PostgresBuffer) { buffer.append(self) }
}
