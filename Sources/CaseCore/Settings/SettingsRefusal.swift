/// Why the service of settings did not do something.
public enum SettingsRefusal: Error, Sendable, Hashable {
  /// Whoever asks is no administrator, or their organisation is not.
  case notAdministrator
  /// It is about more than the region of the administrator.
  case otherRegion(String)
  case unknownProposal(Int64)
  /// An entry about it is damaged, so nobody can tell what was proposed or what became of it.
  case damaged(Int64)
  /// It was approved, rejected or withdrawn before.
  case settled(Int64)
  /// It was not approved, so there is nothing to take back.
  case notApproved(Int64)
  /// Something that it set was set otherwise since: taking it back would wipe that.
  case overtaken(Int64, by: Int64?)
  /// Something that it sets was set otherwise since it was proposed: approving it would wipe that unseen.
  case outlived(Int64, by: Int64?)
  /// Others recorded something again and again while this was weighed.
  case interrupted
  case reasonMissing
  /// The reason is no text that can be kept and shown.
  case reasonInvalid(TextFault)
  /// Four eyes: who proposes does not approve.
  case ownProposal
  /// Only who proposed it withdraws it.
  case othersProposal
  /// By the plan so many deadlines expire at once, and whoever approves did not say that they have seen that.
  case expiresNow(Int)
  /// It was approved before plans were kept.
  case planNotKept(Int64)
  /// The plan that was approved is not the one that is made now.
  case outdated(now: String)
  case invalid(DeadlineSettingsRefusal)
}
