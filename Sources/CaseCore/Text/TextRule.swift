@_spi(_Unicode) import Swift

/// What a text must be that somebody writes: in a field, as a reason, as a name. Every entrance asks this one.
///
/// A text is stored and may be shown in years, on a terminal too, beside texts of others. So it must show something, it
/// must not be able to look like more than itself, and the same word must always be the same bytes (NFC).
public struct TextRule: Hashable, Sendable {
  /// The most code points, as JSON Schema counts `maxLength`, of the text as it is stored.
  public let maximum: Int
  /// Whether it is one line.
  public let isOneLine: Bool
  /// Whether all of it shows. What tells one person from another must: else one person is two who look alike.
  public let isSeen: Bool

  public static func line(upTo maximum: Int) -> TextRule {
    TextRule(maximum: maximum, isOneLine: true, isSeen: false)
  }

  public static func lines(upTo maximum: Int) -> TextRule {
    TextRule(maximum: maximum, isOneLine: false, isSeen: false)
  }

  /// Who somebody is: one line of at most 255 code points that all show, with spaces only between words.
  public static let identifier = TextRule(maximum: 255, isOneLine: true, isSeen: true)

  /// A reason that somebody gives, or the source of a decision: one line of at most 1,000 code points.
  public static let reason = line(upTo: 1_000)
  /// A name of an organisation, a region or a role: one line of at most 200 code points.
  public static let name = line(upTo: 200)

  /// - Returns: the text as it is to be stored.
  /// - Throws: the first thing that is wrong with it.
  public func accept(_ text: String) throws(TextFault) -> String {
    // A text far too long is not worth looking at: no text gets shorter than a quarter by composing.
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
    // What is wrong does not matter to who asks only whether.
    (try? accept(text)).map { Array($0.utf8) == Array(text.utf8) } ?? false
  }
}

extension String {
  /// In Unicode's normal form C.
  public var composed: String { String(String.UnicodeScalarView(_nfc)) }

  /// Whether somebody who looks at it sees anything.
  public var showsSomething: Bool { unicodeScalars.contains(where: \.isVisible) }

  /// Whether somebody who looks at it sees all of it. A mark needs something before it, and a space something behind it too.
  fileprivate var isSeen: Bool {
    unicodeScalars.first?.isVisible == true && unicodeScalars.last != " "
      && unicodeScalars.allSatisfy { $0.isVisible || $0.isVisibleMark || $0 == " " }
  }
}
