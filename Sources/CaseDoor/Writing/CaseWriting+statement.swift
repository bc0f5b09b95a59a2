import CaseCore
import Foundation
package import Postgres
import StoreBase

extension CaseWriting {
  /// The same as ``statement(_:receipts:began:replies:longestWait:)``, with what other cases are found by: to be sent in one transaction.
  package static func statements(
    _ writings: [CaseWriting],
    receipts: [ReceiptRow] = [],
    began: [SubmissionReceiptRow] = [],
    replies: [ReplyRow] = [],
    longestWait: Duration? = nil
  ) -> [Statement] {
    let marks = writings.flatMap(\.marks)
    let write = statement(writings, receipts: receipts, began: began, replies: replies, longestWait: longestWait)
    return [write] + IdentityChange.statements(marks)
  }

  /// Writes cases, and the answers to the commands that they came from, by one statement: a transaction of its own. See
  /// `write_cases` in the schema, whose arguments these are.
  ///
  /// - Parameters:
  ///   - writings: of different cases. When one fails, none is written.
  ///   - longestWait: for a case that somebody holds; as long as the session waits for any lock when it is `nil`.
  package static func statement(
    _ writings: [CaseWriting],
    receipts: [ReceiptRow] = [],
    began: [SubmissionReceiptRow] = [],
    replies: [ReplyRow] = [],
    longestWait: Duration? = nil
  ) -> Statement {
    write.bind { binds in
      append(writings.map(\.file), to: &binds)
      let parties = writings.flatMap { writing in writing.parties.map { (writing.caseID, $0.organisation, $0.alias) } }
      append(parties, to: &binds)
      append(writings.flatMap(\.entries), to: &binds)
      append(writings.flatMap(\.events), to: &binds)
      append(writings.flatMap(\.timers), to: &binds)
      append(receipts, to: &binds)
      append(began, to: &binds)
      append(replies, to: &binds)
      append(writings.flatMap(\.listed), to: &binds)
      (longestWait.map { Int64($0 / .milliseconds(1)) }).bind(to: &binds)
      binds.append(writings.map(\.file.phaseStart?.description))
    }
  }

  /// Makes the rows of lists those that there are of one case. Whoever sends it holds the case.
  static func listing(_ caseID: UUID, _ listed: [ListedRow]) -> Statement {
    list.bind { binds in
      binds.append([caseID])
      append(listed, to: &binds)
    }
  }

  private static func append(_ files: [CaseFileRow], to binds: inout Binds) {
    binds.append(files.map(\.id))
    binds.append(files.map(\.workflow))
    binds.append(files.map(\.version))
    binds.append(files.map(\.region))
    binds.append(files.map(\.state))
    binds.append(files.map(\.revision))
    binds.append(files.map(\.head))
    binds.append(files.map(\.seal))
    binds.append(files.map(\.content.snapshot))
    binds.append(files.map(\.changedAt.timestamp))
    binds.append(files.map(\.deadlineSettings))
    binds.append(files.map(\.before))
    binds.append(files.map(\.content.key?.wrappedBy))
    binds.append(files.map(\.content.key?.wrapped))
    binds.append(files.map(\.content.destruction))
  }

  private static func append(_ parties: [(UUID, String, UUID)], to binds: inout Binds) {
    binds.append(parties.map(\.0))
    binds.append(parties.map(\.1))
    binds.append(parties.map(\.2))
  }

  private static func append(_ entries: [JournalRow], to binds: inout Binds) {
    binds.append(entries.map(\.caseID))
    binds.append(entries.map(\.revision))
    binds.append(entries.map(\.recordedAt.timestamp))
    binds.append(entries.map(\.kind))
    binds.append(entries.map(\.name))
    binds.append(entries.map(\.timer))
    binds.append(entries.map(\.dueAt?.timestamp))
    binds.append(entries.map(\.organisation))
    binds.append(entries.map(\.role))
    binds.append(entries.map(\.ground))
    binds.append(entries.map(\.from))
    binds.append(entries.map(\.to))
    binds.append(entries.map { ArrayLiteral.text($0.audience) })
    binds.append(entries.map(\.content))
    binds.append(entries.map(\.previous))
    binds.append(entries.map(\.hash))
    binds.append(entries.map(\.eventsHash))
  }

  private static func append(_ events: [EventRow], to binds: inout Binds) {
    binds.append(events.map(\.caseID))
    binds.append(events.map(\.revision))
    binds.append(events.map(\.ground))
    binds.append(events.map(\.recordedAt.timestamp))
    binds.append(events.map(\.organisation))
    binds.append(events.map(\.subject))
    binds.append(events.map(\.event))
    binds.append(events.map(\.asksAcknowledgement))
    binds.append(events.map(\.isForReceipt))
  }

  private static func append(_ timers: [TimerChange], to binds: inout Binds) {
    binds.append(timers.map(\.caseID))
    binds.append(timers.map(\.deadline))
    binds.append(timers.map(\.effect.generation))
    binds.append(timers.map(\.effect.timer))
    binds.append(timers.map(\.effect.outcome))
    binds.append(timers.map(\.at.timestamp))
  }

  private static func append(_ receipts: [ReceiptRow], to binds: inout Binds) {
    binds.append(receipts.map(\.id))
    binds.append(receipts.map(\.digest))
    binds.append(receipts.map(\.answer))
    binds.append(receipts.map(\.recordedAt.timestamp))
  }

  private static func append(_ replies: [ReplyRow], to binds: inout Binds) {
    binds.append(replies.map(\.organisation))
    binds.append(replies.map(\.event))
    binds.append(replies.map(\.causation))
    binds.append(replies.map(\.content))
  }

  private static func append(_ began: [SubmissionReceiptRow], to binds: inout Binds) {
    binds.append(began.map(\.id))
    binds.append(began.map(\.organisation))
    binds.append(began.map(\.role))
    binds.append(began.map(\.content))
    binds.append(began.map(\.recordedAt.timestamp))
  }

  private static func append(_ listed: [ListedRow], to binds: inout Binds) {
    binds.append(listed.map(\.caseID))
    binds.append(listed.map(\.organisation))
    binds.append(listed.map(\.number))
    binds.append(listed.map(\.alias))
    binds.append(listed.map(\.view.due?.timestamp))
    binds.append(listed.map { ArrayLiteral.text($0.roles) })
    binds.append(listed.map(\.view.isOpen))
    binds.append(listed.map(\.view.isSuspended))
    binds.append(listed.map { ArrayLiteral.text($0.view.awaited.sorted()) })
    binds.append(listed.map(\.holdsUntil?.timestamp))
  }

  private static let write = PreparedQuery(
    """
    select write_cases($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
    $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, \
    $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, \
    $69, $70, $71, $72, $73, $74, $75::text[]::date[])
    """
  )

  private static let list = PreparedQuery("select list_cases($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
}
