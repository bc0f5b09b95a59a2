extension Unicode.Scalar {
  /// Ends a line: line feed, and the separators of Unicode.
  public var breaksLine: Bool { self == "\n" || self == "\u{2028}" || self == "\u{2029}" }

  /// A control character that no text may have; a tab and a line feed are allowed. A terminal executes the others.
  public var isControl: Bool { properties.generalCategory == .control && self != "\t" && self != "\n" }

  /// Changes the direction of what follows (UAX 9: embeddings, overrides and isolates), so that a reader sees something else
  /// than what is written. The marks of right-to-left text itself are not among them.
  public var changesDirection: Bool {
    (0x202a...0x202e).contains(value) || (0x2066...0x2069).contains(value)
  }

  /// Visible by itself. A mark is only visible on a letter.
  var isVisible: Bool {
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint || Self.blanks.contains(self) { return false }
    switch properties.generalCategory {
    case .control, .format, .nonspacingMark, .spacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator,
      .spaceSeparator, .surrogate, .unassigned:
      return false
    default: return true
    }
  }

  /// Visible on the letter before it.
  var isVisibleMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: !properties.isDefaultIgnorableCodePoint
    default: false
    }
  }

  /// Symbols that are blank by design: braille without dots, and the empty note head.
  private static let blanks: Set<Unicode.Scalar> = ["\u{2800}", "\u{1d159}"]
}
