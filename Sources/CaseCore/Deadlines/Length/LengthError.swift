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

  public var description: String {
    switch reason {
    case .malformed:
      "Dit is geen termijn. Schrijf P, een getal en een eenheid: P5D (dagen), P6W (weken), P3M (maanden), P1Y (jaren), "
        + "of PT72H (uren)."
    case .severalUnits:
      "Een termijn heeft één eenheid, omdat de telregels per eenheid verschillen. Schrijf bijvoorbeeld P18M in plaats van P1Y6M."
    case .notPositive: "Een termijn is ten minste 1 uur, dag, week, maand of jaar."
    case .tooLong: "Deze termijn is langer dan honderd jaar."
    }
  }

  public var debugDescription: String {
    guard let text else { return description }
    return "\(description) Gelezen: \(text.debugDescription)"
  }
}
