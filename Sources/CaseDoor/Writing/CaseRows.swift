import CaseCore
import Foundation

/// The row of a case as its last entry leaves it, with what is kept or goes beside it.
struct CaseFileRow {
  enum Content {
    /// A new case, with its key.
    case new(snapshot: Data, wrappedBy: String, wrapped: Data)
    case kept(snapshot: Data)
    /// The snapshot and the key go; the record of it stays.
    case destroyed(record: Data)
  }

  let id: UUID
  let workflow: String
  let version: String
  let region: String
  let state: String
  /// The day on which that state began; `nil` when it is the state of before.
  let phaseStart: CivilDate?
  let revision: Int64
  let head: Data
  let seal: Data
  let changedAt: Instant
  /// The revision of the settings that the case is counted by.
  let deadlineSettings: Int64
  /// The revision that was decided on; `nil` for a new case.
  let before: Int64?
  let content: Content

  /// No settings come after the greatest number: nobody looks for what is behind in a case without deadlines.
  static let afterAllSettings = Int64.max
}

extension CaseFileRow.Content {
  var snapshot: Data? {
    switch self {
    case .new(let snapshot, _, _), .kept(let snapshot): snapshot
    case .destroyed: nil
    }
  }

  var key: (wrappedBy: String, wrapped: Data)? {
    if case .new(_, let wrappedBy, let wrapped) = self { (wrappedBy, wrapped) } else { nil }
  }

  var destruction: Data? { if case .destroyed(let record) = self { record } else { nil } }
}

/// One event for one organisation, of one entry.
struct EventRow {
  let caseID: UUID
  let revision: Int64
  let ground: String
  let recordedAt: Instant
  let organisation: String
  /// The id under which the organisation knows the case.
  let subject: UUID
  let event: String
  let asksAcknowledgement: Bool
  let isForReceipt: Bool
}

/// The answer to a command, for a sender that asks again.
package struct ReceiptRow {
  /// See ``ReceiptKey``.
  let id: Data
  let digest: Data
  /// Encrypted.
  let answer: Data
  let recordedAt: Instant
}

/// An answer as an event to the organisation that asked.
package struct ReplyRow {
  let organisation: String
  let event: String
  /// The organisation's id of what it asked.
  let causation: UUID
  /// Encrypted for the organisation.
  let content: Data
}

/// What was answered to whoever began a case and may know nothing more of it: see ``StoreBase/SubmissionReceipt``.
package struct SubmissionReceiptRow {
  let id: UUID
  let organisation: String
  let role: String
  /// Encrypted.
  let content: Data
  let recordedAt: Instant
}
