import CaseCore
import Foundation
import Postgres
import StoreBase

/// What a command moves to another case is decided there too, and written with the command in one transaction. Both cases are written in the
/// order of their ids, as all cases are; who met another command on one of them holds both from the beginning, in that order.
extension CommandDoor {
  /// What comes of the case that takes what a command on another one moves: what is due in it first, then what comes.
  /// - Parameter record: the case that it comes from, as the command found it.
  /// - Returns: `nil` when it does not take it, when there is no such case, and when it cannot be read.
  func receive(
    _ transfer: Transfer,
    from record: CaseRecord,
    on connection: isolated PostgresConnection
  ) throws -> CaseWriting? {
    guard let id = UUID(uuidString: transfer.target), id != record.cipher.caseID else { return nil }
    let lines = transfer.lines(in: try entries(of: record, on: connection))
    do {
      guard let row = try connection.pipeline([Self.cases([id])]).first?.first else { return nil }
      let loaded = try loaded(row, withCase: true, on: connection)
      guard let other = loaded.record else { return nil }
      let decider = try decider(for: other, loaded, on: connection)
      let clock = decider.catchUp(other.instance, from: loaded.earlier)
      let received: [Decision]
      do throws(Refusal) {
        received = try decider.receive(transfer, lines, on: clock.last?.result ?? other.instance).map(\.decision)
      } catch {
        // Why is not for the sender, who may know nothing of the state that the other case is in.
        return nil
      }
      return try write(clock + received, loaded, on: connection)
    } catch {
      // Nothing is kept of either case; who reads the other one is told what is wrong with it.
      guard StoreError.ofTheCase(error) != nil else { throw error }
      return nil
    }
  }

  /// What people did to a case, as its journal has it under its key.
  private func entries(of record: CaseRecord, on connection: isolated PostgresConnection) throws -> [Entry] {
    let rows = try connection.query(
      """
      select \(unsafeRawSQL: JournalRow.columns) from journal
      where case_id = \(record.cipher.caseID) and revision <= \(record.instance.revision)
        and kind in ('command', 'transferred')
      order by revision
      """
    )
    return try rows.map { row in
      let row = try JournalRow(row)
      let plain = try record.cipher.open(row.content, as: .entry, revision: row.revision)
      let content = try ContentCoder.decode(EntryContent.self, from: plain)
      return Entry(
        revision: row.revision,
        at: row.recordedAt,
        cause: row.cause,
        child: row.fullName.child,
        // The person is not asked for, only whose people it was.
        actor: row.organisation.map { Actor(subject: "", organisation: $0, roles: []) },
        role: row.role,
        ground: row.ground,
        from: row.from,
        to: row.to,
        audience: row.audience,
        fields: content.fields,
        changes: content.changes
      )
    }
  }
}
