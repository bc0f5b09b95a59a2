extension Bool: PostgresValue, PostgresElement {
  public static var postgresType: PostgresType { .bool }
  public static var postgresArrayType: PostgresType { .boolArray }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(self ? UInt8(1) : 0) }

  public static func decode(_ bytes: RawSpan, type: PostgresType) -> Bool? {
    guard type == .bool, bytes.byteCount == 1 else { return nil }
    return bytes.integer(as: UInt8.self).map { $0 != 0 }
  }
}
