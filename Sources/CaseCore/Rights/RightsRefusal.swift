/// Why something that changes rights was not proposed, approved or carried out.
public enum RightsRefusal: Error, Sendable, Hashable {
  /// Whoever asks is no administrator of all regions, or their organisation is not.
  case notAdministrator
  case unknownProposal(Int64)
  /// An entry about it is damaged, so nobody can tell what was proposed or what became of it.
  case damaged(Int64)
  /// It was rejected or withdrawn, or was done at once.
  case settled(Int64)
  /// It was approved before.
  case approved(Int64)
  /// It was carried out, so nothing is to be done any more.
  case carriedOut(Int64)
  case notApproved(Int64)
  /// Nobody proposed it, so nobody approved it.
  case approvalMissing
  /// It was approved more than so many days ago.
  case expired(Int64, days: Int)
  /// It is about something else than was asked.
  case otherKind(Int64)
  case reasonMissing
  /// The reason is no text that can be kept and shown.
  case reasonInvalid(TextFault)
  /// Four eyes: who proposes does not approve.
  case ownProposal
  /// Only who proposed it withdraws it.
  case othersProposal
  /// The plan that was approved is not the one that is made now.
  case outdated
  /// All that is wrong with it.
  case invalid([RightsFault])
}
