package import Foundation
package import StoreBase

/// A case that can be found by its person, while cases are compared: nothing of it is kept.
package struct MarkedCase: Sendable {
  package let caseID: UUID
  package let workflow: String
  package let mark: IdentityMark
  /// People decided to ask at once.
  package let asks: Bool
}

extension [MarkedCase] {
  /// A hash that so many cases share is no person: somebody fills in the same words each time.
  package static var mostAlike: Int { 50 }

  /// The cases that have a hash in common, each pair once.
  /// - Parameter isAtOnce: of these only the pairs of which one asks.
  /// - Returns: also how many hashes were shared by more cases than ``mostAlike``, which are passed over.
  package func pairs(isAtOnce: Bool) -> (pairs: [MarkedPair], crowded: Int) {
    var holders: [UUID: [Int]] = [:]
    for (index, marked) in enumerated() { for hash in marked.mark.hashes { holders[hash, default: []].append(index) } }
    var (found, crowded): (Set<[Int]>, Int) = ([], 0)
    for indexes in holders.values where indexes.count > 1 {
      guard indexes.count <= Self.mostAlike else {
        crowded += 1
        continue
      }
      for (place, one) in indexes.enumerated() {
        for other in indexes[(place + 1)...] where self[one].isOther(than: self[other]) { found.insert([one, other]) }
      }
    }
    let pairs = found.sorted { $0.lexicographicallyPrecedes($1) }.map {
      MarkedPair(one: self[$0[0]], other: self[$0[1]])
    }
    return (isAtOnce ? pairs.filter { $0.one.asks || $0.other.asks } : pairs, crowded)
  }
}

extension MarkedCase {
  /// One case with two identities is not told of itself.
  fileprivate func isOther(than other: MarkedCase) -> Bool {
    caseID != other.caseID && workflow == other.workflow && mark.subject == other.mark.subject
  }
}
