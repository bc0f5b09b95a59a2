import CaseCore
import Postgres
import TestOffice

extension Office {
  /// Every row of every table, as text, each preceded by its table's name.
  func contents(except left: String = "") async throws -> [String] {
    let tables = try await list(
      """
      select table_schema || '.' || table_name from information_schema.tables
      where table_schema in ('public', 'keyring') and table_name <> \(left) order by 1
      """,
      as: String.self
    )
    var rows: [String] = []
    for table in tables {
      let text: Statement = "select t::text from \(unsafeRawSQL: table) t order by 1"
      rows += try await list(text, as: String.self).map { "\(table): \($0)" }
    }
    return rows
  }
}

extension Office {
  /// What the directory says of an organisation from now on.
  func setRoles(_ roles: [String], of actor: Actor) async throws {
    try await tamper("update organisation set roles = \(roles) where number = \(actor.organisation)")
  }
}
