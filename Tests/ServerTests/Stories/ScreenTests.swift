import Demo
import Testing

@Suite struct ScreenTests {
  @Test(arguments: [
    "Weigeren", "Voorstellen het signaal bij een bestaande casus te voegen",
    "Meervoudigeonderzoeksovereenkomstenregisters",
  ])
  func columnsStayAligned(what: String) {
    let rows = Screen.rows("2026-01-05", who: "gemeente-elders", what: what, result: "Weging")
    let short = Screen.rows("2026-01-05", who: "om", what: "Wegen", result: "Weging")
    #expect(rows[0].hasSuffix("Weging") && rows[0].count == short[0].count)
  }

  @Test func aLongStepIsSaidInFull() {
    let what = "Voorstellen het signaal bij een bestaande casus te voegen"
    let words = Screen.rows("2026-01-05", who: "om", what: what, result: "").flatMap { $0.split(separator: " ") }
    #expect(words.dropFirst(2) == what.split(separator: " ")[...])
  }
}
