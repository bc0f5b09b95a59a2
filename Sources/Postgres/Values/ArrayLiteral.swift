/// PostgreSQL's text form of an array, for where the binary form cannot say it: arrays of different lengths in an array.
public enum ArrayLiteral {
  /// To be cast to `text[]`.
  public static func text(_ elements: [String]) -> String {
    "{" + elements.map(quoted).joined(separator: ",") + "}"
  }

  private static func quoted(_ element: String) -> String {
    let escaped = element.flatMap { character in
      character == "\"" || character == "\\" ? ["\\", character] : [character]
    }
    return "\"" + String(escaped) + "\""
  }
}
