/// Which of a series of terms one is, where each begins as the one before it ends.
///
/// All are counted from where the first began: a month from 31 January ends on 28 February, and the next one on 31 March. So
/// neither a short month nor an end that was moved off a day off moves those that come after it.
public struct Repetition: Hashable, Sendable {
  /// When the first of them began.
  public var first: Instant
  /// At least 2: the first of a series repeats nothing.
  public var number: Int
  public var later = LaterFields()

  public init(first: Instant, number: Int) {
    self.first = first
    self.number = number
  }
}

extension Repetition {
  /// The length from the beginning of the first term to the end of this one.
  /// - Throws: ``DeadlineError/tooLong``
  func total(of length: Length, extendedTo sum: Length) throws(DeadlineError) -> Length {
    do { return try Length((number - 1) * length.amount + sum.amount, length.unit) } catch { throw .tooLong }
  }

  /// When the term begins: with the end of the last day of the one before it, wherever that was moved to. `nil` when the
  /// series is too long to count.
  func start(of length: Length) -> Instant? {
    guard let before = try? Length((number - 1) * length.amount, length.unit) else { return nil }
    let day = Amsterdam.date(at: first).adding(before)
    return Amsterdam.startOfDay(day.adding(days: 1)).adding(microseconds: -1)
  }
}

extension DeadlineRule {
  /// Whether repetitions are counted from the first: of a term in hours or in working days each ends where the sum would.
  var isCountedAsSeries: Bool {
    switch kind {
    case .hours, .workingDays: false
    case .calendar, .atw, .eu1182: length.unit != .hours
    }
  }
}
