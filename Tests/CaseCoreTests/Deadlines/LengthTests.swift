import CaseCore
import DutchMessages
import Testing

@Suite struct LengthTests {
  @Test(arguments: [
    ("P5D", 5, Length.Unit.days, "5 dagen"), ("P1D", 1, .days, "1 dag"), ("P6W", 6, .weeks, "6 weken"),
    ("P1W", 1, .weeks, "1 week"), ("P3M", 3, .months, "3 maanden"), ("P1M", 1, .months, "1 maand"),
    ("P1Y", 1, .years, "1 jaar"), ("P5Y", 5, .years, "5 jaar"), ("PT72H", 72, .hours, "72 uur"),
    ("P36525D", 36_525, .days, "36525 dagen"), ("P100Y", 100, .years, "100 jaar"),
  ])
  func readsAndPrints(_ text: String, _ amount: Int, _ unit: Length.Unit, _ dutch: String) throws {
    let length = try Length(iso8601: text)
    #expect(length == (try Length(amount, unit)))
    #expect("\(length)" == text)
    #expect(length.dutch == dutch)
  }

  @Test(arguments: [
    ("", LengthError.Reason.malformed), ("P", .malformed), ("5D", .malformed), ("p5d", .malformed), ("PD", .malformed),
    ("P5", .malformed), ("P5H", .malformed), ("PT5D", .malformed), ("PT5M", .malformed), ("P05D", .malformed),
    ("P-5D", .malformed), ("P+5D", .malformed), ("P1.5D", .malformed), ("P1,5D", .malformed), ("P5D ", .malformed),
    (" P5D", .malformed), ("P５D", .malformed), ("P9999999999999999999D", .malformed), ("vijf dagen", .malformed),
    ("P5DX", .malformed), ("PT", .malformed), ("P1Y6M", .severalUnits), ("P1DT12H", .severalUnits),
    ("P1W1D", .severalUnits), ("P0D", .notPositive), ("PT0H", .notPositive), ("P101Y", .tooLong),
    ("P1201M", .tooLong), ("P36526D", .tooLong), ("PT876601H", .tooLong), ("P5219W", .tooLong),
  ])
  func refuses(_ text: String, _ reason: LengthError.Reason) {
    let error = #expect(throws: LengthError.self) { try Length(iso8601: text) }
    #expect(error?.reason == reason)
    #expect(error?.debugDescription.contains(text.debugDescription) == true)
  }

  @Test func saysWhatToWriteInstead() {
    let error = #expect(throws: LengthError.self) { try Length(iso8601: "P1Y6M") }
    #expect(error?.dutch.contains("P18M in plaats van P1Y6M") == true)
  }

  @Test(arguments: [0, -1, .min, .max]) func refusesAmounts(_ amount: Int) {
    for unit in [Length.Unit.hours, .days, .weeks, .months, .years] {
      #expect(throws: LengthError.self) { try Length(amount, unit) }
    }
  }
}
