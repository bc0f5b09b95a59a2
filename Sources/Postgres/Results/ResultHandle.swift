import CLibpq
import Foundation

/// Owns one `PGresult`.
///
/// Safe to share between threads: libpq never changes a finished result, reading it takes no lock, and it is freed once,
/// when the last row that refers to it goes.
@safe final class ResultHandle: @unchecked Sendable {
  let pointer: OpaquePointer
  let rowCount: Int
  let columnCount: Int

  init(_ pointer: OpaquePointer) {
    unsafe self.pointer = unsafe pointer
    unsafe rowCount = Int(PQntuples(pointer))
    unsafe columnCount = Int(PQnfields(pointer))
  }

  deinit { unsafe PQclear(pointer) }

  func columnName(_ column: Int) -> String {
    unsafe PQfname(pointer, Int32(column)).map { unsafe String(cString: $0) } ?? ""
  }

  func column(named name: String) -> Int? {
    (0..<columnCount).first { column in
      guard let other = unsafe PQfname(pointer, Int32(column)) else { return false }
      return unsafe strcmp(other, name) == 0
    }
  }

  func type(_ column: Int) -> PostgresType {
    unsafe PostgresType(rawValue: PQftype(pointer, Int32(column)))
  }

  /// Decodes a field; an inner `nil` is NULL, an outer `nil` means that it is no `Value`.
  func decode<Value: PostgresValue>(row: Int, column: Int, as _: Value.Type) -> Value?? {
    let (row, column) = (Int32(row), Int32(column))
    if unsafe PQgetisnull(pointer, row, column) != 0 { return .some(nil) }
    let length = unsafe Int(PQgetlength(pointer, row, column))
    let bytes = unsafe UnsafeRawBufferPointer(start: PQgetvalue(pointer, row, column), count: length)
    return unsafe Value.decode(bytes.bytes, type: PostgresType(rawValue: PQftype(pointer, column))).map { .some($0) }
  }
}
