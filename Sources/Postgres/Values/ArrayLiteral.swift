/// PostgreSQL's text form of an array, for what the binary form cannot express: arrays of different lengths in an array.
public enum ArrayLiteral {
  /// To be cast to `text[]`.
  public static func text(_ elements: [String]) -> String {
    "{" + elements.map(quoted).joined(separator: ",") + "}"
  }

  private static func quoted(_ element: String) -> String {
    // By code point: a quote followed by a mark is another character to Swift, and still a quote to PostgreSQL.
    var escaped = String.UnicodeScalarView()
    for scalar in element.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { escaped.append("\\") }
      escaped.append(scalar)
    }
    return "\"" + String(escaped) + "\""
  }
}
