@_spi(_Unicode) import Swift

/// What a text that somebody writes must be: in a field, as a reason, as a name. Every entrance applies this rule.
///
/// A text is stored, and may be shown years later, on a terminal too, beside texts of others. So it must show something, it
/// must not look like more than it is, and the same word must always be the same bytes (NFC).
public struct TextRule: Hashable, Sendable {
  /// The most code points, as JSON Schema counts `maxLength`, of the text as it is stored.
  public let maximum: Int
  /// Whether it is one line.
  public let isOneLine: Bool
  /// Whether all of it must be visible. That holds for identifiers of persons: otherwise one person could look like another.
  public let isSeen: Bool

  public static func line(upTo maximum: Int) -> TextRule {
    TextRule(maximum: maximum, isOneLine: true, isSeen: false)
  }

  public static func lines(upTo maximum: Int) -> TextRule {
    TextRule(maximum: maximum, isOneLine: false, isSeen: false)
  }

  /// An identifier of a person: one line of at most 255 visible code points, with spaces only between words.
  public static let identifier = TextRule(maximum: 255, isOneLine: true, isSeen: true)

  /// A reason, or the source of a decision: one line of at most 1,000 code points.
  public static let reason = line(upTo: 1_000)
  /// A name of an organisation, a region or a role: one line of at most 200 code points.
  public static let name = line(upTo: 200)

  /// - Returns: the text in its stored form.
  /// - Throws: the first fault.
  public func accept(_ text: String) throws(TextFault) -> String {
    // A text that is far too long is refused at once: composing makes no text shorter than a quarter.
    guard text.unicodeScalars.count <= 4 * maximum else { throw .tooLong(maximum) }
    let stored = text.composed
    guard stored.showsSomething else { throw .empty }
    guard stored.unicodeScalars.count <= maximum else { throw .tooLong(maximum) }
    for scalar in stored.unicodeScalars {
      if scalar.breaksLine {
        if isOneLine { throw .manyLines }
      } else if scalar.isControl {
        throw .control
      } else if scalar.changesDirection {
        throw .direction
      }
    }
    if isSeen, !stored.isSeen { throw .unseen }
    return stored
  }

  /// Whether a text may be stored as it is.
  public func holds(_ text: String) -> Bool {
    // The fault does not matter here, only whether there is one.
    (try? accept(text)).map { Array($0.utf8) == Array(text.utf8) } ?? false
  }
}

extension String {
  /// In Unicode's normal form C.
  public var composed: String { String(String.UnicodeScalarView(_nfc)) }

  /// Whether a reader sees anything.
  public var showsSomething: Bool { unicodeScalars.contains(where: \.isVisible) }

  /// Whether a reader sees all of it. A mark needs something before it, and a space also something after it.
  fileprivate var isSeen: Bool {
    unicodeScalars.first?.isVisible == true && unicodeScalars.last != " "
      && unicodeScalars.allSatisfy { $0.isVisible || $0.isVisibleMark || $0 == " " }
  }
}
