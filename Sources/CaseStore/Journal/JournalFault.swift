public import Foundation

/// Something in a journal that is not as it was written.
public struct JournalFault: Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A column or the content differs from what the hash was made of.
    case changed
    /// An entry is missing between two others, or before the first.
    case missing
    /// An entry does not follow on the one before it.
    case outOfOrder
    /// Entries are missing at the end.
    case cutOff
    /// The head of the case was not made by this service.
    case seal
    /// There are entries, and no case.
    case orphaned
    /// The entries add up to another case than the one that is stored, or cannot be read.
    case content
  }

  public var kind: Kind
  public var caseID: UUID
  /// The entry at which it shows.
  public var revision: Int64

  package init(kind: Kind, caseID: UUID, revision: Int64) {
    self.kind = kind
    self.caseID = caseID
    self.revision = revision
  }

  public var description: String {
    let what =
      switch kind {
      case .changed: "entry was changed"
      case .missing: "entry is missing"
      case .outOfOrder: "entry does not follow on the one before"
      case .cutOff: "entries are missing at the end"
      case .seal: "the seal on the head is not ours"
      case .orphaned: "the case of these entries is gone"
      case .content: "the entries do not add up to the case"
      }
    return "case \(caseID), entry \(revision): \(what)"
  }
}
