/// A journal of what administrators propose and what others approve: a chain of encrypted entries that are each sealed, and a
/// sealed end. There is one for the deadlines of cases and one for what changes the rights of organisations; they have the same
/// form and the same keys, and the name of the journal is in all that is sealed, so that no entry moves from one to the other.
///
/// ```
///  proposed ─► plan, with a digest ─┬─► approved by another one, naming the digest
///                                   ├─► rejected
///                                   └─► withdrawn
/// ```
///
/// What is stored under a name is read by every later release: it never changes (decisions 0019, 0040).
package enum SealedLedger: String, Sendable {
  case settings
  case administration

  /// Its table of entries, and the one of its sealed end.
  var journal: String { "\(rawValue)_journal" }
  var end: String { "\(rawValue)_seal" }
}
