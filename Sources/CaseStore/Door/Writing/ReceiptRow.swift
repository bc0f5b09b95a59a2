import CaseCore
import Foundation

/// The answer to a command, for a sender that asks again.
struct ReceiptRow {
  /// See ``ReceiptKey``.
  let id: Data
  let digest: Data
  /// Encrypted.
  let answer: Data
  let recordedAt: Instant
}
