package import CaseCore
package import Foundation
package import Postgres
package import StoreAdministration
package import StoreBase

extension Office {
  /// The first field of the first row.
  package func read<Value: PostgresValue>(
    _ statement: Statement,
    as type: Value.Type = Value.self
  ) async throws -> Value? {
    try await pool.withConnection { try $0.query(statement).first.map { try $0[0, as: type] } }
  }

  package func count(_ statement: Statement) async throws -> Int {
    try await read(statement, as: Int.self) ?? -1
  }

  /// The first field of each row.
  package func list<Value: PostgresValue>(
    _ statement: Statement,
    as type: Value.Type = Value.self
  ) async throws -> [Value] {
    try await pool.withConnection { try $0.query(statement).map { try $0[0, as: type] } }
  }

  /// Changes rows as a superuser would.
  package func tamper(_ statements: Statement...) async throws {
    try await pool.withConnection { connection in _ = try connection.transaction(statements) }
  }

  /// The case as its encrypted row has it.
  package func stored(_ id: UUID) async throws -> Case {
    let keyring = keyring
    return try await pool.withConnection { connection in
      let rows = try connection.query(
        """
        select revision, snapshot, wrapped_by, wrapped from case_file join keyring.case_key on case_id = id
        where id = \(id)
        """
      )
      guard let row = rows.first else { throw Unexpected() }
      let cipher = try CaseCipher(id, wrapped: row[3], by: row[2], keyring: keyring)
      return try ContentCoder.decode(Case.self, from: cipher.open(row[1], as: .snapshot, revision: row[0]))
    }
  }

  package func journal(of id: UUID) async throws -> [JournalRow] {
    try await pool.withConnection { connection in
      try connection.query(
        "select \(unsafeRawSQL: JournalRow.columns) from journal where case_id = \(id) order by revision"
      ).map { try JournalRow($0) }
    }
  }

  package func verify() async throws -> JournalVerifier.Report {
    try await JournalVerifier(pool, keyring: keyring).verify()
  }
}
