enum XMLText {
  /// Fit for content and for attributes in double quotes.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  /// What the escapes that Graphviz writes stand for.
  static func plain(_ text: String) -> String {
    text.replacing("&#45;", with: "-").replacing("&#39;", with: "'").replacing("&#160;", with: "\u{A0}")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&amp;", with: "&")
  }
}
