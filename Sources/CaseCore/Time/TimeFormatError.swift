/// A text that is not the expected date or moment. The same text always gives the same error.
///
/// The text itself is in `debugDescription` only: a date can be somebody's birthday.
public struct TimeFormatError: Error, Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
  /// What was expected.
  public enum Expectation: Sendable, Hashable {
    case instant
    case date
  }

  public let expected: Expectation
  private let text: String

  init(expected: Expectation, text: String) {
    self.expected = expected
    self.text = text
  }

  public var description: String {
    switch expected {
    case .instant:
      "Dit is geen tijdstip. Schrijf het volgens RFC 3339 met een tijdzone, bijvoorbeeld 2026-05-04T13:30:00Z."
    case .date:
      "Dit is geen datum. Schrijf een bestaande dag volgens ISO 8601, bijvoorbeeld 2026-05-04."
    }
  }

  public var debugDescription: String { "\(description) Gelezen: \(text.debugDescription)" }
}
