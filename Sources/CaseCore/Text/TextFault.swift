/// What is wrong with a text. It never holds the text.
public enum TextFault: Error, Hashable, Sendable {
  /// Nothing of it is visible.
  case empty
  /// It has more code points than this.
  case tooLong(Int)
  /// It has more than one line where one is asked.
  case manyLines
  /// It has control characters other than tab and line feed.
  case control
  /// It has characters that change the direction of what follows.
  case direction
  /// It has something invisible, or a space at an end.
  case unseen
}
