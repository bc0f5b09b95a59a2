import Testing

@testable import Chaos

/// The control of the clock that jumps: what looks at deadlines afterwards finds one that was early, late, lost or done twice.
@Suite struct DeadlineFindingsTests {
  private static let fired = ["zaak 1 maandag": 1, "zaak 2 dinsdag": 1]

  private static func findings(
    _ fired: [String: Int] = fired,
    written: [String: Int] = fired,
    early: [String] = [],
    overdue: [String] = []
  ) -> [String] {
    DeadlineFindings(fired: fired, written: written, early: early, overdue: overdue).all
  }

  @Test("Nothing is wrong with those that fired once") func well() { #expect(Self.findings() == []) }

  @Test(
    "One that fired without an effect, with two, or had one without having fired",
    arguments: [
      ["zaak 1 maandag": 1], ["zaak 1 maandag": 1, "zaak 2 dinsdag": 2],
      ["zaak 1 maandag": 1, "zaak 2 dinsdag": 1, "zaak 3 woensdag": 1],
    ]
  )
  func effects(written: [String: Int]) {
    #expect(Self.findings(written: written).count == 1)
  }

  @Test("One that was early, and one that did not come") func moments() {
    #expect(Self.findings(early: ["zaak"]) == ["a deadline of case zaak had its effect before its moment"])
    #expect(Self.findings(overdue: ["zaak"]) == ["a deadline of case zaak is overdue"])
  }
}
