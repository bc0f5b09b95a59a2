import Foundation
import Postgres
import StoreBase
import TestOffice

extension Office {
  /// Changes the entries of a case and makes a chain of them that fits, with the head: what somebody with the whole database
  /// can do. With `sealed`, also what only someone with the keyring can.
  func rebuild(_ id: UUID, sealed: Bool, _ change: @Sendable (inout [JournalRow]) -> Void) async throws {
    var rows = try await journal(of: id)
    change(&rows)
    var previous = JournalRow.origin
    for index in rows.indices {
      rows[index].previous = previous
      rows[index].hash = rows[index].computedHash()
      previous = rows[index].hash
      let row = rows[index]
      try await tamper(
        """
        update journal set ground = \(row.ground), content = \(row.content), previous = \(row.previous), hash = \(row.hash)
        where case_id = \(id) and revision = \(row.revision)
        """
      )
    }
    try await tamper("update case_file set head = \(previous) where id = \(id)")
    guard sealed else { return }
    let seal = keyring.seal(caseID: id, revision: Int64(rows.count), head: previous, as: .plain(isErased: false))
    try await tamper("update case_file set seal = \(seal) where id = \(id)")
  }
}
