/// PostgreSQL's text form of an array, for where the binary form cannot say it: arrays of different lengths in an array.
public enum ArrayLiteral {
  /// To be cast to `text[]`.
  public static func text(_ elements: [String]) -> String {
    "{" + elements.map(quoted).joined(separator: ",") + "}"
  }

  private static func quoted(_ element: String) -> String {
    // By code point: with a mark behind it, a quote is another character and still a quote to PostgreSQL.
    var escaped = String.UnicodeScalarView()
    for scalar in element.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { escaped.append("\\") }
      escaped.append(scalar)
    }
    return "\"" + String(escaped) + "\""
  }
}
