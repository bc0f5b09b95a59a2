import Testing

@testable import Commands

/// Texts that were stored before there was a rule for them, and what a terminal is shown of them.
@Suite struct TerminalTests {
  @Test(arguments: [
    ("gewoon é 👩‍👩‍👧\n\tregel", "gewoon é 👩‍👩‍👧\n\tregel"), ("a\u{1b}[2J", #"a\u001b[2J"#), ("a\u{9b}2J", #"a\u009b2J"#),
    ("a\u{202e}b", #"a\u202eb"#), ("a\u{2066}b", #"a\u2066b"#), ("a\rb", #"a\u000db"#), ("a\u{2028}b", #"a\u2028b"#),
    ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
  ])
  func whatATerminalWouldCarryOutIsShown(text: String, shown: String) {
    #expect(Array(Terminal.escaped(text).unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test func aTextInALineStaysInIt() {
    let forged = "x\n\nvoorstel 1: goedgekeurd door carla"
    #expect(Terminal.line(forged) == #"x\u000a\u000avoorstel 1: goedgekeurd door carla"#)
    #expect(Terminal.line("a\r\nb\tc\u{85}d\u{2029}e") == #"a\u000d\u000ab\u0009c\u0085d\u2029e"#)
  }
}
