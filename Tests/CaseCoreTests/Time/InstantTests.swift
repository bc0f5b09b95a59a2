import CaseCore
import DutchMessages
import Foundation
import Testing

@Suite struct InstantTests {
  static let readable: [(text: String, microseconds: Int64, why: String)] = [
    ("1970-01-01T00:00:00Z", 0, "the epoch"),
    ("2000-01-01T00:00:00Z", 946_684_800_000_000, "PostgreSQL's epoch"),
    ("1969-12-31T23:59:59.999999Z", -1, "just before the epoch"),
    ("2026-05-04T15:30:00+02:00", 1_777_901_400_000_000, "an offset east"),
    ("2026-05-04T08:30:00-05:00", 1_777_901_400_000_000, "an offset west"),
    ("2026-05-04T19:00:00+05:30", 1_777_901_400_000_000, "an offset with half an hour"),
    ("2026-05-04T13:30:00-00:00", 1_777_901_400_000_000, "an unknown local offset is UTC all the same"),
    ("2026-05-04t13:30:00z", 1_777_901_400_000_000, "the letters may be small in RFC 3339"),
    ("2026-05-04T13:30:00.5Z", 1_777_901_400_500_000, "one digit of fraction"),
    ("2026-05-04T13:30:00.000001Z", 1_777_901_400_000_001, "a microsecond"),
    ("2026-05-04T13:30:00.123456789Z", 1_777_901_400_123_456, "nanoseconds are cut off, not rounded"),
    ("1969-12-31T23:59:59.9999999Z", -1, "cut off downwards before the epoch too"),
    ("2024-02-29T00:00:00Z", 1_709_164_800_000_000, "a leap day"),
    ("0001-01-01T00:00:00Z", Instant.min.microseconds, "the first moment"),
    ("9999-12-31T23:59:59.999999Z", Instant.max.microseconds, "the last moment"),
  ]

  @Test(arguments: readable) func reads(_ vector: (text: String, microseconds: Int64, why: String)) throws {
    #expect(try Instant(rfc3339: vector.text).microseconds == vector.microseconds, "\(vector.why)")
  }

  static let nonsense: [(text: String, why: String)] = [
    ("", "nothing"),
    ("2026-05-04", "a date is no moment"),
    ("2026-05-04T13:30:00", "no offset"),
    ("2026-05-04 13:30:00Z", "a space for the T"),
    ("2026-05-04T13:30Z", "no seconds"),
    ("2026-02-29T00:00:00Z", "no such day"),
    ("2026-13-01T00:00:00Z", "no such month"),
    ("2026-00-01T00:00:00Z", "month zero"),
    ("2026-05-04T24:00:00Z", "no such hour"),
    ("2026-05-04T23:60:00Z", "no such minute"),
    ("2016-12-31T23:59:60Z", "a leap second has no place on the scale"),
    ("2026-05-04T13:30:00.Z", "a point without digits"),
    ("2026-05-04T13:30:00.0123456789Z", "ten digits of fraction"),
    ("2026-05-04T13:30:00,5Z", "a comma"),
    ("2026-05-04T13:30:00+2:00", "one digit of offset"),
    ("2026-05-04T13:30:00+0200", "an offset without a colon"),
    ("2026-05-04T13:30:00+24:00", "no such offset"),
    ("2026-05-04T13:30:00+02:60", "no such minute of offset"),
    ("2026-05-04T13:30:00ZZ", "something behind it"),
    (" 2026-05-04T13:30:00Z", "something before it"),
    ("26-05-04T13:30:00Z", "two digits of year"),
    ("12026-05-04T13:30:00Z", "five digits of year"),
    ("-026-05-04T13:30:00Z", "a sign in the year"),
    ("２０２６-05-04T13:30:00Z", "digits of another script"),
    ("2026-05-04T13:30:00Z\u{301}", "a combining mark"),
    ("0001-01-01T00:00:00+00:01", "before the first moment"),
    ("9999-12-31T23:59:59-00:01", "after the last moment"),
  ]

  @Test(arguments: nonsense) func refuses(_ vector: (text: String, why: String)) {
    #expect(throws: TimeFormatError.self, "\(vector.why)") { try Instant(rfc3339: vector.text) }
  }

  @Test func errorKeepsTheTextFromTheReader() {
    let error = #expect(throws: TimeFormatError.self) { try Instant(rfc3339: "geboren 1999") }
    #expect(error?.description.contains("1999") == false && error?.dutch.contains("1999") == false)
    #expect(error?.debugDescription.contains("1999") == true)
  }

  @Test(arguments: [
    ("2026-05-04T15:30:00+02:00", "2026-05-04T13:30:00Z"),
    ("2026-05-04T13:30:00.250Z", "2026-05-04T13:30:00.250000Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
  ])
  func printsInUTC(_ text: String, _ printed: String) throws {
    #expect(try "\(Instant(rfc3339: text))" == printed)
  }

  @Test func staysInRange() {
    #expect(Instant(microseconds: .max) == .max)
    #expect(Instant(microseconds: .min) == .min)
    #expect(Instant.max.adding(microseconds: 1) == .max)
    #expect(Instant.max.adding(seconds: .max) == .max)
    #expect(Instant.min.adding(seconds: .min) == .min)
    #expect(Instant(microseconds: 0).adding(seconds: -1).adding(microseconds: 1_000_000) == Instant(microseconds: 0))
  }

  @Test func isStoredAsText() throws {
    let instants = [Instant(microseconds: 1), .min, .max]
    let data = try JSONEncoder().encode(instants)
    #expect(String(decoding: data, as: UTF8.self).contains("\"1970-01-01T00:00:00.000001Z\""))
    #expect(try JSONDecoder().decode([Instant].self, from: data) == instants)
    #expect(throws: (any Error).self) { try JSONDecoder().decode([Instant].self, from: Data(#"["gisteren"]"#.utf8)) }
  }

  @Test(arguments: Seed.some) func whatIsPrintedReadsBack(_ seed: Seed) throws {
    var random = seed.generator
    for _ in 0..<300 {
      let instant = Instant(
        microseconds: .random(in: Instant.min.microseconds...Instant.max.microseconds, using: &random)
      )
      #expect(try Instant(rfc3339: "\(instant)") == instant, "\(seed)")
    }
  }
}
