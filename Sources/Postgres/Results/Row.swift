/// One row. A field is read by column index (fast) or name (a search through the columns), with its Swift type:
///
///     let id = try row["id", as: UUID.self]
///     let closed: PostgresTimestamp? = try row[3]
///
/// An error names column and type, never the value.
public struct Row: Sendable {
  let handle: ResultHandle
  let index: Int

  public subscript<Value: PostgresValue>(column: Int, as type: Value.Type = Value.self) -> Value {
    get throws(PostgresError) {
      guard let value = try self[column, as: Value?.self] else { throw fault(column, Value.self, "is NULL") }
      return value
    }
  }

  public subscript<Value: PostgresValue>(column: Int, as type: Value?.Type = Value?.self) -> Value? {
    get throws(PostgresError) {
      guard column >= 0, column < handle.columnCount else { throw .decoding("there is no column \(column)") }
      guard let value = handle.decode(row: index, column: column, as: Value.self) else {
        throw fault(column, Value.self, "does not fit")
      }
      return value
    }
  }

  public subscript<Value: PostgresValue>(column: String, as type: Value.Type = Value.self) -> Value {
    get throws(PostgresError) { try self[position(of: column), as: type] }
  }

  public subscript<Value: PostgresValue>(column: String, as type: Value?.Type = Value?.self) -> Value? {
    get throws(PostgresError) { try self[position(of: column), as: type] }
  }

  private func position(of column: String) throws(PostgresError) -> Int {
    guard let position = handle.column(named: column) else { throw .decoding("there is no column \(column)") }
    return position
  }

  private func fault(_ column: Int, _ expected: Any.Type, _ problem: String) -> PostgresError {
    let type = handle.type(column).rawValue
    return .decoding("column \(handle.columnName(column)) of type \(type) \(problem) as \(expected)")
  }
}
