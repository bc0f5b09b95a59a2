import CaseCore
import Foundation

/// The one writer of what this program shows. Texts of others are in it, and older ones may hold anything: what a terminal
/// would carry out, or would use to show something else than is written, is shown as `\u001b`.
///
/// That is also how JSON escapes it, so lines of JSON stay what they are.
enum Terminal {
  static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isEscaped) else { return text }
    var shown = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      // The end of a line as calendars write it.
      let endsLine = scalar == "\r" && rest.first == "\n"
      if isEscaped(scalar), !endsLine {
        shown += code(scalar)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// On one line, whatever it holds.
  static func line(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { shown, scalar in
      if isEscaped(scalar) || scalar.breaksLine || scalar == "\t" {
        shown += code(scalar)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }

  static func writeError(_ text: String) { writeErrorAsIs("\(escaped(text))\n") }

  /// What this program made itself, such as what writes over a line.
  static func writeErrorAsIs(_ text: String) {
    // When nobody hears of errors, nobody can be told that either. The exit code says it.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Separators of lines, and what shows as nothing and joins nothing: two names that look alike are told apart.
  private static let unseen: Set<Unicode.Scalar> = ["\u{2028}", "\u{2029}", "\u{200B}", "\u{2060}", "\u{FEFF}"]

  private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isControl || scalar.changesDirection || unseen.contains(scalar)
  }

  /// All that are escaped have four digits.
  private static func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// Stands for Swift's own in this module, so that nothing is shown past ``Terminal``.
func print(_ text: String, terminator: String = "\n") {
  Swift.print(Terminal.escaped(text), terminator: terminator)
}

/// The same for what describes itself.
func print(_ item: some CustomStringConvertible) { print(item.description) }
