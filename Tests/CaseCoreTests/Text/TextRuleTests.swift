import CaseCore
import Testing

@Suite struct TextRuleTests {
  @Test(arguments: [
    "", " ", "\t\n", "\u{a0}", "\u{200b}", "\u{200b}\u{feff}", "\u{ad}", "\u{2800}", "\u{3164}", "\u{115f}\u{1160}",
    "\u{301}", "\u{20dd}", "\u{e0041}", "\u{180e}", "\u{2062}", "\u{fe0f}", "\u{1d159}", "\u{2029}", "\u{61c}",
    "\u{903}", "\u{fff9}", "\u{378}", "\u{7}",
  ])
  func whatShowsAsNothingIsEmpty(text: String) {
    #expect(throws: TextFault.empty) { try TextRule.lines(upTo: 100).accept(text) }
    #expect(throws: TextFault.empty) { try TextRule.reason.accept(text) }
  }

  @Test(arguments: [
    ("a\u{1b}[2J", TextFault.control), ("a\r\nb", .control), ("a\u{0}", .control), ("a\u{85}", .control),
    ("a\u{9b}2J", .control), ("a\u{7f}", .control), ("a\u{202e}b", .direction), ("a\u{2066}b", .direction),
    ("\u{202a}a", .direction),
  ])
  func whatATerminalCarriesOutIsRefused(text: String, fault: TextFault) {
    #expect(throws: fault) { try TextRule.lines(upTo: 100).accept(text) }
    #expect(throws: fault) { try TextRule.reason.accept(text) }
  }

  @Test(arguments: ["x\n\nvoorstel 1: goedgekeurd door carla", "a\u{2028}b", "a\u{2029}b"])
  func oneLineIsOneLine(text: String) throws {
    #expect(throws: TextFault.manyLines) { try TextRule.reason.accept(text) }
    #expect(try TextRule.lines(upTo: 100).accept(text) == text)
  }

  @Test(arguments: ["a", "a\tb", "العربية \u{200f}", "👩‍👩‍👧", "नमस्ते", "é", "-", "\u{200b}a"])
  func whatPeopleWriteIsTaken(text: String) throws {
    #expect(try TextRule.reason.accept(text) == text)
  }

  /// The other rules take it: people write so.
  @Test(arguments: ["\u{200b}a", "a\u{200d}b", "a ", " a", "a\tb", "a\u{a0}b", "a\u{fe0f}", "a\u{200f}", "a\u{2800}"])
  func whatTellsPeopleApartShowsAsAWhole(text: String) throws {
    #expect(throws: TextFault.unseen) { try TextRule.identifier.accept(text) }
    #expect(try TextRule.reason.accept(text) == text)
  }

  @Test(arguments: ["anna", "anna de vries", "نادية", "नेहा", "x\u{327}"])
  func whatShowsAsAWholeIsTaken(text: String) throws {
    #expect(try TextRule.identifier.accept(text) == text)
  }

  /// JSON Schema counts code points: a family of five is one character and many of them.
  @Test func codePointsAreCounted() throws {
    let family = "👩‍👩‍👧‍👦"
    #expect(family.count == 1)
    #expect(try TextRule.lines(upTo: 7).accept(family) == family)
    #expect(throws: TextFault.tooLong(6)) { try TextRule.lines(upTo: 6).accept(family) }
    #expect(throws: TextFault.tooLong(3)) { try TextRule.lines(upTo: 3).accept(String(repeating: "x", count: 100_000)) }
  }

  @Test func whatIsStoredIsComposed() throws {
    for (text, stored) in [("e\u{301}", "\u{e9}"), ("\u{1100}\u{1161}", "\u{ac00}"), ("\u{212b}", "\u{c5}")] {
      #expect(Array(try TextRule.reason.accept(text).utf8) == Array(stored.utf8))
      #expect(!TextRule.reason.holds(text))
      #expect(TextRule.reason.holds(stored))
    }
    // Counted as it is stored.
    #expect(try TextRule.line(upTo: 1).accept("e\u{301}") == "é")
  }

  @Test func anOrganisationIsToldAllThatIsWrong() {
    let organisation = Organisation(number: "", name: "\u{200b}", region: "a\nb", roles: ["x", "\u{1b}"])
    #expect(organisation.faults.count == 3)
    #expect(Organisation(number: "", name: "Gemeente Eén", region: "oost", roles: ["gemeente"]).faults.isEmpty)
  }
}
