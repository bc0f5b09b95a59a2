/// A deadline that cannot be computed. The same input always gives the same error.
public enum DeadlineError: Error, Sendable, Hashable {
  /// The kind has no rule for counting this unit.
  case unitNotCounted(Length.Unit, DeadlineKind)
  /// An extension in hours of a term in days, or the reverse.
  case mixedUnits(Length.Unit, Length.Unit)
  /// The length and its extensions together are longer than a ``Length`` can be.
  case tooLong
  /// The start is not within ``DeadlineRule/years``.
  case startOutOfRange
  /// The entries of the ledger contradict each other: see ``Ledger``.
  case ledgerOutOfOrder
}

extension DeadlineRule {
  /// The years in which a term may start: from the first year with the present rule for summer time, to well before the last
  /// date.
  public static let years = Amsterdam.firstYear...2999
}
