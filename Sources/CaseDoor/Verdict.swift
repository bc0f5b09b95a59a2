import Postgres
import StoreBase
import Tracing

/// What a submission comes to: what is answered, and what is kept for it.
struct Verdict {
  let answer: Answer
  var writing: CaseWriting?
  /// What comes of another case, to which the command moves something: kept with the first, or neither is.
  var received: CaseWriting?
  /// The answer, for a sender that asks again.
  var receipt: ReceiptRow?
  /// The answer, for a sender that may know nothing more of the case that it began.
  var began: SubmissionReceiptRow?
  /// The answer, for a sender that does not wait for it.
  var reply: ReplyRow?
  /// The span of the command, when it is recorded, and what its events go back to it by.
  var trace: InstrumentationContext?
  var links: [TraceLink] = []

  var handled: Handled {
    var tells = Set(writings.flatMap(\.tells))
    if let reply { tells.insert(reply.organisation) }
    return Handled(
      answer: answer,
      tells: tells,
      times: writings.contains(where: \.startsTimers),
      asks: writings.contains(where: \.asks)
    )
  }

  var writings: [CaseWriting] { [writing, received].compactMap(\.self) }

  /// Keeps all of them in one transaction; `nil` when there is nothing to keep.
  ///
  /// The cases are in the order of their ids, so that of two transactions with the same cases one waits for the other, and not
  /// each for the other.
  /// - Parameters:
  ///   - verdicts: on different cases.
  ///   - longestWait: for a case that somebody holds; as long as the session waits for any lock when it is `nil`.
  static func statements(_ verdicts: [Verdict], longestWait: Duration? = nil) -> [Statement]? {
    let writings = verdicts.flatMap(\.writings).sorted { $0.caseID < $1.caseID }
    let (receipts, replies) = (verdicts.compactMap(\.receipt), verdicts.compactMap(\.reply))
    guard !writings.isEmpty || !receipts.isEmpty || !replies.isEmpty else { return nil }
    let write = CaseWriting.statements(
      writings,
      receipts: receipts,
      began: verdicts.compactMap(\.began),
      replies: replies,
      longestWait: longestWait
    )
    let links = verdicts.flatMap(\.links)
    return write + CaseWriting.links(writings) + (links.isEmpty ? [] : [TraceLink.insert(links)])
  }
}

/// What was done, and which loops have work by it.
struct Handled {
  let answer: Answer
  /// The organisations that have something to be told.
  let tells: Set<String>
  let times: Bool
  /// Whether somebody is to look at once whether a person is known.
  let asks: Bool
}
