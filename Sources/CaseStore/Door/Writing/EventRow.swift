import CaseCore
import Foundation

/// One event for one organisation, of one entry.
struct EventRow {
  let caseID: UUID
  let revision: Int64
  let ground: String
  let recordedAt: Instant
  let traceparent: String?
  let organisation: String
  /// The id under which the organisation knows the case.
  let subject: UUID
  let event: String
}
