public import Foundation

extension Data: PostgresValue, PostgresElement {
  public static var postgresType: PostgresType { .bytea }
  public static var postgresArrayType: PostgresType { .byteaArray }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(contentsOf: self) }

  public static func decode(_ bytes: RawSpan, type: PostgresType) -> Data? {
    guard type == .bytea else { return nil }
    return unsafe bytes.withUnsafeBytes { unsafe Data($0) }
  }
}

/// `[UInt8]` is `bytea`, unlike every other array: PostgreSQL has no one-byte integer.
extension UInt8: PostgresElement {
  public static var postgresArrayType: PostgresType { .bytea }

  public static func encode(array: [UInt8], into buffer: inout PostgresBuffer) {
    buffer.append(contentsOf: array)
  }

  public static func decode(array bytes: RawSpan, type: PostgresType) -> [UInt8]? {
    guard type == .bytea else { return nil }
    return unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
  }
}

extension Array: PostgresElement where Element == UInt8 {
  public static var postgresArrayType: PostgresType { .byteaArray }
}
