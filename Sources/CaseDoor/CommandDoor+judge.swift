import CaseCore
import DutchMessages
import Foundation
import Postgres
import StoreBase

extension CommandDoor {
  /// What a submission comes to; the answer is told too to a sender that does not wait for it.
  /// - Parameter newCase: the id of the case that it begins.
  func judge(
    _ submission: Submission,
    loaded: Loaded,
    receipt: ReceiptKey?,
    newCase: UUID,
    on connection: isolated PostgresConnection
  ) throws -> Verdict {
    var verdict = try decided(submission, loaded: loaded, receipt: receipt, newCase: newCase, on: connection)
    verdict.reply = try submission.reply?.row(verdict.answer)
    verdict.trace = submission.trace
    verdict.links = links(of: verdict)
    return verdict
  }

  private func decided(
    _ submission: Submission,
    loaded: Loaded,
    receipt: ReceiptKey?,
    newCase: UUID,
    on connection: isolated PostgresConnection
  ) throws -> Verdict {
    if let answered = loaded.answered {
      return Verdict(answer: try repeated(answered, to: submission, loaded, on: connection))
    }
    // The answer of before is forgotten since it was looked for.
    guard !submission.isRepetition else { throw StoreError.contended }
    let (clock, outcome, decider) = try decide(submission, loaded, newCase: newCase, on: connection)
    var received: CaseWriting?
    if case .accepted(let decision) = outcome, let transfer = decision.transfer, let record = loaded.record {
      received = try receive(transfer, from: record, on: connection)
      guard received != nil else {
        let refusal = decider?.refusal(of: transfer, on: clock.last?.result ?? record.instance) ?? .unknownCase
        return try refused(refusal, submission, loaded, clock, receipt, on: connection)
      }
    }
    switch outcome {
    case .accepted(let decision):
      let decisions = clock + [decision]
      let destroyed =
        try decision.erases
        ? decider.map { try DestructionRecord(decisions, of: loaded.record, by: $0, on: connection) } : nil
      let writing = try write(decisions, loaded, newCase: newCase, on: connection, destroyed: destroyed)
      let entry = decision.entry
      let alias = entry.actor.map { keyring.alias(of: writing.caseID, for: $0.organisation) }
      let revision = entry.actor.flatMap { decider?.revision(of: decision.result, for: $0) } ?? entry.revision
      var accepted = Answer.Accepted(alias: alias, revision: revision, state: entry.to, children: entry.began)
      let began = try began(by: decision, answered: &accepted, decider)
      let answer = Answer.accepted(accepted)
      return Verdict(
        answer: answer,
        writing: writing,
        received: received,
        receipt: try receipt?.row(answer, at: loaded.now),
        began: began
      )
    case .refused(let refusal): return try refused(refusal, submission, loaded, clock, receipt, on: connection)
    case .lapsed: return Verdict(answer: .lapsed)
    }
  }

  /// Of a command that is refused, what the clock had to do is kept all the same.
  private func refused(
    _ refusal: Refusal,
    _ submission: Submission,
    _ loaded: Loaded,
    _ clock: [Decision],
    _ receipt: ReceiptKey?,
    on connection: isolated PostgresConnection
  ) throws -> Verdict {
    // Who may not know of the case changes nothing in it, and does not wait for it.
    let writing = clock.isEmpty || refusal == .unknownCase ? nil : try write(clock, loaded, on: connection)
    let answer = Answer.refused(RefusalMessage(refusal))
    let row = submission.keeps(refusal) ? try receipt?.row(answer, at: loaded.now) : nil
    return Verdict(answer: answer, writing: writing, receipt: row)
  }

  /// What the clock has still to do to the case, and what the command comes to after that.
  private func decide(
    _ submission: Submission,
    _ loaded: Loaded,
    newCase: UUID,
    on connection: isolated PostgresConnection
  ) throws -> (clock: [Decision], Outcome, by: Decider?) {
    switch submission.target {
    case .newCase(let key):
      guard let workflow = try library.current(key) else { return ([], .refused(.unknownCase), nil) }
      let decider = decider(workflow, loaded)
      var command = try naming(submission, loaded, by: workflow, on: connection)
      if workflow.namesCases { command.caseName = keyring.name(of: newCase) }
      return ([], decider.decide(command, on: nil), decider)
    case .alias:
      guard let record = loaded.record else {
        try loadOther(submission, loaded, on: connection)
        _ = try naming(submission, loaded, by: nil, on: connection)
        return ([], .refused(.unknownCase), nil)
      }
      let decider = try decider(for: record, loaded, on: connection)
      let clock = decider.catchUp(record.instance, from: loaded.earlier)
      let command = try naming(submission, loaded, by: decider.workflow, on: connection)
      return (clock, decider.decide(command, on: clock.last?.result ?? record.instance), decider)
    }
  }

  /// The command with the other cases that it names.
  private func naming(
    _ submission: Submission,
    _ loaded: Loaded,
    by workflow: Workflow?,
    on connection: isolated PostgresConnection
  ) throws -> Command {
    var command = submission.command
    command.otherCases = try resolve(submission, loaded, by: workflow, on: connection)
    return command
  }
}
