package import CaseCore
package import Foundation

/// The digest of whom an entry told what, and who has to acknowledge it, in order: it is a part of the entry, so a row of the outbox that was
/// changed, taken away or added shows.
package struct EventsHash {
  private var hash = ChainHash("casusregie told 1")
  /// As it was made before it said who has to acknowledge.
  private var former = ChainHash("casusregie told 1")

  package init() {}

  package init(_ notices: [Decision.Notice]) {
    for notice in notices { add(notice.organisation, notice.event, asks: notice.asksAcknowledgement) }
  }

  /// - Parameter asks: whether it has to be acknowledged.
  package mutating func add(_ organisation: String, _ event: String, asks: Bool) {
    for text in [organisation, event] {
      hash.add(text)
      former.add(text)
    }
    // No word of an event has a space.
    if asks { hash.add("to acknowledge") }
  }

  package var digest: Data { hash.finalize() }

  /// Whether an entry says that these were told.
  package func agrees(with digest: Data?) -> Bool { digest == self.digest || digest == former.finalize() }
}
