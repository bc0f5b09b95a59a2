package import CaseCore
package import Foundation

/// The digest of whom an entry told what, in order: it is a part of the entry, so a row of the outbox that was changed, taken
/// away or added shows.
package struct EventsHash {
  private var hash = ChainHash("casusregie told 1")

  package init() {}

  package init(_ notices: [Decision.Notice]) {
    for notice in notices { add(notice.organisation, notice.event) }
  }

  package mutating func add(_ organisation: String, _ event: String) {
    hash.add(organisation)
    hash.add(event)
  }

  package var digest: Data { hash.finalize() }
}
