/// The position of a term in a series, in which each term begins when the one before it ends.
///
/// All are counted from the start of the first: a month from 31 January ends on 28 February, and the next one on 31 March.
/// So neither a short month nor an end that was moved past a day off moves later terms.
public struct Repetition: Hashable, Sendable {
  /// When the first term began.
  public var first: Instant
  /// At least 2: the first of a series is no repetition.
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

  /// When the term begins: at the end of the last day of the one before it, after that was moved. `nil` when the series is
  /// too long to count.
  func start(of length: Length) -> Instant? {
    guard let before = try? Length((number - 1) * length.amount, length.unit) else { return nil }
    let day = Amsterdam.date(at: first).adding(before)
    return Amsterdam.startOfDay(day.adding(days: 1)).adding(microseconds: -1)
  }
}

extension DeadlineRule {
  /// Whether repetitions are counted from the first: in hours or working days the sum of the lengths gives the same end.
  var isCountedAsSeries: Bool {
    switch kind {
    case .hours, .workingDays: false
    case .calendar, .atw, .eu1182: length.unit != .hours
    }
  }
}
