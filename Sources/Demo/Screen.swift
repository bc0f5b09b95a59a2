import Foundation
import OrderedCollections

/// What the demonstration shows. Colour only on a terminal.
package struct Screen: Sendable {
  /// Shows nothing.
  package static let dark = Screen(isDark: true)

  private let isTerminal = isatty(STDOUT_FILENO) == 1
  private let isDark: Bool

  init(isDark: Bool = false) { self.isDark = isDark }

  func say(_ line: String) {
    guard !isDark else { return }
    print(line)
    // A line is seen when it is said, also through a pipe; nothing can be done when it cannot.
    fflush(nil)
  }

  func title(_ text: String) { say("\n\(bold(text))") }

  /// A moment, who does what, and what came of it.
  func step(_ day: String, who: String, what: String, result: String) {
    for row in Self.rows(day, who: who, what: what, result: result) { say(row) }
  }

  /// The columns of a step; what is done goes on below itself when it is long.
  package static func rows(_ day: String, who: String, what: String, result: String) -> [String] {
    let lines = what.wrapped(to: whatWidth)
    let first = "\(day)  \(who.padded(to: nameWidth)) \((lines.first ?? "").padded(to: whatWidth)) \(result)"
    let indent = String(repeating: " ", count: day.count + 2 + nameWidth + 1)
    return [first] + lines.dropFirst().map { indent + $0.padded(to: whatWidth) }
  }

  /// In characters: wide enough for the names of the partners that the stories have.
  static let nameWidth = 16
  private static let whatWidth = 36

  /// What each partner found in its queue.
  func told(_ told: StoryCases.Told) {
    for (partner, events) in told {
      say(dim("              → \(partner.padded(to: Self.nameWidth)) \(events.joined(separator: ", "))"))
    }
  }

  private func bold(_ text: String) -> String { isTerminal ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  private func dim(_ text: String) -> String { isTerminal ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}
