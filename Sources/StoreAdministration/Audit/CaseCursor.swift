import Foundation
import Postgres

/// The rows of one query in the order of their cases, read some at a time through a cursor of the transaction that it is made
/// in. The first column is the id of the case.
struct CaseCursor {
  private let fetch: Statement
  private var rows: Rows?
  private var position = 0
  /// The case of the next row; `nil` at the end.
  private(set) var caseID: UUID?

  private static let rowsPerBatch = 500

  /// - Parameters:
  ///   - name: of the cursor; a constant.
  ///   - select: the query, a constant; ordered by its first column.
  init(_ name: String, _ select: String, on connection: isolated PostgresConnection) throws {
    try connection.query(Statement(unsafeRawSQL: "declare \(name) no scroll cursor for \(select)"))
    fetch = Statement(unsafeRawSQL: "fetch \(Self.rowsPerBatch) from \(name)")
    try read(on: connection)
  }

  /// The next row if it is of this case, and moves on.
  mutating func next(of id: UUID, on connection: isolated PostgresConnection) throws -> Row? {
    guard caseID == id, let row = rows?[position] else { return nil }
    position += 1
    if position < rows?.endIndex ?? 0 { try readID() } else { try read(on: connection) }
    return row
  }

  /// The next row without moving on, if it is of this case.
  func peek(of id: UUID) -> Row? { caseID == id ? rows?[position] : nil }

  private mutating func read(on connection: isolated PostgresConnection) throws {
    let page = try connection.query(fetch)
    rows = page
    position = 0
    if page.isEmpty { caseID = nil } else { try readID() }
  }

  private mutating func readID() throws { caseID = try rows?[position][0, as: UUID.self] }
}
