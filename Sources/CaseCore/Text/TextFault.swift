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

  /// In Dutch, as the end of a sentence that begins with the name of the text.
  public var message: String {
    switch self {
    case .empty: "mag niet leeg zijn"
    case .tooLong(let maximum): "mag hoogstens \(maximum) tekens lang zijn"
    case .manyLines: "moet op één regel staan"
    case .control: "mag geen besturingstekens hebben"
    case .direction: "mag geen tekens hebben die de schrijfrichting omkeren"
    case .unseen: "mag alleen tekens hebben die te zien zijn, en geen spatie aan het begin of het eind"
    }
  }
}
