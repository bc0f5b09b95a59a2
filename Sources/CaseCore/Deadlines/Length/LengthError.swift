/// A text or a number that is not a length of a term. The same input always gives the same error.
public struct LengthError: Error, Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
  public enum Reason: Sendable, Hashable {
    case malformed
    case severalUnits
    case notPositive
    case tooLong
  }

  public let reason: Reason
  private let text: String?

  init(_ reason: Reason, text: String? = nil) {
    self.reason = reason
    self.text = text
  }

  /// For logs; without the text. `DutchMessages` has the sentence for people.
  public var description: String { "not a length of a term: \(reason)" }

  public var debugDescription: String { text.map { "\(description): \($0.debugDescription)" } ?? description }
}
