import CLibpq

/// The answer to one statement: its rows, and how many rows it affected. Rows stay in libpq's memory and are decoded when
/// they are read.
public struct Rows: Sendable, RandomAccessCollection {
  private let handle: ResultHandle

  init(_ handle: ResultHandle) { self.handle = handle }

  public var startIndex: Int { 0 }
  public var endIndex: Int { handle.rowCount }

  public subscript(position: Int) -> Row {
    precondition(position >= 0 && position < handle.rowCount, "row \(position) of \(handle.rowCount)")
    return Row(handle: handle, index: position)
  }

  /// The number of rows that an `insert`, `update`, `delete`, `merge` or `select` affected; 0 for other statements.
  public var affected: Int { unsafe Int(String(cString: PQcmdTuples(handle.pointer))) ?? 0 }

  public var columnNames: [String] { (0..<handle.columnCount).map(handle.columnName) }

  /// The server's command tag: `INSERT 0 1`, `COMMIT`.
  var commandTag: String { unsafe String(cString: PQcmdStatus(handle.pointer)) }
}
