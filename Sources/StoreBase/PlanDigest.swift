import Crypto
package import Foundation

/// The digest by which a plan for many cases is approved and carried out: SHA-256 of what they have in common, and then of the
/// digest of each case, in the order of their ids.
///
/// A plan is computed again before it is carried out. Who does that names a digest, and gets that plan or none:
///
/// ```
///  plan: every case as it would become ─► digest ─► approved, or carried out: computed again
///                                                     ├─ the same digest ─► done
///                                                     └─ another one ─────► refused with that one, nothing done
/// ```
///
/// Digests of plans that were approved are kept, so what goes into one never changes.
package struct PlanDigest: Sendable {
  private var hash = SHA256()

  /// - Parameter common: what the plan depends on beside the cases.
  package init(_ common: ChainHash) { hash.update(data: common.finalize()) }

  /// - Parameter digest: of what would become of one case.
  package mutating func add(_ digest: Data) { hash.update(data: digest) }

  /// In hexadecimal: 64 characters.
  package var text: String { Data(hash.finalize()).hexadecimal }
}
