package import Foundation

/// The end of a ledger, sealed: how many entries there are, the hash of the last, and how many of them approved something. What
/// holds is read from here, for everything else in the database can be changed by whoever has it.
package struct LedgerHead: Equatable, Sendable {
  package let ledger: SealedLedger
  package var number: Int64
  package var hash: Data
  /// How many entries approved something: of settings, their revision.
  package var revision: Int64
  package var seal = Data()

  package init(of ledger: SealedLedger, number: Int64 = 0, hash: Data = JournalRow.origin, revision: Int64 = 0) {
    (self.ledger, self.number, self.hash, self.revision) = (ledger, number, hash, revision)
  }

  /// What its seal is made of.
  var sealed: Data {
    var digest = ChainHash("casusregie \(ledger.rawValue) head 1")
    digest.add(number)
    digest.add(hash)
    digest.add(revision)
    return digest.finalize()
  }
}
