import CaseCore
import DutchMessages
import Foundation
import Inbox
import Requests

/// A command that is refused although nothing is wrong with it, as happens when somebody else was first. To see what the client makes of it: given
/// again as it was, under a new id, it would pass over what somebody else did.
struct PlayedRefusal {
  private let content: ContentReview
  private(set) var id: UUID?
  private var given: GivenCommand?
  private var refusal: RefusalMessage?

  init(_ content: ContentReview) { self.content = content }

  /// - Parameter isLast: that one is carried out.
  /// - Returns: why it is refused; `nil` when it is not. Sent again under its id it is refused again.
  mutating func refusal(of finding: CommandReview.Finding, isLast: Bool) -> RefusalMessage? {
    if let id { return finding.id == id ? refusal : nil }
    guard let given = finding.given, !given.begins, !isLast, finding.faults.isEmpty else { return nil }
    (id, self.given, refusal) = (finding.id, given, content.refusalOnPurpose(of: given))
    return refusal
  }

  /// What is wrong with a command because of the refusal of the one before it; `nil` when nothing is.
  func fault(of finding: CommandReview.Finding) -> String? {
    guard let given, var next = finding.given, finding.id != id else { return nil }
    let revision = next.revision
    next.revision = given.revision
    // Another person may give the same.
    guard next.isSame(as: given) else { return nil }
    let what = "it is command \(id?.uuidString.lowercased() ?? "") again, which was refused"
    guard let stale = given.revision else { return "\(what) (not-now), and nothing was told of the case since" }
    // Whether a person read the case and decided anew, nobody sees from here.
    if let revision, revision > stale { return nil }
    return "\(what) (stale), and names no later revision: read the case, and let a person decide anew"
  }
}

extension GivenCommand {
  /// Whoever gives it.
  fileprivate func isSame(as other: GivenCommand) -> Bool {
    (begins, subject, workflow, name, child) == (other.begins, other.subject, other.workflow, other.name, other.child)
      && ground == other.ground && fields == other.fields && revision == other.revision
  }
}
