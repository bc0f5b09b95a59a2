/// What came out of a ``TermQuestion``.
public struct TermAnswer: Sendable, Hashable {
  public let rule: DeadlineRule
  /// The event as it was asked: a date or an instant.
  public let event: String
  /// Whether the term was counted back from the event.
  public let isBackward: Bool
  public let dueDate: DueDate
  /// The days of closure that were asked for and that do not count for this kind.
  let closesInVain: [CivilDate]

  /// In Dutch.
  public var warnings: [String] {
    let vain = "Een sluitingsdag telt alleen voor de soort 'werkdagen' en verandert deze termijn niet."
    return dueDate.warnings.map(\.dutch) + (closesInVain.isEmpty ? [] : [vain])
  }
}
