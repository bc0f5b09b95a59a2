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
    /// The key that wraps the case's own is not in the keyring: its chain was checked, its content could not be.
    case keyMissing
    /// The case is counted by other settings than it was sealed with.
    case deadlineSettings
    /// An organisation knows the case by an id that is not its own, or has none, or has one and takes no part.
    case parties
    /// The case's row says another day on which its phase began.
    case phase
    /// The timers that wait are not those of the deadlines that run.
    case timers
    /// The events in the outbox are not those that the entry says.
    case outbox
    /// What has to be acknowledged is not what the events ask, or somebody changed it.
    case acknowledgements
    /// The record of the destruction is gone, or is not the one that was made.
    case destruction
  }

  public var kind: Kind
  public var caseID: UUID
  /// The entry at which it shows.
  public var revision: Int64
  /// Of a missing key: its name.
  public var detail: String?

  package init(kind: Kind, caseID: UUID, revision: Int64, detail: String? = nil) {
    self.kind = kind
    self.caseID = caseID
    self.revision = revision
    self.detail = detail
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
      case .keyMissing: "the key \(detail ?? "") is missing; the chain is whole, the content was not checked"
      case .deadlineSettings: "the settings that it is counted by are not those that it was sealed with"
      case .parties: "the ids under which organisations know the case are not those that were given"
      case .phase: "since when it is in its phase is not what its entries say"
      case .timers: "the timers that wait are not those of its deadlines"
      case .outbox: "the events in the outbox are not those that the entry says"
      case .acknowledgements: "what has to be acknowledged is not what its events ask"
      case .destruction: "the record of the destruction is gone or was changed"
      }
    return "case \(caseID), entry \(revision): \(what)"
  }
}
