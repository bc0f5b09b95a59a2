extension Doctor {
  /// What was found of one thing. It has no secret, and nothing of cases or people.
  public struct Finding: Sendable, Hashable {
    public enum Outcome: String, CaseIterable, Sendable {
      case ok
      /// It works, and somebody should look at it.
      case warning
      /// The service, or a part of it, does not work, or is not safe.
      case fault
      /// It was not looked at.
      case unchecked
    }

    public let code: Code
    public let outcome: Outcome
    /// For whoever runs the service, in English, on one line.
    public let message: String

    init(_ code: Code, _ outcome: Outcome, _ message: String) {
      self.code = code
      self.outcome = outcome
      let lines = message.split(whereSeparator: \.isNewline)
      // What a library says can have more lines, and spaces where they began.
      self.message = lines.map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: "; ")
    }

    /// What to do; `nil` when there is nothing to do.
    public var advice: String? { [.warning, .fault].contains(outcome) ? code.advice : nil }
  }
}
