import CaseCore
import CaseDoor
import Foundation
import Postgres
import StoreBase

extension CommandDoor {
  /// Brings a case up to the settings that were found with it: what was due before they held fires first.
  /// - Returns: whether it was done: somebody else may have written the case first, and then it is looked at again.
  func bringUp(_ loaded: Loaded, on connection: isolated PostgresConnection) throws -> Bool {
    guard let record = loaded.record else { return false }
    let clock = try decider(for: record, loaded, on: connection).catchUp(record.instance, from: loaded.earlier)
    guard !clock.isEmpty else {
      let (id, last) = (record.cipher.caseID, record.instance.revision)
      let revision = loaded.deadlineSettings.revision
      let seal = keyring.seal(caseID: id, revision: last, head: record.head, as: .counted(revision))
      let counted = Self.counted.bind(id, revision, last, seal)
      return try connection.query(counted).affected == 1
    }
    let writing = try write(clock, loaded, on: connection)
    guard try keep(on: connection, { _ = try $0.transaction(CaseWriting.statements([writing])) }) else { return false }
    wake(tells: writing.tells, times: writing.startsTimers)
    return true
  }

  private static let counted = PreparedQuery(
    "update case_file set settings_revision = $2, seal = $4 where id = $1 and revision = $3"
  )
}
