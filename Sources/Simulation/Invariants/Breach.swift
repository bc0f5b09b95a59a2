/// Something that must hold in every case and does not.
public struct Breach: Error, Hashable, Sendable {
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// The same command on the same case gives the same outcome.
    case determinism
    /// The journal replays to the case.
    case replay
    /// Revisions count on, an entry rests on a declared ground and says from where to where.
    case entry
    /// The transition taken is the first of which the requirements hold.
    case choice
    /// What waits is bounded by a deadline.
    case bounded
    /// Exactly those deadlines run that the workflow says run.
    case deadlines
    /// An entry is for the audience that the workflow gives it.
    case audience
    /// Only who takes part in an addressed role hears of it, and once.
    case notices
    /// The clock leads nowhere but into a review state.
    case clock
    /// Nobody comes to know of what was before it, or loses its part, unless the workflow says so.
    case parties
    /// Joint decisions come out as an own count of the votes has it.
    case votes
    /// What is offered can be accepted, and what is accepted was offered.
    case offers
    /// The content is destroyed when, and only when, a transition says so.
    case erasure
  }

  public var rule: Rule
  /// What was found, in English, for the engineer; names of the workflow only.
  public var detail: String
}
