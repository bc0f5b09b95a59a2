/// An invariant that does not hold in a case.
public struct Breach: Error, Hashable, Sendable {
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// The same command on the same case gives the same outcome.
    case determinism
    /// The journal replays to the case.
    case replay
    /// Revisions increase by one, and an entry has a declared ground and the states before and after.
    case entry
    /// The transition that was taken is the first one whose requirements hold.
    case choice
    /// Every field that had to have a value has one.
    case fields
    /// All waiting is bounded by a deadline.
    case bounded
    /// Exactly the deadlines run that the workflow says run.
    case deadlines
    /// The audience of an entry is the one in the workflow.
    case audience
    /// Only parties in an addressed role are notified, and once.
    case notices
    /// The clock only leads into a review state.
    case clock
    /// An organisation sees what was before it, or loses its part, only when the workflow says so.
    case parties
    /// The outcome of a joint decision is that of an independent count of the votes.
    case votes
    /// What is offered can be accepted, and what is accepted was offered.
    case offers
    /// The content is destroyed when, and only when, a transition says so.
    case erasure
  }

  public var rule: Rule
  /// The details, in English, for the engineer; names of the workflow only.
  public var detail: String
}
