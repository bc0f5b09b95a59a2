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

  /// For logs; without the text. `DutchMessages` has the sentence for people.
  public var description: String { "not a valid \(expected)" }

  public var debugDescription: String { "\(description): \(text.debugDescription)" }
}
