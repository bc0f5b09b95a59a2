import Foundation

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
    say("\(day)  \(who.padded(to: 16)) \(what.padded(to: 34)) \(result)")
  }

  /// What each partner found in its queue.
  func told(_ told: [(partner: String, events: [String])]) {
    for (partner, events) in told {
      say(dim("              → \(partner.padded(to: 14)) \(events.joined(separator: ", "))"))
    }
  }

  private func bold(_ text: String) -> String { isTerminal ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  private func dim(_ text: String) -> String { isTerminal ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}

extension String {
  func padded(to width: Int) -> String { count >= width ? self : self + String(repeating: " ", count: width - count) }
}
